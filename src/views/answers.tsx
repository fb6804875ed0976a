import { Suspense, use, useEffect } from 'react'
import { store, useApp } from '../state/store.ts'
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
      <Suspense>{props ? <OwnOrUsual system={system} {...props} /> : <Usual />}</Suspense>
    </div>
  )
}

function OwnOrUsual({ system, ...props }: SystemProps & { system: string }) {
  const { Aside, Answers } = use(systemPage(system))
  useEffect(() => store.setState({ onScreen: system }), [system])
  if (Answers) return <Answers {...props} />
  return (
    <>
      {Aside && <Aside {...props} />}
      <Usual {...{ props }} />
    </>
  )
}

function Usual({ props }: { props?: SystemProps }) {
  return (
    <>
      <Recommendations {...(props ? { props } : {})} />
      <QualityTable />
    </>
  )
}
