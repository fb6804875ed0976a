import type { Snapshot } from '../../contract/system.ts'
import { maximalMarginalRelevance, scaled } from './greedy.ts'

/** A list for each twentieth of λ. */
const twentieths = 20

/**
 * What every λ makes of the same candidates, this one among them: the λs ascending, and row by row, one a λ, the lists
 * of k with the arithmetic of `Picks`. `lists relevance` is the mean relevance of each list, on the scale from 0 to 1,
 * `lists variety` 1 − the mean similarity of any two films in it (of one film: 1).
 */
export function tradeOff(
  relevance: Float64Array,
  similarityTo: (place: number) => Float64Array,
  lambda: number,
  k: number,
): Snapshot {
  const usual = Array.from({ length: twentieths + 1 }, (_, n) => n / twentieths)
  const lambdas = [...new Set([...usual, lambda])].sort((a, b) => a - b)
  const lists = lambdas.map((own) => maximalMarginalRelevance(relevance, similarityTo, own, k))
  const worth = scaled(relevance)
  const joined = (of: (list: (typeof lists)[number]) => ArrayLike<number>) =>
    lists.flatMap((list) => Array.from(of(list)))
  return {
    lambdas: Float64Array.from(lambdas),
    order: Uint32Array.from(joined(({ order }) => order)),
    similarity: Float64Array.from(joined(({ similarity }) => similarity)),
    like: Int32Array.from(joined(({ like }) => like)),
    next: Int32Array.from(joined(({ next }) => next)),
    nextSimilarity: Float64Array.from(joined(({ nextSimilarity }) => nextSimilarity)),
    'lists relevance': Float64Array.from(lists, ({ order }) => meanOf(Array.from(order, (place) => worth[place]))),
    'lists variety': Float64Array.from(lists, ({ order }) => varietyOf(order, similarityTo)),
  }
}

const meanOf = (values: readonly number[]) =>
  values.length === 0 ? 0 : values.reduce((sum, x) => sum + x, 0) / values.length

function varietyOf(order: Uint32Array, similarityTo: (place: number) => Float64Array): number {
  const pairs = Array.from(order).flatMap((place, at) =>
    Array.from(order.subarray(0, at), (before) => similarityTo(before)[place]),
  )
  return 1 - meanOf(pairs)
}
