import { families } from '../../workers/contract/spec.ts'
import { specs } from '../state/experiment.ts'
import { useApp } from '../state/store.ts'
import { count } from '../format/numbers.ts'
import { StartAnswers } from './start-answers.tsx'
import { StartRatings } from './start-ratings.tsx'
import { PageLink } from './links.tsx'
import styles from './start.module.css'

export function Start() {
  return (
    <main id="main" className={styles.start}>
      <h1 tabIndex={-1}>Rate a few films. Watch recommenders answer, and see why.</h1>
      <Lede />
      <div className={styles.two}>
        <StartRatings />
        <StartAnswers />
      </div>
      <SystemsByFamily />
    </main>
  )
}

function Lede() {
  const simulated = useApp(({ info }) => (info ? (info.simulated ? info.people : 0) : 600))
  return (
    <p className={styles.lede}>
      They run here, in your browser, and learn in front of you.{' '}
      {simulated > 0 && `The other ${count(simulated)} viewers are simulated. `}
      Nothing leaves this page unless you share its link.
    </p>
  )
}

function SystemsByFamily() {
  const opened = useApp(({ kept }) => kept.opened)
  return (
    <section className={styles.map} aria-labelledby="systems">
      <h2 id="systems">
        Systems, by family <small>● opened by you</small>
      </h2>
      <div className={styles.families}>
        {families.map((family) => {
          const systems = specs.filter((spec) => spec.family === family)
          if (systems.length === 0) return null
          return (
            <section key={family}>
              <h3>{family}</h3>
              <ul>
                {systems.map(({ id, shortName, inShort }) => (
                  <li key={id}>
                    <PageLink view="learn" system={id}>
                      <i data-opened={opened.includes(id)} aria-hidden="true" />
                      {shortName}
                      {opened.includes(id) && <span className="visually-hidden"> (opened by you)</span>}
                    </PageLink>
                    <p>{inShort}</p>
                  </li>
                ))}
              </ul>
            </section>
          )
        })}
      </div>
    </section>
  )
}
