import { firstExperiment } from './experiment.ts'
import { linkOf, openLink } from './link.ts'
import { awaitedHere, fileIsMissing, fitShown, sameStanding } from './shown.ts'
import { linkedRatings, ownRatings, type AppState, type Shown, type Store } from './store.ts'

/** One change after another is written so long after the last of them; the first at once: a tab may crash. */
const writtenAfterMs = 300

/** What this page leaves with each of its history entries, to come back to it exactly. */
interface Entry extends Shown {
  readonly own: true
  /** of this entry among all of this tab's */
  readonly id: string
  readonly awaited?: readonly Shown[]
}

/** Said before the page is left, goes out of sight or shows another: what is being chosen counts as chosen. */
export const leaving = 'leaving'

let push = false

/** The next change is a move of its own: Back returns from it. */
export function pushNext(): void {
  push = true
}

/** The address of the experiment as it stands: with the link's ratings while they are shown, else with yours. */
export function addressOf(state: AppState): string {
  const ratings = state.experiment.who === 'link' ? linkedRatings(state) : ownRatings(state)
  return `#${linkOf(state.experiment, ratings)}`
}

/** What awaits its file stays in the address, whole, until the visitor turns to something else. */
function addressToWrite(state: AppState): string {
  const shown = awaitedHere(state)
  if (!shown) return addressOf(state)
  const awaited = { ...state, linked: undefined, ...shown }
  const { experiment } = awaited
  const theirs = experiment.who === 'you' ? [] : linkedRatings(awaited)
  return `#${linkOf(experiment, theirs.length > 0 ? theirs : ownRatings(awaited))}`
}

/**
 * Keeps experiment and address in step. An address that this page wrote is restored as it was, without touching
 * ratings; any other is a link, and opens as one.
 */
export function watchAddress(store: Store): void {
  let written = location.hash
  let timer: ReturnType<typeof setTimeout> | undefined
  let changedAt = -Infinity
  let unwritten = false
  const left = readLeft()
  let here = ''

  const entryOf = ({ experiment, linked, awaited }: AppState): Entry => ({
    own: true,
    id: here,
    experiment,
    ...(linked ? { linked } : {}),
    ...(awaited.length > 0 ? { awaited } : {}),
  })
  const write = (state: AppState, move = false) => {
    clearTimeout(timer)
    if (move) here = newId()
    unwritten = false
    left.delete(here)
    try {
      if (move) history.pushState(entryOf(state), '', addressToWrite(state))
      else history.replaceState(entryOf(state), '', addressToWrite(state))
    } catch {
      // Browsers refuse to write an address too often: a moment later they do not.
      timer = setTimeout(() => write(store.getState()), 10 * writtenAfterMs)
    }
    written = location.hash
  }

  /** Shows what stands in the address now: an entry of this page as it was left last, or a link. */
  const openNow = () => {
    const entry = entryHere()
    const key = entry?.id ?? location.hash
    const later = left.get(key)
    left.delete(key)
    here = (later ?? entry)?.id ?? newId()
    written = location.hash
    const opened = openHere(store, later ?? entry)
    if (later || !opened) write(store.getState())
  }
  openNow()

  store.subscribe((now, then) => {
    if (now.experiment === then.experiment && now.kept.yours === then.kept.yours && now.linked === then.linked) {
      if (now.playback.playing === then.playback.playing) return
    }
    if (push) {
      push = false
      write(then) // what Back returns to, with the changes that were not written yet
      return write(now, true)
    }
    unwritten = true
    // While playing the playhead moves at every step: that is written at the end.
    if (now.playback.playing && then.playback.playing && onlyMoved(now, then)) return
    clearTimeout(timer)
    const alone = performance.now() - changedAt > writtenAfterMs
    changedAt = performance.now()
    timer = setTimeout(() => write(store.getState()), alone ? 0 : writtenAfterMs)
  })
  const sayLeaving = () => dispatchEvent(new Event(leaving))
  addEventListener('pagehide', () => {
    sayLeaving()
    // A reload shows the entry as it was before that began: whatever is written meanwhile comes too late.
    const entry = entryHere()
    const changed = entry !== undefined || unwritten
    write(store.getState())
    if (changed) left.set(entry?.id ?? location.hash, entryOf(store.getState()))
    keepLeft(left)
  })
  // A page that is out of sight may end without another word.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'hidden') return
    sayLeaving()
    write(store.getState())
  })

  const onMove = () => {
    if (location.hash === written && entryHere() === undefined) return clearTimeout(timer)
    sayLeaving()
    clearTimeout(timer)
    left.set(here, entryOf(store.getState()))
    openNow()
  }
  addEventListener('popstate', onMove)
  addEventListener('hashchange', () => location.hash !== written && onMove())
}

/** Nothing but the playhead is another. */
function onlyMoved(now: AppState, then: AppState): boolean {
  if (now.kept.yours !== then.kept.yours || now.linked !== then.linked) return false
  return sameStanding(now.experiment, then.experiment)
}

/**
 * Entries of this tab by id (without one, by their address) as they were left by Back, Forward or a reload, which leaves
 * no time to write into them.
 */
function readLeft(): Map<string, Entry> {
  try {
    const left = sessionStorage.getItem('left') ?? '[]'
    sessionStorage.removeItem('left')
    return new Map(JSON.parse(left) as [string, Entry][])
  } catch {
    return new Map<string, Entry>()
  }
}

function keepLeft(left: ReadonlyMap<string, Entry>): void {
  try {
    if (left.size > 0) sessionStorage.setItem('left', JSON.stringify([...left].slice(-20)))
  } catch {
    // blocked or full: the address as it was written last is what a reload shows
  }
}

const newId = () => String(Math.random())

function entryHere(): Entry | undefined {
  const entry: unknown = history.state
  return typeof entry === 'object' && entry !== null && 'own' in entry ? (entry as Entry) : undefined
}

/** Opens what the address says. False where that is no link: then all stays as it is. */
function openHere(store: Store, entry: Entry | undefined): boolean {
  const state = store.getState()
  if (entry) {
    store.setState({ ...entryNow(entry, state), preview: undefined })
    return true
  }
  const opened = openLink(location.hash)
  if (!opened) {
    store.setState({ experiment: firstExperiment, linked: undefined, awaited: [], unread: [] })
    return true
  }
  if (opened.refused) {
    store.setState({ unread: opened.unread, announcement: { text: 'This is no link that can be read.', urgent: true } })
    return false
  }
  const { experiment, ratings } = opened
  const linked = ratings && { dataset: experiment.dataset, ratings, changed: false }
  const { lost, ...shown } = fitShown({ experiment, linked }, state)
  const unread = [...opened.unread, ...lost]
  store.setState({
    ...shown,
    awaited: [],
    byLink: true,
    unread,
    preview: undefined,
    announcement: {
      text: unread.length > 0 ? 'Part of the link could not be read.' : 'Opened from the link.',
      urgent: true,
    },
  })
  return true
}

/** An entry of this page as it was left; what had awaited a file that has come meanwhile no longer does. */
function entryNow({ experiment, linked, awaited = [] }: Entry, state: AppState) {
  const isHere = (shown: Shown) => state.infos[shown.experiment.dataset] !== undefined
  const still = awaited.filter((shown) => !isHere(shown))
  const latest = awaitedHere({ experiment, linked, awaited })
  const { lost, ...shown } = fitShown(latest && isHere(latest) ? latest : { experiment, linked }, state)
  return { ...shown, awaited: still, unread: still.length > 0 ? [...lost, fileIsMissing] : lost }
}
