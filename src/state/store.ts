import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { DevicePreference } from '../../workers/device/device.ts'
import type { DatasetInfo, DeviceReport, Listed, Progress, Quality, RunRequest, View } from '../../workers/lab/api.ts'
import type { Rated } from '../../workers/contract/system.ts'
import { firstExperiment, type Experiment, type Selection, type WhoShown } from './experiment.ts'
import { nothingKept, ratingsThatHold, type Kept } from './kept.ts'
import type { Theme } from './local.ts'
import type { MatrixRows } from './matrix-rows.ts'

/** Ratings that came with a link. Changing them changes this tab's copy, never the visitor's own. */
export interface Linked {
  readonly dataset: string
  readonly ratings: readonly Rated[]
  readonly changed: boolean
}

/** What a page is made of: an experiment, and the ratings that came with it. */
export interface Shown {
  readonly experiment: Experiment
  readonly linked?: Linked | undefined
}

export type DataState =
  | { readonly status: 'loading'; readonly what: string; readonly progress?: Progress | undefined }
  | { readonly status: 'ready' }
  | { readonly status: 'failed'; readonly message: string }

/** An import under way or gone wrong; the data in use is left alone meanwhile. */
export type ImportState =
  | { readonly status: 'reading'; readonly name: string; readonly progress?: Progress | undefined }
  | { readonly status: 'failed'; readonly name: string; readonly message: string }
  | { readonly status: 'done'; readonly name: string }

/** A run as it was when a setting changed, to compare the next one with. */
export interface RunBefore {
  readonly run: RunRequest
  readonly view: View
  /** the one setting that differs: "α 2" */
  readonly name: string
}

/** One system's page: the last good view of it, and what it waits for. */
export interface Page {
  /** the run that `view` is of */
  readonly run?: RunRequest
  readonly view?: View
  /** held-out quality as last measured: while playing fast, not at every step */
  readonly quality?: { readonly step: number; readonly quality: Quality } | undefined
  readonly matrix?: MatrixRows | undefined
  readonly before?: RunBefore | undefined
  /** what the view was asked about: a moment, and all else that its list depends on */
  readonly asked?: { readonly moment: string; readonly rest: string }
  /** the same list in the moment before, where only the moment has changed since */
  readonly momentBefore?: readonly Listed[] | undefined
  readonly waiting: boolean
  readonly progress?: Progress | undefined
  readonly error?: string | undefined
}

export interface Playback {
  readonly playing: boolean
  /** a changed setting trains to where the playhead was, as fast as it goes */
  readonly catchingUp: boolean
  /** steps a second by system, where it is not the spec's */
  readonly speeds: Readonly<Record<string, number | 'max'>>
}

/** One list on the start page: the last view, and the one before the latest rating, for the moves. */
export interface StartList {
  readonly view?: View
  readonly before?: View | undefined
  /** whose list it is: an example person's, or that of ratings of one's own */
  readonly of?: 'person' | 'ratings'
  /** said only where it takes long */
  readonly progress?: Progress | undefined
  readonly error?: string | undefined
}

/** Start, pause, end and failure are urgent; how far it is waits its turn. */
export interface Announcement {
  readonly text: string
  readonly urgent: boolean
}

