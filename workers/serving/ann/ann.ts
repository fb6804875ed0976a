import type { AnnApi, Found, OnProgress, SearchQuality, Vectors } from '../../contract/ann-api.ts'
import { howLong, quantile } from '../how-long.ts'
import { ExactIndex } from './exact-index.ts'
import { isIndexOf } from './hnsw-graph.ts'
import { HnswIndex } from './hnsw-index.ts'
import { savedBytes } from './saved-index.ts'

interface Kept {
  readonly hnsw: HnswIndex
  readonly exact: ExactIndex
}

/** Vectors are added so many at once: between two lots, other messages are let in. */
const lot = 200
/** queries of an exact search that share the reading of every vector */
const block = 4

/** The indexes of one worker. */
export function createAnn(): AnnApi {
  const kept = new Map<string, Kept>()
  const working = new Map<string, { cancelled: boolean }>()
  let saving: Promise<unknown> = Promise.resolve()

  const indexOf = (name: string): Kept => {
    const found = kept.get(name)
    if (!found) throw new Error(`index ${name}: not built`)
    return found
  }

  const keep = (name: string, index: Kept) => {
    kept.get(name)?.hnsw.end()
    kept.set(name, index)
  }

  /** Work that can be cancelled, and is by a later one of the same name. `breathe` is called between two parts of it. */
  const cancellable = async <T>(name: string, work: (breathe: () => Promise<void>) => Promise<T>): Promise<T> => {
    const state = { cancelled: false }
    const earlier = working.get(name)
    if (earlier) earlier.cancelled = true
    working.set(name, state)
    try {
      return await work(async () => {
        await new Promise((resume) => setTimeout(resume, 0))
        if (state.cancelled) throw new Error(`index ${name}: cancelled`)
      })
    } finally {
      if (working.get(name) === state) working.delete(name)
    }
  }

  /** hnswlib writes and reads one file at a time. */
  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    const result = saving.then(work)
    saving = result.catch(() => undefined)
    return result
  }

  return {
    build: (name, vectors, options, onProgress) =>
      cancellable(name, async (breathe) => {
        const hnsw = await HnswIndex.create(options)
        const exact = new ExactIndex(options.space, options.width)
        try {
          for (let first = 0; first < vectors.ids.length; first += lot) {
            const some = lotOf(vectors, first, options.width)
            hnsw.add(some)
            exact.add(some)
            onProgress?.(Math.min(vectors.ids.length, first + lot))
            await breathe()
          }
        } catch (error) {
          hnsw.end()
          throw error
        }
        keep(name, { hnsw, exact })
      }),

    cancel(name) {
      const state = working.get(name)
      if (state) state.cancelled = true
      return Promise.resolve()
    },

    search: async (name, how, queries, k, options) => {
      const index = indexOf(name)[how]
      return Promise.resolve(eachOf(queries, index.width).map((query) => index.search(query, k, options)))
    },

    measure: (name, queries, k, efs, onProgress) =>
      cancellable(name, (breathe) => measured(indexOf(name), queries, k, efs, breathe, onProgress)),

    save: async (name) => await alone(() => indexOf(name).hnsw.save(name)),

    load: (name, vectors, options) =>
      alone(async () => {
        const saved = await savedBytes(name).catch(() => undefined)
        if (!saved || !isIndexOf(saved, vectors, options)) return false
        const hnsw = await HnswIndex.load(name, options)
        const exact = new ExactIndex(options.space, options.width)
        exact.add(vectors)
        keep(name, { hnsw, exact })
        return true
      }),

    async remove(name, ids) {
      const { hnsw, exact } = indexOf(name)
      hnsw.remove(ids)
      exact.remove(ids)
      return Promise.resolve()
    },

    end(name) {
      kept.get(name)?.hnsw.end()
      kept.delete(name)
      return Promise.resolve()
    },
  }
}

async function measured(
  { hnsw, exact }: Kept,
  queries: Float32Array,
  k: number,
  efs: readonly number[],
  breathe: () => Promise<void>,
  onProgress: OnProgress | undefined,
): Promise<SearchQuality> {
  const { width } = exact
  const truth: Found[number][] = []
  const exactly: number[] = []
  for (const some of eachOf(queries, block * width)) {
    const asked = some.length / width
    exactly.push(...new Array<number>(asked).fill((1000 * howLong(() => exact.searchAll(some, k))) / asked))
    truth.push(...exact.searchAll(some, k))
    await breathe()
  }
  const each = eachOf(queries, width)
  const recall = new Float64Array(efs.length)
  const times = efs.map(() => new Float64Array(each.length))
  for (const [at, ef] of efs.entries()) {
    for (const [place, query] of each.entries()) {
      recall[at] += shareFound(hnsw.search(query, k, { ef }), truth[place]) / each.length
      times[at][place] = 1000 * howLong(() => hnsw.search(query, k, { ef }))
      if (place % 20 === 19) await breathe()
    }
    onProgress?.(at + 1)
  }
  return {
    recall,
    p50: Float64Array.from(times, (micros) => quantile(micros, 0.5)),
    p95: Float64Array.from(times, (micros) => quantile(micros, 0.95)),
    exactP50: quantile(Float64Array.from(exactly), 0.5),
    exactP95: quantile(Float64Array.from(exactly), 0.95),
  }
}

/** Of the true nearest, the share that was found; what is as near as the last of them counts as one of them. */
function shareFound(found: Found[number], truth: Found[number]): number {
  if (truth.length === 0) return 1
  const last = truth.at(-1)!.score
  const near = found.filter(({ score }) => score >= last - 1e-6 * Math.max(1, Math.abs(last)))
  return Math.min(1, near.length / truth.length)
}

/** Numbers in pieces of one length; the last may be shorter. */
const eachOf = (values: Float32Array, length: number): Float32Array[] =>
  Array.from({ length: Math.ceil(values.length / length) }, (_, place) =>
    values.subarray(place * length, (place + 1) * length),
  )

const lotOf = ({ ids, values }: Vectors, first: number, width: number): Vectors => ({
  ids: ids.slice(first, first + lot),
  values: values.slice(first * width, (first + lot) * width),
})
