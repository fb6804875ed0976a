import { log2 } from '../lib/portable-math.ts'

/**
 * One ranked list as the metrics see it: at which ranks (from 1, ascending) the relevant items stand. Every ranking
 * metric is a sum over these ranks, so the lists of the fixtures and the full rankings of the protocol share one
 * definition.
 */
export interface RelevantRanks {
  /** ascending; only the first `found` count */
  readonly ranks: ArrayLike<number>
  /** how many relevant items are in the list */
  readonly found: number
  /** how many relevant items there are, in the list or not */
  readonly relevant: number
}

/** Throws RangeError where a cut-off is not a whole number from 1. */
export function checkCutOff(k: number): void {
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`k must be a whole number from 1, got ${k}`)
}

/** 1 / log2(rank + 1), the weight of a rank (from 1) in a discounted gain (Järvelin and Kekäläinen 2002). */
export function discount(rank: number): number {
  return 1 / log2(rank + 1)
}

function foundWithin({ ranks, found }: RelevantRanks, k: number): number {
  let count = 0
  while (count < found && ranks[count] <= k) count++
  return count
}

/** Relevant items among the first k, over k: a list shorter than k is not excused. */
export function precision(list: RelevantRanks, k: number): number {
  return foundWithin(list, k) / k
}

/** Relevant items among the first k, over all relevant ones; 0 where nothing is relevant. */
export function recall(list: RelevantRanks, k: number): number {
  return list.relevant === 0 ? 0 : foundWithin(list, k) / list.relevant
}

/** 1 where a relevant item is among the first k, else 0. */
export function hitRate(list: RelevantRanks, k: number): number {
  return foundWithin(list, k) > 0 ? 1 : 0
}

/**
 * The precision at the rank of each relevant item among the first k, summed, over min(k, relevant items): 1 is then
 * always within reach. With k = Infinity it is the full average precision, over all relevant items. 0 where nothing
 * is relevant.
 */
export function averagePrecision(list: RelevantRanks, k: number): number {
  if (list.relevant === 0) return 0
  let sum = 0
  const found = foundWithin(list, k)
  for (let i = 0; i < found; i++) sum += (i + 1) / list.ranks[i]
  return sum / Math.min(k, list.relevant)
}

/** 1 / the rank of the first relevant item, 0 where none is among the first k. */
export function reciprocalRank(list: RelevantRanks, k: number): number {
  return foundWithin(list, k) > 0 ? 1 / list.ranks[0] : 0
}

/** Discounted gain of the relevant items among the first k, over that of min(k, relevant items) at the top. */
export function ndcg(list: RelevantRanks, k: number): number {
  if (list.relevant === 0) return 0
  let gained = 0
  const found = foundWithin(list, k)
  for (let i = 0; i < found; i++) gained += discount(list.ranks[i])
  let ideal = 0
  for (let rank = 1; rank <= Math.min(k, list.relevant); rank++) ideal += discount(rank)
  return gained / ideal
}
