import type { Interactions, Item, RatingScale, Truth } from '../data/dataset.ts'
import type { Device } from '../device/device.ts'
import { topK, type Scored } from '../lib/top-k.ts'
import type { AnnApi } from './ann-api.ts'
import type { Settings, Spec } from './spec.ts'

/** A system that moves in steps. `train` yields the frame of its start first, then one frame a step. */
export interface System<Context extends TrainingContext> {
  readonly spec: Spec
  /** by gradient: the most that a step of 64 may dispatch on a GPU, since small steps wait for their dispatches */
  readonly mostDispatches?: number
  /** How many steps a full run takes. */
  readonly steps: (data: TrainingData, settings: Settings) => number
  readonly train: (context: Context, settings: Settings, start?: State) => AsyncGenerator<Frame, void, void>
  /** Where items or people are compared pairwise: the arithmetic behind one pair. */
  readonly pair?: (data: TrainingData, settings: Settings, a: number, b: number) => PairArithmetic
  /** Where it serves: how long that takes, or how well it finds in a catalogue of so many items. */
  readonly measure?: (
    context: Context,
    settings: Settings,
    items: number | undefined,
    measuring: Measuring,
  ) => Promise<Snapshot>
}

/** Work that takes its time, as whoever waits for it sees it. */
export interface Measuring {
  readonly isCancelled: () => boolean
  /** To be called between two parts of the work: lets others speak, and throws where it was cancelled. */
  readonly breathe: () => Promise<void>
  readonly onProgress: (progress: { readonly done: number; readonly total: number; readonly what: string }) => void
}

/** Learns from the ratings by itself. */
export type Algorithm = System<TrainingContext>

/** Made of other systems, or judging them. Whoever can run one can run an algorithm, too. */
export type CompositeSystem = System<CompositeContext>

/** How the similarity of two items, or of two people, comes about. */
export interface PairArithmetic {
  readonly a: number
  readonly b: number
  /** the people who rated both items (or the items that both people rated), by id, with both values as the measure uses them */
  readonly shared: Uint32Array
  readonly valuesA: Float64Array
  readonly valuesB: Float64Array
  readonly sumOfProducts: number
  readonly lengthA: number
  readonly lengthB: number
  /** the measure before shrinkage */
  readonly quotient: number
  readonly shrinkage: number
  readonly similarity: number
}

export interface TrainingData {
  readonly interactions: Interactions
  readonly items: readonly Item[]
  readonly scale: RatingScale
}

export interface TrainingContext {
  readonly data: TrainingData
  readonly seed: number
  readonly device: Device
}

/** Without the validation part of `splitForValidation`; or without any rating of `newItemsOf`. */
export type TrainingSubset = 'without validation' | 'without new items'

export interface CompositeContext extends TrainingContext {
  /**
   * Another system after a full run on the same data and seed, with its tuned settings and these changes. Whoever learns
   * about it, or judges it by what it never saw, has it trained `on` less.
   */
  trained(id: string, changes?: Settings, on?: TrainingSubset): Promise<Recommender>
  /** The ratings held out, for what judges; nothing may learn from them. */
  readonly heldOut: Interactions
  /** What simulated people truly like, for what simulates them further; nothing may learn from it. */
  readonly truth?: Truth
  /** Indexes of vectors, where there is a worker for them: a browser. */
  readonly ann?: AnnApi
}

/** One moment of training, valid until the next is pulled. What is not asked for is not computed or read back. */
export interface Frame {
  readonly step: number
  /** what this step did, for the timeline: "films solved" */
  readonly did: string
  /** Where a step is one batch of many: how many times all the data has been gone through, whole ones. */
  readonly epoch?: number
  /** what a person should know about how this runs: "the CPU solves more than 80 factors" */
  readonly note?: string
  /** Where a loss is defined: the training loss at this step. */
  loss?(): Promise<number>
  recommender(): Promise<Recommender>
  /** What this system's visual draws; its type belongs to the system. */
  snapshot(request: SnapshotRequest): Promise<Snapshot>
  state(): Promise<State>
}

export interface SnapshotRequest {
  /** matrix views: rows from this one on (the page has the ones before) */
  readonly fromRow: number
  /** whose place is drawn beside the people of the data */
  readonly person?: Person
  /** who that is, where it is a person of the data */
  readonly user?: number
  /** with `person`: the moment that is asked about; absent: any */
  readonly now?: Context
  /** with `person`: what they rated, and are not recommended again */
  readonly rated?: readonly Rated[]
  /** with `person`: the item looked at, whose reasons are asked for; else the first of their list */
  readonly item?: number
  /** a list as the visitor arranged it, each film with the grade they gave it: 0 for no good */
  readonly arrangement?: readonly Rated[]
}

