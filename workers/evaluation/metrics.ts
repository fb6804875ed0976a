import { exp2, expm1, square } from '../lib/portable-math.ts'
import { comparable } from '../lib/ties.ts'
import {
  averagePrecision as averagePrecisionOf,
  checkCutOff,
  discount,
  hitRate,
  ndcg,
  precision,
  recall,
  reciprocalRank,
  untied,
  type RelevantRanks,
} from './ranks.ts'

/*
 * Metrics of one ranked list, best first. Conventions, the same for all:
 * - an item that stands in the list twice counts once, where it stands first; repeats are removed before the cut at k;
 * - nobody relevant gives 0, never NaN; aggregates skip such people and say how many (see estimate.ts);
 * - k must be a whole number from 1, else RangeError;
 * - every value is from 0 to 1.
 */

/** Relevant items among the first k, over k, also where the list is shorter than k. */
export function precisionAt<T>(recommended: Iterable<T>, relevant: Iterable<T>, k: number): number {
  checkCutOff(k)
  return precision(relevantRanks(recommended, relevant), k)
}

/** Relevant items among the first k, over all relevant items. */
export function recallAt<T>(recommended: Iterable<T>, relevant: Iterable<T>, k: number): number {
  checkCutOff(k)
  return recall(relevantRanks(recommended, relevant), k)
}

/** 1 where a relevant item is among the first k, else 0. */
export function hitRateAt<T>(recommended: Iterable<T>, relevant: Iterable<T>, k: number): number {
  checkCutOff(k)
  return hitRate(relevantRanks(recommended, relevant), k)
}

/** Average precision of the whole list: precision at each relevant item's rank, summed, over all relevant items. */
export function averagePrecision<T>(recommended: Iterable<T>, relevant: Iterable<T>): number {
  return averagePrecisionOf(relevantRanks(recommended, relevant), Infinity)
}

/** Average precision of the first k, over min(k, relevant items), so that a perfect top k is 1. */
export function averagePrecisionAt<T>(recommended: Iterable<T>, relevant: Iterable<T>, k: number): number {
  checkCutOff(k)
  return averagePrecisionOf(relevantRanks(recommended, relevant), k)
}

/** 1 / the rank of the first relevant item, 0 where none is among the first k. */
export function reciprocalRankAt<T>(recommended: Iterable<T>, relevant: Iterable<T>, k: number): number {
  checkCutOff(k)
  return reciprocalRank(relevantRanks(recommended, relevant), k)
}

/** Binary NDCG: discount 1 / log2(rank + 1), ideal over min(k, relevant items). */
export function ndcgAt<T>(recommended: Iterable<T>, relevant: Iterable<T>, k: number): number {
  checkCutOff(k)
  return ndcg(relevantRanks(recommended, relevant), k)
}

/** What a grade is worth: 2^grade − 1 (Burges et al. 2005), or the grade itself (Järvelin and Kekäläinen 2002). */
export type Gain = 'exponential' | 'linear'

/**
 * Graded NDCG: discount 1 / log2(rank + 1), ideal over the k highest grades. A grade of 0 or less gains nothing; nothing
 * to gain gives 0. Throws RangeError where a grade is not finite.
 */
export function gradedNdcgAt<T>(
  recommended: Iterable<T>,
  grades: ReadonlyMap<T, number>,
  k: number,
  gain: Gain = 'exponential',
): number {
  checkCutOff(k)
  const highest = highestGrade(grades.values())
  const relative = gain === 'linear' ? linearGain : exponentialGain
  let gained = 0
  let rank = 0
  for (const item of new Set(recommended)) {
    if (++rank > k) break
    gained += relative(grades.get(item) ?? 0, highest) * discount(rank)
  }
  const best = [...grades.values()].sort((a, b) => b - a).slice(0, k)
  const ideal = best.reduce((sum, grade, i) => sum + relative(grade, highest) * discount(i + 1), 0)
  return ideal > 0 ? Math.min(1, gained / ideal) : 0
}

