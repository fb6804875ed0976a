import type { Measuring, CompositeContext, Snapshot } from '../../contract/system.ts'
import type { AnnApi, SearchQuality } from '../../contract/ann-api.ts'
import { tunedAsComponent } from '../../algorithms/catalog.ts'
import type { Settings } from '../../contract/spec.ts'
import { enlarged } from '../ann/clustered-vectors.ts'
import { ExactIndex } from '../ann/exact-index.ts'
import { howLong, quantile } from '../how-long.ts'
import { embeddingsOf, queryOf, type Embeddings } from './embeddings.ts'
import type { Served } from './served.ts'
import { inSpace, upTo } from './retrieval.ts'
import { diversify, filter, rank, retrieve, type Sizes } from './stages.ts'

/** So many people are served, or searched for, one after another. */
const mostPeople = 200
const mostQueries = 100
/** the nearest that are looked for where searches are compared */
const k = 10
/** Made-up films lie this far from a real one, in deviations of the real ones. */
const spread = 0.5

/**
 * How long each stage takes for one person after another: `retrieve`, `filter`, `rank`, `diversify` and `all`, each its
 * median and the 95th of 100, in milliseconds; and how many people.
 */
export async function stageTimes(
  served: Served,
  { data }: CompositeContext,
  sizes: Sizes,
  steps: number,
  { breathe, onProgress }: Measuring,
): Promise<Snapshot> {
  const people = Math.min(mostPeople, data.interactions.ratings.rows)
  const times: Record<string, Float64Array> = {}
  const { retrieval, embeddings } = served
  for (let user = 0; user < people; user++) {
    const asking = served.askingOf(user)
    const retrieved = retrieve(retrieval, asking, sizes, steps)
    const unseen = filter(retrieved, asking, sizes)
    const ranked = rank(unseen, asking)
    const took = {
      retrieve: howLong(() => retrieve(retrieval, asking, sizes, steps)),
      filter: howLong(() => filter(retrieved, asking, sizes)),
      rank: howLong(() => rank(unseen, asking)),
      diversify: howLong(() => diversify(ranked, embeddings, sizes)),
    }
    const all = Object.values(took).reduce((sum, ms) => sum + ms, 0)
    for (const [stage, ms] of Object.entries({ ...took, all })) (times[stage] ??= new Float64Array(people))[user] = ms
    onProgress({ done: user + 1, total: people, what: 'people served' })
    await breathe()
  }
  return {
    people,
    ...Object.fromEntries(
      Object.entries(times).map(([stage, ms]) => [stage, Float64Array.of(quantile(ms, 0.5), quantile(ms, 0.95))]),
    ),
  }
}

/**
 * How well and how fast the nearest of a catalogue of so many are found: the films' own vectors, and others around them.
 * Of each of `efs` its `recall`, `p50` and `p95` (microseconds); of an exact search `exactP50` and `exactP95`.
 */
export async function searchQuality(
  context: CompositeContext,
  settings: Settings,
  items: number,
  measuring: Measuring,
): Promise<Snapshot> {
  const id = String(settings.retriever)
  const retriever = await context.trained(id, tunedAsComponent(id, settings))
  const own = embeddingsOf(retriever, context.data.items.length)
  const count = Math.max(items, own.items)
  const catalogue = {
    items: count,
    width: own.width,
    values: enlarged(own.values, own.width, count, spread, context.seed),
  }
  const people = Array.from({ length: context.data.interactions.ratings.rows }, (_, user) => user)
  const queries: number[] = []
  for (const user of people) {
    if (queries.length >= mostQueries * own.width) break
    queries.push(...(queryOf(retriever.person(user)) ?? []))
  }
  const found = { items: count, width: own.width, queries: queries.length / Math.max(1, own.width), k }
  const all = Float32Array.from(queries)
  if (!context.ann)
    return { ...found, ...(await exactAlone(catalogue, all, measuring)), note: 'no worker for an index here' }
  try {
    return { ...found, ...(await throughIndex(context.ann, catalogue, all, settings, context.seed, measuring)) }
  } catch (error) {
    await measuring.breathe()
    const note = error instanceof Error ? error.message : String(error)
    return { ...found, ...(await exactAlone(catalogue, all, measuring)), note }
  }
}

async function throughIndex(
  ann: AnnApi,
  catalogue: Embeddings,
  people: Float32Array,
  settings: Settings,
  seed: number,
  { isCancelled, onProgress }: Measuring,
): Promise<Snapshot> {
  const { options, values, queries } = inSpace(catalogue, settings)
  const name = `${settings.nearness} ${catalogue.items}`
  const vectors = { ids: upTo(catalogue.items), values }
  const tell = (what: string, total: number) => (done: number) => {
    if (isCancelled()) void ann.cancel(name)
    onProgress({ done, total, what })
  }
  const started = performance.now()
  const kept = await ann.load(name, vectors, { ...options, seed })
  if (!kept) await ann.build(name, vectors, { ...options, seed }, tell('films linked in', catalogue.items))
  const seconds = (performance.now() - started) / 1000
  try {
    const efs = [...new Set([10, 20, 50, 100, 200, 400, Number(settings.ef)])].sort((a, b) => a - b)
    const quality = await ann.measure(name, queries(people), k, efs, tell('search widths tried', efs.length))
    // Where there is no room left on the device, it is built again next time.
    if (!kept) await ann.save(name).catch(() => undefined)
    return { ...plain(quality), efs: Uint32Array.from(efs), seconds, kept: Number(kept) }
  } finally {
    await ann.end(name)
  }
}

const plain = (quality: SearchQuality): Snapshot => ({ ...quality })

async function exactAlone(
  { items, width, values }: Embeddings,
  queries: Float32Array,
  { breathe, onProgress }: Measuring,
): Promise<Snapshot> {
  const exact = new ExactIndex('inner product', width)
  exact.add({ ids: upTo(items), values })
  const block = 4 * width
  const micros: number[] = []
  for (let first = 0; first < queries.length; first += block) {
    const some = queries.subarray(first, first + block)
    micros.push((1000 * width * howLong(() => exact.searchAll(some, k))) / some.length)
    onProgress({ done: first, total: queries.length, what: 'exact searches' })
    await breathe()
  }
  const times = Float64Array.from(micros)
  return { exactP50: quantile(times, 0.5), exactP95: quantile(times, 0.95) }
}
