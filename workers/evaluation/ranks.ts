import { log2 } from '../lib/portable-math.ts'

/**
 * One ranked list as the metrics see it: where its relevant items stand, as groups of equal scores, best first. An item
 * that ties with none is a group of one. Within a group every order is as likely as any other, and each metric is its mean
 * over them, worked out and not drawn (McSherry and Najork 2008, Computing information retrieval performance measures
 * efficiently in the presence of tied scores). The lists of the fixtures and the full rankings of the protocol share these
 * definitions.
 */
export interface RelevantRanks {
  /** how many groups hold something relevant; only so many entries of the next three count */
  readonly groups: number
  /** how many items stand above the group: its ranks are from above + 1 to above + size */
  readonly above: ArrayLike<number>
  readonly size: ArrayLike<number>
  /** how many of the group are relevant, 1 or more */
  readonly hits: ArrayLike<number>
  /** how many relevant items there are, in the list or not */
  readonly relevant: number
}

/** A list without ties, by the ranks of its relevant items, from 1, ascending. */
export const untied = (ranks: readonly number[], relevant: number): RelevantRanks => ({
  groups: ranks.length,
  above: ranks.map((rank) => rank - 1),
  size: ranks.map(() => 1),
  hits: ranks.map(() => 1),
  relevant,
})

/** Throws RangeError where a cut-off is not a whole number from 1. */
export function checkCutOff(k: number): void {
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`k must be a whole number from 1, got ${k}`)
}

/** 1 / log2(rank + 1), the weight of a rank (from 1) in a discounted gain (Järvelin and Kekäläinen 2002). */
export function discount(rank: number): number {
  return 1 / log2(rank + 1)
}

/** How many relevant items are to be expected among the first k. */
function foundWithin({ groups, above, size, hits }: RelevantRanks, k: number): number {
  let found = 0
  for (let g = 0; g < groups && above[g] < k; g++) found += (hits[g] * Math.min(size[g], k - above[g])) / size[g]
  return found
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
  return firstRelevant(list, k, () => 1)
}

/** 1 / the rank of the first relevant item, 0 where none is among the first k. */
export function reciprocalRank(list: RelevantRanks, k: number): number {
  return firstRelevant(list, k, (rank) => 1 / rank)
}

/** The mean worth of the rank of the first relevant item, 0 where none is among the first k. */
function firstRelevant({ groups, above, size, hits }: RelevantRanks, k: number, worth: (rank: number) => number) {
  if (groups === 0) return 0
  let sum = 0
  let notYet = 1
  for (let place = 0; notYet > 0 && place < size[0] && above[0] + place < k; place++) {
    // Of what is left of the group, so many are relevant: none of them has come yet.
    const here = Math.min(1, hits[0] / (size[0] - place))
    sum += notYet * here * worth(above[0] + place + 1)
    notYet *= 1 - here
  }
  return sum
}

/**
 * The precision at the rank of each relevant item among the first k, summed, over min(k, relevant items): 1 is then
 * always within reach. With k = Infinity it is the full average precision, over all relevant items. 0 where nothing
 * is relevant.
 */
export function averagePrecision({ groups, above, size, hits, relevant }: RelevantRanks, k: number): number {
  if (relevant === 0) return 0
  let sum = 0
  let before = 0
  for (let g = 0; g < groups && above[g] < k; g++) {
    // Where one of the group is relevant, each other of the group is with this chance.
    const others = size[g] > 1 ? (hits[g] - 1) / (size[g] - 1) : 0
    const end = Math.min(size[g], k - above[g])
    let precisions = 0
    for (let place = 0; place < end; place++) precisions += (before + 1 + place * others) / (above[g] + place + 1)
    sum += (hits[g] / size[g]) * precisions
    before += hits[g]
  }
  return sum / Math.min(k, relevant)
}

/** Discounted gain of the relevant items among the first k, over that of min(k, relevant items) at the top. */
export function ndcg({ groups, above, size, hits, relevant }: RelevantRanks, k: number): number {
  if (relevant === 0) return 0
  let gained = 0
  for (let g = 0; g < groups && above[g] < k; g++) {
    const end = above[g] + Math.min(size[g], k - above[g])
    let discounts = 0
    for (let rank = above[g] + 1; rank <= end; rank++) discounts += discount(rank)
    gained += (hits[g] / size[g]) * discounts
  }
  let ideal = 0
  for (let rank = 1; rank <= Math.min(k, relevant); rank++) ideal += discount(rank)
  return Math.min(1, gained / ideal)
}