export interface AppState extends Shown {
  readonly kept: Kept
  /** whether that stays: 'not kept' where storage is blocked or full, 'told' once the visitor has read so */
  readonly keeping: 'kept' | 'not kept' | 'told'
  /** so much of what was stored was of no use */
  readonly leftOut: number
  /** of imported data that is not here, the latest first: each kept whole until its file comes; other data stands in */
  readonly awaited: readonly Shown[]
  /** this visit was shown something by a link: from then on nothing plays by itself */
  readonly byLink: boolean
  /** what a link said that could not be read */
  readonly unread: readonly string[]
  readonly data: DataState
  readonly info?: DatasetInfo
  /** every dataset opened in this visit, by id */
  readonly infos: Readonly<Record<string, DatasetInfo>>
  readonly imports?: ImportState | undefined
  readonly playback: Playback
  readonly pages: Readonly<Record<string, Page>>
  /** the system whose page stands on the screen: its code may come later than its first picture */
  readonly onScreen?: string
  readonly startLists: Readonly<Record<string, StartList>>
  /** popularity after a full run, by run: what every system is measured beside */
  readonly reference?: { readonly key: string; readonly view: View } | undefined
  /** the system in view after a full run with less of it, where its spec has such a baseline */
  readonly baseline?: { readonly key: string; readonly view: View } | undefined
  /** what the pointer or the focus is on, before it is pinned */
  readonly preview?: Selection | undefined
  readonly device?: DeviceReport
  readonly devicePreference: DevicePreference
  /** tfjs: absent until something is opened that computes with it */
  readonly tensors?: 'loading' | 'loaded'
  readonly deviceError?: string | undefined
  readonly theme: Theme
  /** how often the visitor had what failed tried again */
  readonly tries: number
  /** the engine was lost, and is there again */
  readonly restarted: boolean
  /** what the live region says */
  readonly announcement: Announcement
}

/** A store as it is before a visit begins. */
export const newStore = () =>
  createStore<AppState>(() => ({
    experiment: firstExperiment,
    kept: nothingKept,
    keeping: 'kept',
    leftOut: 0,
    awaited: [],
    byLink: false,
    unread: [],
    data: { status: 'loading', what: 'Films' },
    infos: {},
    playback: { playing: false, catchingUp: false, speeds: {} },
    pages: {},
    startLists: {},
    devicePreference: 'auto',
    theme: 'light',
    tries: 0,
    restarted: false,
    announcement: { text: '', urgent: true },
  }))

export type Store = ReturnType<typeof newStore>

/** The store of this visit. */
export const store = newStore()

/** One value of the store; the component draws again only when that value is another. */
export const useApp = <T>(select: (state: AppState) => T): T => useStore(store, select)

const noPage: Page = { waiting: false }
const noRatings: readonly Rated[] = []

/** The data that the experiment names is open. */
export const dataReady = ({ data, info, experiment }: AppState): boolean =>
  data.status === 'ready' && info?.id === experiment.dataset

export const pageOf = (state: AppState, system = state.experiment.system): Page => state.pages[system] ?? noPage

/** The visitor's own ratings of the data in use, newest first. */
export const ownRatings = ({ kept, experiment }: AppState): readonly Rated[] => {
  const said = kept.yours[experiment.dataset]
  return said ? ratingsThatHold(said) : noRatings
}

/** The link's ratings, where they are of the data in use. */
export const linkedRatings = (state: AppState): readonly Rated[] =>
  state.linked?.dataset === state.experiment.dataset ? state.linked.ratings : noRatings

/** The ratings that rating another film would add to. */
export const ratingsInHand = (state: AppState): readonly Rated[] =>
  state.experiment.who === 'link' ? linkedRatings(state) : ownRatings(state)

/**
 * Whose list every page shows: that of a person who was chosen, else of the ratings in hand, and until there is one, of
 * the example. A link says who was chosen, never who stands in.
 */
export function whoShown(state: AppState): WhoShown {
  const { who, dataset } = state.experiment
  const { info } = state
  if (typeof who === 'number' || ratingsInHand(state).length > 0 || info?.id !== dataset) return who
  return info.example
}

/** The same on the start page, which is about ratings: a person chosen elsewhere is not looked at there. */
export function whoOnStart(state: AppState): WhoShown {
  const { experiment } = state
  return whoShown(typeof experiment.who === 'number' ? { ...state, experiment: { ...experiment, who: 'you' } } : state)
}

/** Nobody chose the person who is shown: they stand in for a visitor that has rated nothing. */
export const showsExample = (state: AppState): boolean => whoShown(state) !== state.experiment.who
