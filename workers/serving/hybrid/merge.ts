import { allEqual } from '../../lib/ties.ts'
import type { Scored } from '../../lib/top-k.ts'

export type Normalisation = 'min-max' | 'z' | 'rank' | 'raw'

/**
 * The scores of a list, best first, on a scale that other lists share; an item that is not in it counts as 0.
 *
 * - min-max: the best 1, the last 0.
 * - z: standard deviations above the last. (Above the mean it would be the same less a constant, which orders nothing,
 *   but then a missing item would stand above half of the list.)
 * - rank: the best 1, then down to 1/n in equal steps, however close the scores.
 * - raw: as they are. A list on a larger scale drowns the others.
 *
 * Where all scores are equal (or there is only one), min-max and z make them 1.
 */
export function normalised(list: readonly Scored[], how: Normalisation): Float64Array {
  const scores = Float64Array.from(list, ({ score }) => score)
  if (how === 'raw' || list.length === 0) return scores
  if (how === 'rank') return scores.map((_, place) => (list.length - place) / list.length)
  if (allEqual(scores)) return scores.fill(1)
  const low = scores.at(-1)!
  const unit = how === 'min-max' ? scores[0] - low : deviationOf(scores)
  return scores.map((score) => (score - low) / unit)
}

function deviationOf(scores: Float64Array): number {
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length
  return Math.sqrt(scores.reduce((sum, score) => sum + (score - mean) * (score - mean), 0) / scores.length)
}

export interface WeightedList {
  readonly weight: number
  /** best first */
  readonly list: readonly Scored[]
}

/** What every list says of every item in any of them, on the shared scale. */
export interface Merged {
  /** Σ weight × normalised score, by item */
  readonly scores: ReadonlyMap<number, number>
  /** each list's normalised scores, by item */
  readonly values: readonly ReadonlyMap<number, number>[]
}

/** Several lists in one: the weighted sum of their normalised scores, a missing one counting 0. */
export function merge(lists: readonly WeightedList[], how: Normalisation): Merged {
  const scores = new Map<number, number>()
  const values = lists.map(({ weight, list }) => {
    const own = normalised(list, how)
    list.forEach(({ item }, place) => scores.set(item, (scores.get(item) ?? 0) + weight * own[place]))
    return new Map(list.map(({ item }, place) => [item, own[place]]))
  })
  return { scores, values }
}
