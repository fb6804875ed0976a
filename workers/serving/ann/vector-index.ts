import type { SearchOptions, Space, Vectors } from '../../contract/ann-api.ts'
import type { Scored } from '../../lib/top-k.ts'

/** Finds the items whose vectors are nearest to a query. */
export interface VectorIndex {
  readonly space: Space
  readonly width: number
  /** how many items a search can find */
  readonly size: number
  /** An id that is there already gets the new vector. */
  add(vectors: Vectors): void
  /** What is not there is passed over. */
  remove(ids: Iterable<number>): void
  /** The k nearest of the items that are wanted, best first; fewer only where there are fewer. */
  search(query: Float32Array, k: number, options?: SearchOptions): Scored[]
}

/** Throws unless there are `ids.length` vectors of this width, all finite, under different ids. */
export function checkVectors({ ids, values }: Vectors, width: number) {
  if (values.length !== ids.length * width) {
    const each = ids.length > 0 ? values.length / ids.length : values.length
    throw new Error(`index: vectors must have ${width} numbers each, got ${each}`)
  }
  const broken = values.findIndex((value) => !Number.isFinite(value))
  if (broken >= 0) {
    const id = ids[Math.floor(broken / width)]
    throw new Error(
      `index: the vector of item ${id} has ${values[broken]} at place ${broken % width}; numbers must be finite`,
    )
  }
  if (new Set(ids).size < ids.length) throw new Error('index: an item is there twice; add each once')
}

/** Throws unless the query has the index's width and finite numbers, and k is a whole number from 0 up. */
export function checkQuery(query: Float32Array, k: number, width: number) {
  if (query.length !== width) throw new Error(`index: a query must have ${width} numbers, got ${query.length}`)
  const broken = query.findIndex((value) => !Number.isFinite(value))
  if (broken >= 0) throw new Error(`index: the query has ${query[broken]} at place ${broken}; numbers must be finite`)
  if (!Number.isInteger(k) || k < 0) throw new Error(`index: k must be a whole number from 0 up, got ${k}`)
}
