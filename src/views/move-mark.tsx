import { moveText, type Move } from '../format/names.ts'
import styles from './move-mark.module.css'

/** "↑ 3", "↓ 2", "new": how a film moved against the list before. */
export function MoveMark({ move }: { move: Move | undefined }) {
  const text = moveText(move)
  if (!move || text === '') return null
  const says = move.kind === 'up' ? `up ${move.by}` : move.kind === 'down' ? `down ${move.by}` : 'new in the list'
  return (
    <span className={styles.move} data-kind={move.kind}>
      <span aria-hidden="true">{text}</span>
      <span className="visually-hidden">{says}</span>
    </span>
  )
}
