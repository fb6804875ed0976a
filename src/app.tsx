import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { StatusLine } from './controls/status-line.tsx'
import { specOf } from './state/experiment.ts'
import { stepUnder } from './state/player.ts'
import { pageOf, useApp, type AppState } from './state/store.ts'
import { Failsafe } from './views/failsafe.tsx'
import { Header } from './views/header.tsx'
import { LinkNotice } from './views/link-notice.tsx'
import { Start } from './views/start.tsx'

const Learn = lazy(async () => ({ default: (await import('./views/learn.tsx')).Learn }))
const Data = lazy(async () => ({ default: (await import('./views/data.tsx')).Data }))

const views = { start: Start, learn: Learn, data: Data }

export function App() {
  const view = useApp(({ experiment }) => experiment.view)
  const theme = useApp((state) => state.theme)
  useEffect(() => {
    document.documentElement.dataset.theme = theme
  }, [theme])
  usePlace()
  const View = views[view]
  return (
    <>
      <Header />
      <LinkNotice />
      <Failsafe key={view}>
        <Suspense fallback={<main aria-busy="true" />}>
          <View />
        </Suspense>
      </Failsafe>
      <Status />
    </>
  )
}

/** Names the page in the window's title, and puts the focus at its head after a move (not at the first showing). */
function usePlace() {
  const view = useApp(({ experiment }) => experiment.view)
  const system = useApp(({ experiment }) => experiment.system)
  const first = useRef(true)
  useEffect(() => {
    const name = view === 'learn' ? specOf(system).name : view === 'data' ? 'Data' : ''
    document.title = name === '' ? 'Recommender Playground' : `${name} · Recommender Playground`
    if (!first.current)
      requestAnimationFrame(() => document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true }))
    first.current = false
  }, [view, system])
}

/** Start, pause, end and failure are said at once; how far it is, every ten seconds at most. */
function Status() {
  const announcement = useApp((state) => state.announcement)
  const playing = useApp((state) => (state.playback.playing ? whereInWords(state) : ''))
  const [said, setSaid] = useState(announcement)
  const fresh = said !== announcement
  useEffect(() => setSaid(announcement), [announcement])
  return <StatusLine text={fresh || playing === '' ? announcement : playing} urgent={fresh || playing === ''} />
}

function whereInWords(state: AppState): string {
  const { view } = pageOf(state)
  if (!view) return ''
  const { one } = specOf(state.experiment.system).step
  return `${one} ${stepUnder(state)} of ${view.steps}, ${view.did}`
}
