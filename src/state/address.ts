import { firstExperiment, type Experiment } from './experiment.ts'
import { fitToData } from './fit-to-data.ts'
import { linkOf, openLink, sameRatings } from './link.ts'
import { linkedRatings, ownRatings, type AppState, type Linked, type Store } from './store.ts'

/** The address is written so long after the last change, at pause and at leaving; never during play. */
const writtenAfterMs = 300

/** What this page leaves with each of its history entries, to come back to it exactly. */
interface Entry {
  readonly own: true
  readonly experiment: Experiment
  readonly linked?: Linked
}

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

/**
 * Keeps experiment and address in step. An address that this page wrote is restored as it was, without touching
 * ratings; any other is a link, and opens as one.
 */
export function watchAddress(store: Store): void {
  let written = location.hash
  let timer: ReturnType<typeof setTimeout> | undefined
  openHere(store)

  const write = (state: AppState, move = false) => {
    clearTimeout(timer)
    const entry: Entry = { own: true, experiment: state.experiment, ...(state.linked ? { linked: state.linked } : {}) }
    if (move) history.pushState(entry, '', addressOf(state))
    else history.replaceState(entry, '', addressOf(state))
    written = location.hash
  }

  store.subscribe((now, then) => {
    if (now.experiment === then.experiment && now.kept.yours === then.kept.yours && now.linked === then.linked) {
      if (now.playback.playing === then.playback.playing) return
    }
    if (push) {
      push = false
      write(then) // what Back returns to, with the changes that were not written yet
      return write(now, true)
    }
    clearTimeout(timer)
    if (!now.playback.playing) timer = setTimeout(() => write(store.getState()), writtenAfterMs)
  })
  addEventListener('pagehide', () => write(store.getState()))

  const onMove = () => {
    clearTimeout(timer)
    if (location.hash === written && entryHere() === undefined) return
    written = location.hash
    openHere(store)
  }
  addEventListener('popstate', onMove)
  addEventListener('hashchange', () => location.hash !== written && onMove())
}

function entryHere(): Entry | undefined {
  const entry: unknown = history.state
  return typeof entry === 'object' && entry !== null && 'own' in entry ? (entry as Entry) : undefined
}

/** Opens what the address says. */
function openHere(store: Store): void {
  const entry = entryHere()
  if (entry) {
    store.setState({ experiment: entry.experiment, linked: entry.linked, unread: [], preview: undefined })
    return
  }
  const opened = openLink(location.hash)
  if (!opened) {
    store.setState({ experiment: firstExperiment, unread: [] })
    return
  }
  const { kept, infos } = store.getState()
  const { ratings } = opened
  const info = infos[opened.experiment.dataset]
  const { fitted: experiment, lost } = info
    ? fitToData(opened.experiment, info)
    : { fitted: opened.experiment, lost: [] }
  const unread = [...opened.unread, ...lost]
  const own = kept.yours[experiment.dataset] ?? []
  const theirs = ratings && !sameRatings(ratings, own) ? ratings : undefined
  store.setState({
    experiment: theirs || experiment.who !== 'link' ? experiment : { ...experiment, who: 'you' },
    linked: theirs && { dataset: experiment.dataset, ratings: theirs, changed: false },
    byLink: true,
    unread,
    preview: undefined,
    announcement: {
      text: unread.length > 0 ? 'Part of the link could not be read.' : 'Opened from the link.',
      urgent: true,
    },
  })
}
