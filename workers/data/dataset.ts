import type { SparseMatrix } from '../lib/sparse.ts'

/** Ratings with their times and contexts, entry by entry. */
export interface Interactions {
  /** people × items; the value of an entry is its rating */
  readonly ratings: SparseMatrix
  /** seconds since 1970 of each entry */
  readonly time: Float64Array
  /** the context of each entry; empty where none are known */
  readonly context: readonly ContextField[]
}

export interface ContextField {
  readonly id: 'time of day' | 'place' | 'device' | 'company'
  readonly values: readonly string[]
  /** index into `values` of each entry */
  readonly code: Uint8Array
}

export interface Item {
  readonly title: string
  readonly year?: number
  readonly director?: string
  readonly country?: string
  readonly genres: readonly string[]
  readonly tones: readonly string[]
  readonly description?: string
}

export interface RatingScale {
  readonly low: number
  readonly high: number
  readonly step: number
}

/** Immutable. Built-in data is named by id and version, imported data by a hash of what is in it. */
export interface Dataset {
  /** `films@1`, `course@1` or `import:<hash>` */
  readonly id: string
  readonly name: string
  /** true where the people are simulated: the page says so wherever they appear */
  readonly simulated: boolean
  readonly items: readonly Item[]
  readonly interactions: Interactions
  readonly scale: RatingScale
  readonly provenance: string
  /** what was left out of it, or taken for something, when it was read: whole sentences */
  readonly notes?: readonly string[]
  readonly licence: string
  /** What the simulated people truly like; absent in real data. */
  readonly truth?: Truth
}

export interface Truth {
  /** people × items, row-major: how much each person would truly like each item, in stars above or below average */
  readonly liking: Float32Array
}

/** Something in the data is not as it must be: says where (file, line, column) and what was expected. */
export class DataError extends Error {
  override readonly name = 'DataError'
}
