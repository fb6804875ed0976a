import type {
  Context,
  Contribution,
  Explanation,
  TrainingSubset,
  PairArithmetic,
  Rated,
  Snapshot,
  SnapshotRequest,
} from '../contract/system.ts'
import type { ContextSchema } from '../contract/context.ts'
import type { Settings } from '../contract/spec.ts'
import type { Item, RatingScale } from '../data/dataset.ts'
import type { Device, DevicePreference } from '../device/device.ts'
import type { Estimate } from '../evaluation/intervals.ts'

export type { Estimate, PairArithmetic }

/**
 * What the page may ask of the engine. Every request says in full what it wants to see; the lab keeps what it has
 * trained, so asking again, or for an earlier step, is cheap and gives the same numbers.
 */
export interface LabApi {
  openDataset(source: DatasetSource, onProgress?: (progress: Progress) => void): Promise<DatasetInfo>
  /** Fetches what a system computes with, tfjs for the device in use included: while the data is on its way, too. */
  prepare(algorithm: string): Promise<void>
  /** Trains, or goes back, to a step and says what is to be seen there. A later `view` of the same slot ends an earlier one. */
  view(request: ViewRequest, onProgress?: (progress: Progress) => void): Promise<View>
  /** Ends whatever the slot is waiting for; its `view` rejects with CancelledError. */
  cancel(slot: string): Promise<void>
  /** How many of everybody's top n each film is in, after a full run: what a system really shows people. */
  exposure(run: RunRequest, n: number): Promise<Exposure>
  /** A full run judged on the held-out ratings by the first k of every list, beyond accuracy, too. */
  judge(run: RunRequest, by: JudgedBy, onProgress?: (progress: Progress) => void): Promise<Judged>
  /** How long serving takes, or how well and how fast an index of so many items finds. `cancel` ends it. */
  measure(request: MeasureRequest, onProgress?: (progress: Progress) => void): Promise<Snapshot>
  /** The two rating columns behind one cell of an item × item matrix, with the arithmetic. */
  pair(run: RunRequest, a: number, b: number): Promise<PairArithmetic>
  /** An order of the items in which like stands by like (by the similarities of a full run). */
  clusterOrder(run: RunRequest): Promise<Uint32Array>
  /** A person's own training ratings, newest first; of the same second, the larger id first. */
  ratingsOf(dataset: string, person: number): Promise<readonly Rated[]>
  /** What computes, before anything has. */
  device(): Promise<DeviceReport>
  useDevice(preference: DevicePreference): Promise<DeviceReport>
}

/** What the page asks of its engine beside that: does it still turn? */
export interface EngineApi extends LabApi {
  ping(): Promise<void>
}

/** Files are handed over unread, and can be read again. */
export type DatasetSource =
  | { readonly id: 'films@1' | 'course@1' }
  | { readonly zip: Blob; readonly name: string }
  | { readonly files: readonly { readonly path: string; readonly file: Blob }[]; readonly name: string }

/** Work under way: `done` of `total`, doing `what`. */
export interface Progress {
  readonly done: number
  readonly total: number
  readonly what: string
  /** at the pace of the last while; absent until there is one */
  readonly secondsLeft?: number | undefined
  /** training stops early where it finds nothing better any more */
  readonly mayEndSooner?: boolean
}

export interface DatasetInfo {
  readonly id: string
  readonly name: string
  readonly simulated: boolean
  readonly people: number
  readonly ratings: number
  readonly items: readonly Item[]
  readonly scale: RatingScale
  readonly provenance: string
  /** what was left out of it, or taken for something, when it was read: whole sentences */
  readonly notes: readonly string[]
  readonly licence: string
  /** what is known of the moment of each rating, field by field; empty where nothing is */
  readonly context: ContextSchema
  /** training ratings of each item: the page's order of fame */
  readonly viewers: Uint32Array
  /** items to offer a first-time visitor for rating */
  readonly starters: readonly number[]
  /** the person who stands in for a visitor that has rated nothing */
  readonly example: number
}

/** One run, named in full: the same request is the same run, with the same numbers. */
export interface RunRequest {
  readonly dataset: string
  readonly algorithm: string
  readonly settings: Settings
  readonly seed: number
  /**
   * What it is judged by: held-out ratings from here on are right. Where its settings say from how many stars it learns,
   * those are meant, and this is absent.
   */
  readonly relevantFrom?: number
  /** a part of another system that learns about it: trained on less */
  readonly on?: TrainingSubset
}

