import { allEqual, comparable } from '../../lib/ties.ts'

/** A re-ranked list, best first, with the arithmetic behind each place. All arrays have the length of the list. */
export interface Picks {
  /** which candidate, by its place among them */
  readonly order: Uint32Array
  /** its similarity to the most similar of those picked before; 0 for the first */
  readonly similarity: Float64Array
  /** which candidate that is; -1 for the first */
  readonly like: Int32Array
  /** λ × relevance − (1 − λ) × similarity */
  readonly value: Float64Array
  /** the candidate that came second for this place, -1 where there was no other, and its similarity */
  readonly next: Int32Array
  readonly nextSimilarity: Float64Array
}

/**
 * Maximal marginal relevance (Carbonell and Goldstein 1998): the most relevant candidate first; then always the one with
 * the largest λ × relevance − (1 − λ) × its similarity to the most similar of those picked. That similarity is kept as a
 * running maximum, so a list of k from n candidates costs k rows of n similarities, and no pair is looked at twice. Of
 * equals, the one that comes first. A list of fewer is the beginning of a list of more.
 *
 * @param relevance of each candidate, on the scale of the similarities: see `scaled`
 * @param similarityTo the similarities of one candidate to all of them
 * @param lambda from 0, variety alone, to 1, relevance alone
 * @param k picks; fewer come where there are fewer candidates
 */
export function maximalMarginalRelevance(
  relevance: ArrayLike<number>,
  similarityTo: (candidate: number) => ArrayLike<number>,
  lambda: number,
  k: number,
): Picks {
  const n = relevance.length
  const length = Math.min(k, n)
  const picks = emptyPicks(length)
  const picked = new Uint8Array(n)
  const closest = new Float64Array(n)
  const closestTo = new Int32Array(n).fill(-1)
  for (let place = 0; place < length; place++) {
    // Nothing is picked before the first, so nothing can speak against the most relevant, whatever λ is.
    const weight = place === 0 ? 1 : lambda
    let [best, next, bestValue, nextValue] = [-1, -1, -Infinity, -Infinity]
    for (let i = 0; i < n; i++) {
      if (picked[i] === 1) continue
      const value = comparable(weight * relevance[i]! - (1 - weight) * closest[i]!)
      if (best === -1 || value > bestValue) {
        ;[next, nextValue] = [best, bestValue]
        ;[best, bestValue] = [i, value]
      } else if (next === -1 || value > nextValue) [next, nextValue] = [i, value]
    }
    picked[best] = 1
    picks.order[place] = best
    picks.similarity[place] = closest[best]!
    picks.like[place] = closestTo[best]!
    picks.value[place] = lambda * relevance[best]! - (1 - lambda) * closest[best]!
    picks.next[place] = next
    picks.nextSimilarity[place] = next === -1 ? 0 : closest[next]!
    if (place + 1 < length) approach(best, similarityTo(best), picked, closest, closestTo)
  }
  return picks
}

/** What is left, now that one more is picked. */
function approach(
  to: number,
  similarities: ArrayLike<number>,
  picked: Uint8Array,
  closest: Float64Array,
  closestTo: Int32Array,
) {
  for (let i = 0; i < closest.length; i++) {
    if (picked[i] === 1 || (closestTo[i] !== -1 && similarities[i]! <= closest[i]!)) continue
    closest[i] = similarities[i]!
    closestTo[i] = to
  }
}

const emptyPicks = (length: number): Picks => ({
  order: new Uint32Array(length),
  similarity: new Float64Array(length),
  like: new Int32Array(length),
  value: new Float64Array(length),
  next: new Int32Array(length),
  nextSimilarity: new Float64Array(length),
})

/** Scores from 0, the lowest of them, to 1, the highest; all 1 where they are equal. */
export function scaled(scores: ArrayLike<number>): Float64Array {
  const out = Float64Array.from(scores)
  if (allEqual(out)) return out.fill(1)
  const low = out.reduce((least, score) => Math.min(least, score), Infinity)
  const range = out.reduce((most, score) => Math.max(most, score), -Infinity) - low
  return out.map((score) => (score - low) / range)
}
