import { Suspense, use, useMemo } from 'react'
import { engineWaitedFor } from '../state/engine.ts'
import { specOf } from '../state/experiment.ts'
import { actions } from '../state/session.ts'
import { pageOf, ratingsInHand, useApp, whoShown } from '../state/store.ts'
import type { SystemProps } from '../systems/system.ts'
import { systemPage } from '../systems/systems.ts'
import { DataWaiting } from './waiting.tsx'
import styles from './stage.module.css'

/** What it sees: the system's own visual, at the step under the playhead. */
export function Stage() {
  const system = useApp(({ experiment }) => experiment.system)
  const props = useSystemProps()
  const failed = useApp((state) => pageOf(state).error)
  const notices = useApp((state) => pageOf(state).view?.notices)
  const dataFailed = useApp(({ data }) => data.status === 'failed')
  return (
    <section id="stage" className={styles.stage} aria-label="What it sees">
      {failed && <Failure message={failed} />}
      {notices?.map((notice) => (
        <p key={notice} role="status" className={styles.notice}>
          {notice}
        </p>
      ))}
      <Suspense fallback={<Loading />}>
        {props ? <Visual system={system} {...props} /> : dataFailed ? <DataWaiting rows={3} /> : !failed && <Loading />}
      </Suspense>
    </section>
  )
}

function Visual({ system, ...props }: SystemProps & { system: string }) {
  const { Visual } = use(systemPage(system))
  return <Visual {...props} />
}

/** The last good picture stays; this says what went wrong with the next. */
function Failure({ message }: { message: string }) {
  return (
    <div role="alert" className={styles.failure}>
      <p>{message}</p>
      <button type="button" onClick={actions.tryAgain}>
        Try again
      </button>
    </div>
  )
}

function Loading() {
  const what = useApp(({ data, experiment }) =>
    data.status === 'loading' ? data.what : specOf(experiment.system).name,
  )
  const engine = useApp(engineWaitedFor)
  return (
    <div className={styles.loading} aria-busy="true">
      <p role="status">{engine ?? `${what}: loading`}</p>
    </div>
  )
}

/** What a system's parts are given; undefined until there is a first view of it. */
export function useSystemProps(): SystemProps | undefined {
  const page = useApp((state) => pageOf(state))
  const info = useApp((state) => state.info)
  const who = useApp(whoShown)
  const dataset = useApp(({ experiment }) => experiment.dataset)
  const pinned = useApp(({ experiment }) => experiment.selection)
  const preview = useApp((state) => state.preview)
  const inHand = useApp(ratingsInHand)
  const { view, run, matrix } = page
  return useMemo(() => {
    if (!view || !run || info?.id !== dataset || run.dataset !== dataset) return undefined
    const ratings = typeof who === 'number' ? [] : inHand
    return {
      view,
      run,
      info,
      matrix,
      who,
      ratings,
      pinned,
      shown: preview ?? pinned,
      onPreview: actions.preview,
      onPin: actions.pin,
    }
  }, [view, run, info, matrix, who, dataset, pinned, preview, inHand])
}
