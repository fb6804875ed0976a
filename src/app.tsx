import { lazy, Suspense, useEffect, useLayoutEffect, useRef } from 'react'
import { engineActivity } from './bridge.ts'
import { darkGround, forcedColours, useMedia } from './charts/media.ts'
import { StatusLine } from './controls/status-line.tsx'
import { specOf } from './state/experiment.ts'
import { store, useApp, type AppState } from './state/store.ts'
import { Failsafe } from './views/failsafe.tsx'
import { Header } from './views/header.tsx'
import { Start } from './views/start.tsx'

const Learn = lazy(async () => ({ default: (await import('./views/learn.tsx')).Learn }))
const Notices = lazy(async () => ({ default: (await import('./views/notices.tsx')).Notices }))
const Data = lazy(async () => ({ default: (await import('./views/data.tsx')).Data }))

const views = { start: Start, learn: Learn, data: Data }

export function App() {
  const view = useApp(({ experiment }) => experiment.view)
  useTheme()
  usePlace()
  useSaidState()
  const noticed = useApp(isAnythingToNotice)
  const View = views[view]
  return (
    <>
      <Header />
      <Failsafe part>
        <Suspense>{noticed && <Notices />}</Suspense>
      </Failsafe>
      <Failsafe key={view}>
        <Suspense fallback={<main aria-busy="true" />}>
          <View />
        </Suspense>
      </Failsafe>
      <Status />
    </>
  )
}

/** Most visits have none: their words are fetched when there is something to say. */
const isAnythingToNotice = ({ unread, leftOut, keeping, restarted }: AppState) =>
  unread.length > 0 || leftOut > 0 || keeping === 'not kept' || restarted

/**
 * Writes on <html> whether the page has shown all that it will: "working" while something is awaited or drawn, "failed"
 * where an alert stands on it, else "settled".
 */
function useSaidState() {
  useEffect(() => {
    let quiet: ReturnType<typeof setTimeout> | undefined
    const say = (state: string) => {
      const { dataset } = document.documentElement
      if (dataset.state !== state) dataset.state = state
    }
    const look = () => {
      clearTimeout(quiet)
      const { data, playback } = store.getState()
      const busy = engineActivity.waiting() > 0 || playback.playing || data.status === 'loading'
      if (busy) say('working')
      quiet = busy ? undefined : setTimeout(settle, 100)
    }
    const settle = () => {
      if (document.querySelector('[aria-busy=true]')) {
        say('working')
        return look()
      }
      say(store.getState().data.status === 'failed' || alertStands() ? 'failed' : 'settled')
    }
    // Parts of the page wait and fail by themselves, too: code that is on its way, a picture being painted.
    const parts = new MutationObserver(() => {
      const { state } = document.documentElement.dataset
      if (state !== 'working') settle()
    })
    parts.observe(document.body, { subtree: true, childList: true, attributeFilter: ['aria-busy'] })
    const ends = [engineActivity.subscribe(look), store.subscribe(look), () => parts.disconnect()]
    look()
    return () => {
      clearTimeout(quiet)
      for (const end of ends) end()
    }
  }, [])
}

const alertStands = () => [...document.querySelectorAll('[role=alert]')].some((alert) => alert.checkVisibility())

/** The theme that was chosen; on paper the light one, and where the system's colours are forced that of its ground. */
function useTheme() {
  const chosen = useApp((state) => state.theme)
  const forced = useMedia(forcedColours)
  const dark = useMedia(darkGround)
  const printed = useMedia('print')
  const theme = printed ? 'light' : forced ? (dark ? 'dark' : 'light') : chosen
  useLayoutEffect(() => {
    Object.assign(document.documentElement.dataset, { theme, forced: String(forced) })
  }, [theme, forced])
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
