import type { Rated } from '../../workers/contract/system.ts'
import type { DevicePreference } from '../../workers/device/device.ts'
import type { LabApi } from '../../workers/lab/api.ts'
import { pushNext } from './address.ts'
import {
  asItCame,
  inContext,
  pairsArePeople,
  withRating,
  type Experiment,
  type ChosenContext,
  type Selection,
  type ViewName,
  type WhoShown,
} from './experiment.ts'
import { openData } from './data.ts'
import { keep } from './keep.ts'
import { merged, nothingKept, withSaid } from './kept.ts'
import { writeTheme, type Theme } from './local.ts'
import { linkedRatings, whoShown, type Store } from './store.ts'

/** Everything a visitor can do that is not about the playhead or the data. */
export function createActions(lab: LabApi, store: Store) {
  const set = (change: Partial<Experiment>) =>
    store.setState(({ experiment }) => ({ experiment: { ...experiment, ...change } }))
  const withoutSelection = () =>
    store.setState(({ experiment: { selection: _, ...experiment } }) => ({ experiment, preview: undefined }))

  /** Chooses whose list is shown. A person of the data is selected wherever people are drawn. */
  const show = (who: WhoShown) => {
    if (typeof who === 'number') return set({ who, selection: { kind: 'person', id: who } })
    set({ who })
    if (store.getState().experiment.selection?.kind === 'person') withoutSelection()
  }

  return {
    /** Moves to a view, and to a system where one is named: Back returns. */
    go(view: ViewName, system?: string) {
      const { experiment } = store.getState()
      if (experiment.view === view && (system ?? experiment.system) === experiment.system) return
      pushNext()
      const { selection, ...rest } = { ...experiment, view, ...(system ? { system } : {}) }
      // A pair of films is none of people.
      const fits = selection?.kind !== 'pair' || pairsArePeople(rest.system) === pairsArePeople(experiment.system)
      store.setState({ experiment: selection && fits ? { ...rest, selection } : rest, preview: undefined })
      scrollTo(0, 0)
    },

    markOpened(system: string) {
      const { opened } = store.getState().kept
      if (!opened.includes(system)) keep(store, (kept) => merged(kept, { ...nothingKept, opened: [system] }))
    },

    /** Rates a film, or takes the rating back (undefined): yours, which you then see, or in this tab's copy of a link's. */
    rate(item: number, rating: number | undefined) {
      const state = store.getState()
      const { dataset, who } = state.experiment
      if (who === 'link') {
        const ratings = withRating(linkedRatings(state), item, rating)
        store.setState({ linked: { dataset, ratings, changed: true } })
        return
      }
      keep(store, (kept) => withSaid(kept, dataset, { item, rating }))
      if (typeof who === 'number') show('you')
    },

    /** Puts one film's rating back as it was among all that there were: the others may have changed in another tab. */
    restoreRating(item: number, ratings: readonly Rated[]) {
      const { dataset, who } = store.getState().experiment
      if (who === 'link') return store.setState({ linked: { dataset, ratings, changed: true } })
      const rating = ratings.find((rated) => rated.item === item)?.rating
      keep(store, (kept) => withSaid(kept, dataset, { item, rating, again: true }))
    },

    notSeen(item: number) {
      const { dataset } = store.getState().experiment
      keep(store, (kept) => merged(kept, { ...nothingKept, notSeen: { [dataset]: [item] } }))
    },

    show,

    preview(selection: Selection | undefined) {
      if (!sameSelection(store.getState().preview, selection)) store.setState({ preview: selection })
    },

    /** Pins a selection, or (undefined) clears it. Pinning a person shows their list, clearing them yours. */
    pin(selection: Selection | undefined) {
      const { experiment } = store.getState()
      if (selection) {
        set({ selection, ...(selection.kind === 'person' ? { who: selection.id } : {}) })
        return
      }
      if (experiment.selection?.kind === 'person' && experiment.who === experiment.selection.id) set({ who: 'you' })
      withoutSelection()
    },

    setSpeed(speed: number | 'max') {
      const { playback, experiment } = store.getState()
      store.setState({ playback: { ...playback, speeds: { ...playback.speeds, [experiment.system]: speed } } })
    },

    /** Puts a judged list in an order of one's own, with grades. An example's list is from then on that person's. */
    arrange(arrangement: readonly Rated[]) {
      const state = store.getState()
      set({ arrangement, who: whoShown(state) })
    },

    /** Puts the list back as it came. */
    disarrange() {
      store.setState(({ experiment }) => ({ experiment: asItCame(experiment) }))
    },

    /** Asks about another moment: the same run, and perhaps another list. */
    askAbout(now: ChosenContext) {
      store.setState(({ experiment }) => ({ experiment: inContext(experiment, now) }))
    },

    lookAt(metric: string) {
      set({ metric })
    },

    /** Says something in the live region, at once. */
    say(text: string) {
      store.setState({ announcement: { text, urgent: true } })
    },

    showFilms(n: number) {
      set({ n })
    },

    setTheme(theme: Theme) {
      writeTheme(theme)
      store.setState({ theme })
    },

    async prefer(devicePreference: DevicePreference) {
      try {
        const device = await lab.useDevice(devicePreference)
        // What was computed on one device is not mixed with what another computes.
        store.setState({
          device,
          devicePreference,
          deviceError: undefined,
          pages: {},
          reference: undefined,
          baseline: undefined,
        })
      } catch (error) {
        store.setState({ deviceError: error instanceof Error ? error.message : String(error) })
      }
    },

    dismissUnread() {
      store.setState({ unread: [] })
    },

    dismissLeftOut() {
      store.setState({ leftOut: 0 })
    },

    dismissNotKept() {
      store.setState({ keeping: 'told' })
    },

    dismissRestarted() {
      store.setState({ restarted: false })
    },

    /** Asks anew for whatever failed. */
    tryAgain() {
      if (store.getState().data.status === 'failed') void openData(lab, store)
      else store.setState(({ tries }) => ({ tries: tries + 1 }))
    },
  }
}

export function sameSelection(a: Selection | undefined, b: Selection | undefined): boolean {
  if (a === b) return true
  if (a?.kind === 'pair' && b?.kind === 'pair') return a.a === b.a && a.b === b.b
  if (a && b && a.kind === b.kind && a.kind !== 'pair' && b.kind !== 'pair') return a.id === b.id
  return false
}
