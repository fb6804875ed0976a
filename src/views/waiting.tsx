import { useApp } from '../state/store.ts'
import { actions } from '../state/session.ts'
import styles from './waiting.module.css'

/** The data is on its way, or could not be opened: says what, and offers another try. */
export function DataWaiting({ rows }: { rows: number }) {
  const data = useApp((state) => state.data)
  if (data.status === 'failed')
    return (
      <div role="alert" className={styles.failed}>
        <p>{data.message}</p>
        <button type="button" onClick={actions.tryAgain}>
          Try again
        </button>
      </div>
    )
  return <ListWaiting rows={rows} />
}

/** Where a list will stand. */
export function ListWaiting({ rows }: { rows: number }) {
  return (
    <div className={styles.waiting} aria-hidden="true">
      {Array.from({ length: rows }, (_, row) => (
        <i key={row} />
      ))}
    </div>
  )
}
