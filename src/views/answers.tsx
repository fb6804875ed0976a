import { Suspense, use } from 'react'
import { useApp } from '../state/store.ts'
import type { SystemProps } from '../systems/system.ts'
import { systemPage } from '../systems/systems.ts'
import { QualityTable } from './quality-table.tsx'
import { Recommendations } from './recommendations.tsx'
import { useSystemProps } from './stage.tsx'
import styles from './learn.module.css'

/** Its answers: the pair it is about, what it recommends and why, and how good that is. */
export function Answers() {
  const system = useApp(({ experiment }) => experiment.system)
  const props = useSystemProps()
  return (
    <div className={styles.answers}>
      {props && (
        <Suspense>
          <Aside system={system} {...props} />
        </Suspense>
      )}
      <Recommendations {...(props ? { props } : {})} />
      <QualityTable />
    </div>
  )
}

function Aside({ system, ...props }: SystemProps & { system: string }) {
  const { Aside } = use(systemPage(system))
  return Aside ? <Aside {...props} /> : null
}
