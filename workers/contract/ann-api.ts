import type { Scored } from '../lib/top-k.ts'

/** What nearness is: the inner product, or the inner product of both brought to length 1. A vector of zeros has cosine 0 to all. */
export type Space = 'inner product' | 'cosine'

/** Vectors side by side, one for each of `ids`: ids.length × width. */
export interface Vectors {
  readonly ids: Uint32Array
  readonly values: Float32Array
}

export interface SearchOptions {
  /** how many candidates a graph search keeps; more find better and take longer. An exact search has no use for it. */
  readonly ef?: number
  /** ids that are not wanted: what somebody has seen */
  readonly without?: ReadonlySet<number>
}

export interface HnswOptions {
  readonly space: Space
  readonly width: number
  /** links of a node in the layers above the ground, which has twice as many */
  readonly m: number
  /** candidates kept while a node is linked in */
  readonly efConstruction: number
  readonly seed: number
}

/** How a search is done: through a graph, or by looking at every vector. */
export type How = 'hnsw' | 'exact'

/** What searches found, in the order of the queries. */
export type Found = readonly (readonly Scored[])[]

/** How well searches for the k nearest find them, and how long one takes, for every ef; and an exact search beside it. */
export interface SearchQuality {
  /** of the true k nearest, the share that is found: a mean over the queries */
  readonly recall: Float64Array
  /** microseconds of a search, the median and the 95th of 100 */
  readonly p50: Float64Array
  readonly p95: Float64Array
  readonly exactP50: number
  readonly exactP95: number
}

/** Told of the work as it goes. */
export type OnProgress = (done: number) => void

/**
 * Indexes by name, in a worker of their own: building one keeps nobody waiting. Whoever runs where there is no such
 * worker, or it does not start, searches exactly.
 */
export interface AnnApi {
  /**
   * Builds a graph over the vectors, and keeps the vectors for an exact search beside it. One of the same name is replaced.
   * Throws `index NAME: cancelled` when it is.
   */
  build(name: string, vectors: Vectors, options: HnswOptions, onProgress?: OnProgress): Promise<void>
  /** Ends the building or measuring of an index. */
  cancel(name: string): Promise<void>
  /** Several queries side by side. */
  search(name: string, how: How, queries: Float32Array, k: number, options?: SearchOptions): Promise<Found>
  /** Several queries side by side; `onProgress` is told of values of ef. Throws `index NAME: cancelled` when it is. */
  measure(
    name: string,
    queries: Float32Array,
    k: number,
    efs: readonly number[],
    onProgress?: OnProgress,
  ): Promise<SearchQuality>
  /** The graph as it is saved on this device: `readGraph` reads it. */
  save(name: string): Promise<Uint8Array>
  /** An index saved on this device before, over these vectors; false where there is none. */
  load(name: string, vectors: Vectors, options: HnswOptions): Promise<boolean>
  remove(name: string, ids: readonly number[]): Promise<void>
  /** Frees an index; what is saved of it stays. */
  end(name: string): Promise<void>
}
