import { lazy, Suspense, useEffect, useRef } from 'react'
import { engineActivity } from './bridge.ts'
import { StatusLine } from './controls/status-line.tsx'
import { specOf } from './state/experiment.ts'
import { store, useApp, type AppState } from './state/store.ts'
import { Failsafe } from './views/failsafe.tsx'
import { Header } from './views/header.tsx'
import { KeptNotice } from './views/kept-notice.tsx'
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
  useSaidState()
  const View = views[view]
  return (
    <>
      <Header />
      <LinkNotice />
      <KeptNotice />
      <Failsafe key={view}>
        <Suspense fallback={<main aria-busy="true" />}>
          <View />
        </Suspense>
      </Failsafe>
      <Status />
    </>
  )
}

/** Writes on <html> whether the page has shown all that it will: "working", "settled" or "failed". */
function useSaidState() {
  useEffect(() => {
    let quiet: ReturnType<typeof setTimeout>
    const look = () => {
      clearTimeout(quiet)
      const { data, playback } = store.getState()
      const busy = engineActivity.waiting() > 0 || playback.playing || data.status === 'loading'
      if (busy) document.documentElement.dataset.state = 'working'
      else quiet = setTimeout(settle, 100, data.status)
    }
    const settle = (status: AppState['data']['status']) => {
      if (document.querySelector('[aria-busy=true]')) return look()
      document.documentElement.dataset.state = status === 'failed' ? 'failed' : 'settled'
    }
    const ends = [engineActivity.subscribe(look), store.subscribe(look)]
    look()
    return () => {
      clearTimeout(quiet)
      for (const end of ends) end()
    }
  }, [])
}

/** Names the page in the window's title, and puts the focus at its head after a move (not at the first showing). */
function usePlace() {
  const view = useApp(({ experiment }) => experiment.view)
  const system = useApp(({ experiment }) => experiment.system)
  const first = useRef(true)
  useEffect(() => {
    const name = view === 'learn' ? specOf(system).name : view === 'data' ? 'Data' : ''
    document.title = name === '' ? 'Recommender Playground' : `${name} · Recommender Playground`
    if (first.current) {
      first.current = false
      return
    }
    // A page that is loaded for the first time has no heading yet.
    let frame = requestAnimationFrame(function focusHead() {
      const head = document.querySelector<HTMLElement>('main h1')
      if (head) head.focus({ preventScroll: true })
      else frame = requestAnimationFrame(focusHead)
    })
    return () => cancelAnimationFrame(frame)
  }, [view, system])
}

function Status() {
  const { text, urgent } = useApp((state) => state.announcement)
  return <StatusLine text={text} urgent={urgent} />
}
