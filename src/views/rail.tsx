import { families } from '../../workers/contract/spec.ts'
import { specs } from '../state/experiment.ts'
import { stepUnder } from '../state/player.ts'
import { pageOf, useApp } from '../state/store.ts'
import { PageLink } from './links.tsx'
import styles from './rail.module.css'

/** The systems there are, by family, in the order of the course. */
export function Rail({ onGo }: { onGo?: () => void }) {
  return (
    <nav className={styles.rail} aria-label="Systems">
      {families.map((family) => {
        const systems = specs.filter((spec) => spec.family === family)
        if (systems.length === 0) return null
        return (
          <section key={family}>
            <h2>{family}</h2>
            <ul>
              {systems.map(({ id, shortName }) => (
                <li key={id}>
                  <PageLink view="learn" system={id} onGo={onGo}>
                    {shortName}
                    <Training system={id} />
                  </PageLink>
                </li>
              ))}
            </ul>
          </section>
        )
      })}
    </nav>
  )
}

/** A small figure at the system that is training. */
function Training({ system }: { system: string }) {
  const text = useApp((state) => {
    const { view } = pageOf(state, system)
    if (!state.playback.playing || state.experiment.system !== system || !view) return ''
    return `${stepUnder(state)}/${view.steps}`
  })
  return text === '' ? null : <small>{text}</small>
}
