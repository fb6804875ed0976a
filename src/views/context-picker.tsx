import { useId } from 'react'
import { settingsOf, specOf, type Experiment } from '../state/experiment.ts'
import { actions } from '../state/session.ts'
import { useApp } from '../state/store.ts'
import styles from './context-picker.module.css'

/** The moment the list is for, where the system learns from circumstances: another one asks again, and learns nothing anew. */
export function ContextPicker() {
  const experiment = useApp((state) => state.experiment)
  const info = useApp((state) => state.info)
  const own = useId()
  if (!specOf(experiment.system).inContext || !info) return null
  if (info.context.length === 0)
    return <p className={styles.none}>This data knows nothing of when and where, so the list is for any moment.</p>
  if (leavesThemOut(experiment))
    return <p className={styles.none}>The settings leave circumstances out, so the list is for any moment.</p>
  const now = experiment.now ?? {}
  return (
    <div className={styles.room}>
      <fieldset className={styles.moment}>
        <legend className="visually-hidden">Circumstances</legend>
        {info.context.map(({ id, values }) => (
          <div key={id}>
            <label htmlFor={`${own}${id.replaceAll(' ', '-')}`}>{id}</label>
            <select
              id={`${own}${id.replaceAll(' ', '-')}`}
              value={now[id] ?? ''}
              onChange={(event) => {
                const { [id]: _, ...others } = now
                const picked = event.currentTarget.value
                actions.askAbout(picked === '' ? others : { ...others, [id]: picked })
              }}
            >
              <option value="">any</option>
              {values.map((value) => (
                <option key={value}>{value}</option>
              ))}
            </select>
          </div>
        ))}
      </fieldset>
    </div>
  )
}

/** As the settings of a factorization machine, or of a cross network, say it. */
function leavesThemOut(experiment: Experiment): boolean {
  const { context = 'all', features = 'all' } = settingsOf(experiment)
  return context !== 'all' || features !== 'all'
}
