import type { Scored } from '../../lib/top-k.ts'
import { ExactIndex } from './exact-index.ts'
import { HnswIndex, type HnswOptions } from './hnsw-index.ts'
import type { SearchOptions, VectorIndex, Vectors } from './vector-index.ts'

/** How a search is done: through a graph, or by looking at every vector. */
export type How = 'hnsw' | 'exact'

/** What searches found, in the order of the queries, and what each took. */
export interface Found {
  readonly nearest: readonly (readonly Scored[])[]
  readonly micros: Float64Array
}

/** Indexes by name, in a worker of their own: building one keeps nobody waiting. */
export interface AnnApi {
  /**
   * Builds a graph over the vectors, and keeps the vectors for an exact search beside it. One of the same name is replaced.
   * Throws `index NAME: cancelled` when it is.
   */
  build(name: string, vectors: Vectors, options: HnswOptions, onProgress?: (done: number) => void): Promise<void>
  cancel(name: string): Promise<void>
  /** Several queries side by side. */
  search(name: string, how: How, queries: Float32Array, k: number, options?: SearchOptions): Promise<Found>
  /** The graph as it is saved on this device: `readGraph` reads it. */
  save(name: string): Promise<Uint8Array>
  remove(name: string, ids: readonly number[]): Promise<void>
  /** Frees an index. */
  end(name: string): Promise<void>
}

interface Kept {
  readonly hnsw: HnswIndex
  readonly exact: ExactIndex
}

/** Vectors are added so many at once: between two lots, other messages are let in. */
const lot = 200

export function createAnn(): AnnApi {
  const kept = new Map<string, Kept>()
  const building = new Map<string, { cancelled: boolean }>()

  const indexOf = (name: string, how: How): VectorIndex => {
    const found = kept.get(name)
    if (!found) throw new Error(`index ${name}: not built`)
    return found[how]
  }

  const end = (name: string) => {
    kept.get(name)?.hnsw.end()
    kept.delete(name)
  }

  return {
    async build(name, vectors, options, onProgress) {
      const state = { cancelled: false }
      const earlier = building.get(name)
      if (earlier) earlier.cancelled = true
      building.set(name, state)
      const hnsw = await HnswIndex.create(options)
      const exact = new ExactIndex(options.space, options.width)
      try {
        for (let first = 0; first < vectors.ids.length; first += lot) {
          const some = lotOf(vectors, first, options.width)
          hnsw.add(some)
          exact.add(some)
          onProgress?.(Math.min(vectors.ids.length, first + lot))
          await new Promise((resume) => setTimeout(resume, 0))
          if (state.cancelled) throw new Error(`index ${name}: cancelled`)
        }
      } catch (error) {
        hnsw.end()
        throw error
      } finally {
        if (building.get(name) === state) building.delete(name)
      }
      end(name)
      kept.set(name, { hnsw, exact })
    },

    cancel(name) {
      const state = building.get(name)
      if (state) state.cancelled = true
      return Promise.resolve()
    },

    search: (name, how, queries, k, options) => Promise.resolve(timed(indexOf(name, how), queries, k, options)),

    save: (name) => (indexOf(name, 'hnsw') as HnswIndex).save(name),

    remove(name, ids) {
      indexOf(name, 'hnsw').remove(ids)
      indexOf(name, 'exact').remove(ids)
      return Promise.resolve()
    },

    end(name) {
      end(name)
      return Promise.resolve()
    },
  }
}

function timed(index: VectorIndex, queries: Float32Array, k: number, options?: SearchOptions): Found {
  const count = queries.length / index.width
  const nearest: Scored[][] = []
  const micros = new Float64Array(count)
  for (let query = 0; query < count; query++) {
    const started = performance.now()
    nearest.push(index.search(queries.subarray(query * index.width, (query + 1) * index.width), k, options))
    micros[query] = 1000 * (performance.now() - started)
  }
  return { nearest, micros }
}

const lotOf = ({ ids, values }: Vectors, first: number, width: number): Vectors => ({
  ids: ids.slice(first, first + lot),
  values: values.slice(first * width, (first + lot) * width),
})
