import { lazy, Suspense, useEffect, useRef } from 'react'
import { StatusLine } from './controls/status-line.tsx'
import { specOf } from './state/experiment.ts'
import { useApp } from './state/store.ts'
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
  const announcement = useApp((state) => state.announcement)
  useEffect(() => {
    document.documentElement.dataset.theme = theme
  }, [theme])
  usePlace()
  const View = views[view]
  return (
    <>
      <button type="button" className="skip" onClick={() => document.querySelector<HTMLElement>('main h1')?.focus()}>
        Skip to content
      </button>
      <Header />
      <LinkNotice />
      <Failsafe key={view}>
        <Suspense fallback={<main aria-busy="true" />}>
          <View />
        </Suspense>
      </Failsafe>
      <StatusLine text={announcement} />
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
