import { useEffect } from 'react'
import { specOf } from '../state/experiment.ts'
import { actions } from '../state/session.ts'
import { useApp } from '../state/store.ts'
import { Answers } from './answers.tsx'
import { Curves } from './curves.tsx'
import { Failsafe } from './failsafe.tsx'
import { HowItWorks } from './how-it-works.tsx'
import { LearnSettings } from './learn-settings.tsx'
import { LearnTransport } from './learn-transport.tsx'
import { Rail } from './rail.tsx'
import { Stage } from './stage.tsx'
import styles from './learn.module.css'

/** One system: what it is, make it move, what it sees, how it is doing, how it works. The same place on every page. */
export function Learn() {
  const system = useApp(({ experiment }) => experiment.system)
  useEscape()
  const spec = specOf(system)
  return (
    <div className={styles.shell}>
      <aside className={styles.rail}>
        <Rail />
      </aside>
      <main id="main" className={styles.main} key={system}>
        <div className={styles.head}>
          <h1 tabIndex={-1}>{spec.name}</h1>
          <p className={styles.lede}>{spec.idea}</p>
        </div>
        <Failsafe part>
          <LearnTransport />
          <div className={styles.desk}>
            <Stage />
            <LearnSettings />
            <Answers />
            <Curves />
          </div>
        </Failsafe>
        <Failsafe part>
          <HowItWorks />
        </Failsafe>
      </main>
    </div>
  )
}

/** Esc clears what is selected, wherever nothing nearer took it. */
function useEscape() {
  useEffect(() => {
    const clear = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return
      if (event.target instanceof HTMLElement && event.target.closest('[role="dialog"], [popover], input, select'))
        return
      actions.pin(undefined)
    }
    document.addEventListener('keydown', clear)
    return () => document.removeEventListener('keydown', clear)
  }, [])
}