/** Whose list: a person of the data, or someone with ratings of their own. */
export type Who = { readonly person: number } | { readonly ratings: readonly Rated[] }

export interface ViewRequest {
  readonly run: RunRequest
  /** one waiting view a slot: "page", "reference", "start:als" */
  readonly slot: string
  readonly step: number | 'last'
  readonly who: Who
  /** the moment that is asked about; absent: any. Only systems that learn from context take notice. */
  readonly now?: Context
  /** films in the list */
  readonly n: number
  /** the film whose reasons are asked for; without one, the reasons of the first of the list */
  readonly why?: number
  /** absent: nothing is drawn, so nothing is read back */
  readonly snapshot?: Pick<SnapshotRequest, 'fromRow' | 'arrangement'>
  /** measure on the held-out ratings: at this step and along the curve (true, the default), at this step alone, or not */
  readonly evaluate?: boolean | 'here'
}

export interface MeasureRequest {
  readonly run: RunRequest
  /** one waiting measurement a slot */
  readonly slot: string
  /** in a catalogue of so many items, real ones and others around them; absent: how long each stage takes */
  readonly items?: number
}

export interface View {
  readonly step: number
  readonly steps: number
  /** "films solved" */
  readonly did: string
  readonly loss?: number
  /** everything known of this run so far, in order of step, beyond the playhead too */
  readonly curve: readonly CurvePoint[]
  /** absent where the person has no ratings that say anything: "rate one film" */
  readonly list?: readonly Listed[]
  /** `rating`: the stars predicted, on the scale, where the system predicts ratings: its score may lie beyond */
  readonly why?: { readonly item: number; readonly explanation: Explanation; readonly rating?: number }
  /** on the test ratings, at this step */
  readonly quality?: Quality
  readonly snapshot?: Snapshot
  readonly device: DeviceReport
  /** what happened on the way that a person should know: "The GPU went away at half-step 7; the CPU went on from there." */
  readonly notices: readonly string[]
}

export interface CurvePoint {
  readonly step: number
  readonly loss?: number
  /** held-out NDCG@10 with its 95 % interval */
  readonly ndcg?: Estimate
  /** where the system predicts ratings: the root mean squared error on held-out ones, in stars */
  readonly rmse?: Estimate
  /** where the system learns from context: NDCG@10 of single held-out ratings, each ranked for its own */
  readonly atItsMoment?: Estimate
}

export interface Listed {
  readonly item: number
  readonly score: number
  /** predicted stars, where the system predicts ratings */
  readonly rating?: number
  /** the items, people or labels that count most for it, largest first, at most two */
  readonly because: readonly Pick<Contribution, 'item' | 'person' | 'label' | 'given'>[]
}

/** Held-out quality: metric names as in the command line ("ndcg@10"), over so many people. "event-…": one rating of each. */
export interface Quality {
  readonly people: number
  /** a held-out rating from so many stars on was right; 0: any */
  readonly relevantFrom: number
  readonly metrics: Readonly<Record<string, Estimate>>
}

export interface JudgedBy {
  /** one waiting judgement a slot, which `cancel` ends */
  readonly slot?: string
  /** so many of the best are looked at */
  readonly k: number
  /** a held-out rating from here on is relevant */
  readonly relevantFrom: number
}

/** Quality, and how the lists of all these people together show the catalogue. */
export interface Judged extends Quality {
  /** the share of the films that is in somebody's list */
  readonly coverage: number
  /** how unevenly the films are shown: 0 all alike, 1 one alone */
  readonly gini: number
}

export interface Exposure {
  /** in how many people's top n each item is */
  readonly times: Uint32Array
  readonly people: number
  readonly n: number
}

export interface DeviceReport {
  readonly kind: Device['kind']
  readonly reason: string
  /** the GPU's name, as far as the browser tells it */
  readonly adapter?: string
  /** kernels run on the GPU since it was chosen */
  readonly dispatches?: number
  /** measured on this run, absent before the first step */
  readonly msPerStep?: number
}

/** A request was ended by the visitor, or by a later one for the same slot. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError'
}