/** Plain values and typed arrays; the lab transfers the arrays. */
export type Snapshot = Readonly<Record<string, number | string | ArrayBufferView>>

/** All that training needs to go on from a step exactly as if it had never stopped. */
export interface State {
  readonly step: number
  readonly arrays: Readonly<Record<string, Float64Array | Float32Array | Uint32Array>>
}

export interface Rated {
  readonly item: number
  readonly rating: number
}

/**
 * What is known of the moment that somebody watches in: for each field of the data's context, in its order, an index
 * into the field's values, or undefined where that is not known.
 */
export type Context = readonly (number | undefined)[]

export interface Recommender {
  /** Someone of the training data; what does not learn from context takes no notice of `now`. */
  person(user: number, now?: Context): Person
  /** Someone never seen, from their ratings alone; undefined where those say nothing (none, or none liked). */
  foldIn(ratings: readonly Rated[], now?: Context): Person | undefined
  /** The n items nearest to one, best first. */
  similarItems(item: number, n: number): Scored[]
  /** What was learned, by name, to save or inspect. */
  export(): Readonly<Record<string, ArrayBufferView>>
}

/** One person as the model sees them. */
export interface Person {
  /** A score for every item; it ranks and has no unit. -Infinity where the system cannot say. */
  scores(): Float64Array
  /** On the rating scale, clipped to it; only where the system predicts ratings. */
  predict?(item: number): number
  /** The person's factors, where the system has them. */
  readonly vector?: Float64Array
  explain(item: number): Explanation
}

export interface Explanation {
  readonly kind:
    | 'viewers'
    | 'neighbours'
    | 'past items'
    | 'features'
    | 'factors'
    | 'terms'
    | 'fields'
    | 'parts'
    | 'integrated gradients'
  readonly score: number
  /** what the score is a number of, where it is one: 'viewers', 'stars' */
  readonly unit?: string
  /** Largest first; with `unsettled` they add up to the score. */
  readonly contributions: readonly Contribution[]
  /** ALS in mid-training: the stored score less what the final films explain. */
  readonly unsettled?: number
  /** Where the score is a mean of raw stars: stars below so many lower it, though they are added up, too. */
  readonly level?: number
}

export interface Contribution {
  /** the item that contributes, where it is one */
  readonly item?: number
  /** the person of the data who contributes, where it is one */
  readonly person?: number
  /** its name, where it is neither */
  readonly label?: string
  /** what the amount is a product of, where that is worth telling: stars (of a part: its score) and their weight */
  readonly rating?: number
  readonly weight?: number
  readonly amount: number
  /** part of every score alike, and so no reason for this one; stands last */
  readonly always?: true
  /** as told: the stars that the person gave the item that contributes */
  readonly given?: number
  /** as told: it lowers the score */
  readonly against?: true
}

/** Contributions, the largest first, and the score that they add up to. */
export function addedUp(kind: Explanation['kind'], contributions: readonly Contribution[]): Explanation {
  const sorted = contributions.toSorted((a, b) => Math.abs(b.amount) - Math.abs(a.amount))
  return { kind, score: sorted.reduce((sum, { amount }) => sum + amount, 0), contributions: sorted }
}

/** A score in its parts, the largest first, and last what is in every score alike. */
export function inParts(
  kind: Explanation['kind'],
  score: number,
  parts: readonly Contribution[],
  inEveryScore: number,
): Explanation {
  const always = { label: 'in every score', amount: inEveryScore, always: true } as const
  return { kind, score, contributions: [...addedUp(kind, parts).contributions, always] }
}

/** The n best items for a person, without those in `exclude`; fewer where there are fewer. */
export function recommend(person: Person, n: number, exclude: Iterable<number>): Scored[] {
  const scores = person.scores()
  const skip = new Uint8Array(scores.length)
  for (const item of exclude) skip[item] = 1
  return topK(scores, n, skip)
}

/** The loss, or what is learned, is not finite any more. */
export class DivergedError extends Error {
  override readonly name = 'DivergedError'
}

/** What to do about it, given the rate of learning where there is one. */
export function againstDivergence(learningRate: number | undefined): string {
  if (learningRate === undefined) return 'a smaller rate or more regularization helps'
  return `try a learning rate of ${Number((learningRate / 10).toPrecision(1))}`
}