/** Where the relevant items stand in a list without repeats. */
function relevantRanks<T>(recommended: Iterable<T>, relevant: Iterable<T>): RelevantRanks {
  const wanted = new Set(relevant)
  const ranks: number[] = []
  let rank = 0
  for (const item of new Set(recommended)) {
    rank++
    if (wanted.has(item)) ranks.push(rank)
  }
  return untied(ranks, wanted.size)
}

function highestGrade(grades: Iterable<number>): number {
  let highest = 0
  for (const grade of grades) {
    if (!Number.isFinite(grade)) throw new RangeError(`a grade must be a finite number, got ${grade}`)
    highest = Math.max(highest, grade)
  }
  return highest
}

/** (2^grade − 1) / 2^highest: NDCG is a quotient, so the common factor drops out and no grade overflows. */
function exponentialGain(grade: number, highest: number): number {
  return grade <= 0 ? 0 : -expm1(-grade * Math.LN2) * exp2(grade - highest)
}

/** grade / highest, for the same reason. */
function linearGain(grade: number, highest: number): number {
  return grade <= 0 ? 0 : grade / highest
}

/**
 * The chance that a relevant item scores above an irrelevant one, drawn at random from all items; equal scores count
 * half, and items without a finite score all tie at the bottom. Nothing relevant gives 0, nothing irrelevant 0.5:
 * there is nothing to tell apart. O(n log n).
 */
export function auc(scores: ArrayLike<number>, relevant: Iterable<number>): number {
  const wanted = new Set(relevant)
  const value = (item: number) => comparable(scores[item])
  const order = Array.from({ length: scores.length }, (_, item) => item).sort((a, b) => compare(value(a), value(b)))
  const found = order.filter((item) => wanted.has(item)).length
  const pairs = found * (scores.length - found)
  if (found === 0) return 0
  if (pairs === 0) return 0.5
  let won = 0
  let irrelevantBelow = 0
  for (let first = 0; first < order.length;) {
    let last = first
    while (last < order.length && value(order[last]) === value(order[first])) last++
    const tied = order.slice(first, last)
    const relevantHere = tied.filter((item) => wanted.has(item)).length
    const irrelevantHere = tied.length - relevantHere
    won += relevantHere * (irrelevantBelow + irrelevantHere / 2)
    irrelevantBelow += irrelevantHere
    first = last
  }
  return won / pairs
}

function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Root of the mean squared error, in the unit of the ratings; 0 for no ratings. Throws RangeError on unequal lengths. */
export function rmse(predicted: ArrayLike<number>, actual: ArrayLike<number>): number {
  checkLengths(predicted, actual)
  let sum = 0
  for (let i = 0; i < actual.length; i++) sum += square(predicted[i] - actual[i])
  return actual.length === 0 ? 0 : Math.sqrt(sum / actual.length)
}

/** Mean absolute error, in the unit of the ratings; 0 for no ratings. Throws RangeError on unequal lengths. */
export function mae(predicted: ArrayLike<number>, actual: ArrayLike<number>): number {
  checkLengths(predicted, actual)
  let sum = 0
  for (let i = 0; i < actual.length; i++) sum += Math.abs(predicted[i] - actual[i])
  return actual.length === 0 ? 0 : sum / actual.length
}

function checkLengths(predicted: ArrayLike<number>, actual: ArrayLike<number>) {
  if (predicted.length !== actual.length) {
    throw new RangeError(`as many predictions as ratings are needed, got ${predicted.length} and ${actual.length}`)
  }
}

/** The share of the catalogue that is in at least one person's first k; 0 for an empty catalogue. */
export function coverageAt<T>(lists: Iterable<Iterable<T>>, items: number, k: number): number {
  checkCutOff(k)
  const shown = new Set<T>()
  for (const list of lists) {
    let rank = 0
    for (const item of new Set(list)) {
      if (++rank > k) break
      shown.add(item)
    }
  }
  return items > 0 ? shown.size / items : 0
}
