import type { Person } from '../../contract/system.ts'
import { bestFirst, type Scored } from '../../lib/top-k.ts'
import { cosinesAmong } from '../mmr/cosines-among.ts'
import { maximalMarginalRelevance, scaled } from '../mmr/greedy.ts'
import type { Embeddings } from './embeddings.ts'
import type { Retrieval, Retrieved } from './retrieval.ts'

/** What each stage hands on to the next, best first. */
export interface Stages {
  readonly retrieved: Retrieved
  readonly unseen: readonly Scored[]
  readonly ranked: readonly Scored[]
  readonly list: readonly Chosen[]
}

/** A film of the list; where it was picked for variety, too, what its score is made of. */
export interface Chosen extends Scored {
  /** `like` is an item, −1 where there is none */
  readonly pick?: { readonly relevance: number; readonly similarity: number; readonly like: number }
}

/** Who asks: their vector, how the ranker sees them, and what they have seen. */
export interface Asking {
  /** undefined where nothing is known of them */
  readonly query: Float32Array | undefined
  /** undefined where the search's own order stands */
  readonly ranker: Person | undefined
  readonly seen: ReadonlySet<number>
}

export interface Sizes {
  readonly candidates: number
  readonly length: number
  /** relevance against variety: 1 is relevance alone */
  readonly lambda: number
}

/** So many more are fetched as may have to be dropped: what somebody has seen takes no candidate's place. */
export function retrieve(
  retrieval: Retrieval,
  { query, seen }: Asking,
  { candidates }: Sizes,
  hops: number,
): Retrieved {
  if (!query) return { best: [], hops: [], compared: 0, ended: true }
  return retrieval.find(query, candidates + seen.size, hops)
}

export const filter = ({ best }: Retrieved, { seen }: Asking, { candidates }: Sizes): readonly Scored[] =>
  best.filter(({ item }) => !seen.has(item)).slice(0, candidates)

/** So far below the one before, in parts of what it is worth, so that films of equal worth keep their order. */
const apart = 1e-9

/** By the ranker's scores, equals by the smaller item; what it can say nothing of comes last, in the search's order. */
export function rank(unseen: readonly Scored[], { ranker }: Asking): readonly Scored[] {
  if (!ranker) return unseen
  const scores = ranker.scores()
  const known = unseen
    .map(({ item }) => ({ item, score: scores[item] }))
    .filter(({ score }) => Number.isFinite(score))
    .sort(bestFirst)
  const least = known.at(-1)?.score ?? 0
  const step = apart * Math.max(1, Math.abs(least))
  const unknown = unseen.filter(({ item }) => !Number.isFinite(scores[item]))
  return [...known, ...unknown.map(({ item }, place) => ({ item, score: least - (place + 1) * step }))]
}

/** The list: each next film is the best by its relevance less how much it is like one picked before. */
export function diversify(
  ranked: readonly Scored[],
  embeddings: Embeddings,
  { length, lambda }: Sizes,
): readonly Chosen[] {
  if (lambda === 1) return ranked.slice(0, length)
  const items = ranked.map(({ item }) => item)
  const relevance = scaled(ranked.map(({ score }) => score))
  const { order, value, similarity, like } = maximalMarginalRelevance(
    relevance,
    likeness(embeddings, items),
    lambda,
    length,
  )
  return Array.from(order, (place, at) => ({
    item: items[place],
    score: value[at] - at * apart,
    pick: { relevance: relevance[place], similarity: similarity[at], like: like[at] < 0 ? -1 : items[like[at]] },
  }))
}

/** Of one with all of these items: the cosine of their vectors; opposites are unlike, and no more. */
function likeness({ values, width }: Embeddings, items: readonly number[]): (place: number) => Float64Array {
  const own = Float64Array.from(items.flatMap((item) => [...values.subarray(item * width, (item + 1) * width)]))
  const cosines = cosinesAmong(own, width, [...items.keys()])
  return (place) => Float64Array.from(cosines(place), (cosine) => Math.max(0, cosine))
}

/** All stages, one after another. */
export function stagesOf(
  retrieval: Retrieval,
  embeddings: Embeddings,
  asking: Asking,
  sizes: Sizes,
  hops: number,
): Stages {
  const retrieved = retrieve(retrieval, asking, sizes, hops)
  const unseen = filter(retrieved, asking, sizes)
  const ranked = rank(unseen, asking)
  return { retrieved, unseen, ranked, list: diversify(ranked, embeddings, sizes) }
}
