import type { Interactions, Item } from '../data/dataset.ts'
import { log2 } from '../lib/portable-math.ts'
import type { SparseMatrix } from '../lib/sparse.ts'
import { checkCutOff } from './ranks.ts'

/*
 * What accuracy does not see: of one list how new, varied and popular it is, of all lists together how unevenly they
 * show the catalogue. Conventions as in metrics.ts: repeats count once and are removed before the cut at k; k must be a
 * whole number from 1, else RangeError; an empty list gives 0, never NaN.
 */

/** How many people rated each item. */
export function ratersOf({ ratings }: Interactions): Uint32Array {
  const raters = new Uint32Array(ratings.columns)
  for (const item of ratings.column) raters[item]++
  return raters
}

/** The share of people who rated each item, from 0 to 1. */
export function popularityOf(train: Interactions): Float64Array {
  const people = Math.max(1, train.ratings.rows)
  return Float64Array.from(ratersOf(train), (raters) => raters / people)
}

/**
 * The self-information of each item in bits, −log2 of the share of people who rated it (Zhou et al. 2010, Solving the
 * apparent diversity-accuracy dilemma of recommender systems, PNAS): 0 for what everybody rated, one bit more for every
 * halving. What nobody rated counts as rated by one person: log2(people) is the most there is.
 */
export function selfInformation(raters: ArrayLike<number>, people: number): Float64Array {
  return Float64Array.from(raters, (count) => Math.max(0, log2(Math.max(1, people) / Math.max(1, count))))
}

/** Novelty: the mean self-information of the first k, in bits. */
export function noveltyAt(recommended: Iterable<number>, information: ArrayLike<number>, k: number): number {
  return meanOf(firstOf(recommended, k), information)
}

/**
 * Average recommendation popularity: the mean share of people who rated the first k (Yin et al. 2012, Challenging the
 * long tail recommendation, PVLDB).
 */
export function averagePopularityAt(recommended: Iterable<number>, popularity: ArrayLike<number>, k: number): number {
  return meanOf(firstOf(recommended, k), popularity)
}

/**
 * How much more popular the first k are than what the person rated: the mean popularity of the list less that of the
 * profile, from −1 to 1, in shares of all people. It is the numerator of ΔGAP (Abdollahpouri et al. 2019, The unfairness
 * of popularity bias in recommendation); the quotient is not defined for someone whose items nobody rated. Above 0:
 * pushed toward the head. 0 where there is no list or no profile to compare.
 */
export function popularityBiasAt(
  recommended: Iterable<number>,
  profile: Iterable<number>,
  popularity: ArrayLike<number>,
  k: number,
): number {
  return popularityBias(firstOf(recommended, k), [...new Set(profile)], popularity)
}

/** The same for a list that is cut already, and a profile, both without repeats. */
export function popularityBias(list: ArrayLike<number>, profile: ArrayLike<number>, popularity: ArrayLike<number>) {
  return list.length === 0 || profile.length === 0 ? 0 : meanOf(list, popularity) - meanOf(profile, popularity)
}

/** The mean of what these items have each; 0 for none. */
export function meanOf(items: ArrayLike<number>, values: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < items.length; i++) sum += values[items[i]]
  return items.length === 0 ? 0 : sum / items.length
}

/**
 * Intra-list diversity of the first k: 1 − the mean cosine of the features of any two of them (after Ziegler et al. 2005,
 * Improving recommendation lists through topic diversification, who add the similarities up). From 0 (all alike) to 1
 * where no feature is negative, to 2 where some are. Items without features are left out; fewer than two others give 0.
 * For many lists over the same features keep a ListDiversity. Throws RangeError where a feature is not finite.
 */
export function diversityAt(recommended: Iterable<number>, features: SparseMatrix, k: number): number {
  return new ListDiversity(features).of(firstOf(recommended, k))
}

/**
 * Intra-list diversity over one set of features, items × features. The mean of all pairs' cosines comes from the sum of
 * the unit vectors: |Σ u|² = m + 2 Σ cos, so a list costs its features and not its pairs.
 */
export class ListDiversity {
  readonly #features: SparseMatrix
  /** rows of length 1; all 0 where an item has no features */
  readonly #unit: Float64Array
  readonly #sum: Float64Array

  constructor(features: SparseMatrix) {
    this.#features = features
    this.#unit = unitRows(features)
    this.#sum = new Float64Array(features.columns)
  }

  /** Of a list without repeats. */
  of(list: ArrayLike<number>): number {
    const { start, column } = this.#features
    this.#sum.fill(0)
    let count = 0
    for (let i = 0; i < list.length; i++) {
      let length = 0
      for (let e = start[list[i]]; e < start[list[i] + 1]; e++) {
        this.#sum[column[e]] += this.#unit[e]
        length += this.#unit[e] * this.#unit[e]
      }
      if (length > 0) count++
    }
    if (count < 2) return 0
    const squared = this.#sum.reduce((total, one) => total + one * one, 0)
    const cosine = (squared - count) / (count * (count - 1))
    return Math.min(2, Math.max(0, 1 - cosine))
  }
}

/** The values of a matrix with every row scaled to length 1; by its largest value first, so that no square overflows. */
function unitRows({ rows, start, value }: SparseMatrix): Float64Array {
  const unit = Float64Array.from(value)
  for (let row = 0; row < rows; row++) {
    const own = unit.subarray(start[row], start[row + 1])
    let largest = 0
    for (const one of own) {
      if (!Number.isFinite(one)) throw new RangeError(`a feature must be a finite number, got ${one} for item ${row}`)
      largest = Math.max(largest, Math.abs(one))
    }
    if (largest === 0) continue
    for (let i = 0; i < own.length; i++) own[i] /= largest
    const length = Math.sqrt(own.reduce((sum, one) => sum + one * one, 0))
    for (let i = 0; i < own.length; i++) own[i] /= length
  }
  return unit
}

/** What is known of the items, as 0 and 1: their genres and their tones; undefined where nothing is known of any. */
export function featuresOf(items: readonly Item[]): SparseMatrix | undefined {
  const columns = new Map<string, number>()
  const start = new Uint32Array(items.length + 1)
  const entries: number[] = []
  items.forEach(({ genres, tones }, item) => {
    const own = new Set([...genres.map((name) => `genre ${name}`), ...tones.map((name) => `tone ${name}`)])
    const known = [...own].map((name) => {
      const column = columns.get(name) ?? columns.size
      columns.set(name, column)
      return column
    })
    entries.push(...known.sort((a, b) => a - b))
    start[item + 1] = entries.length
  })
  if (entries.length === 0) return undefined
  const column = Uint32Array.from(entries)
  return { rows: items.length, columns: columns.size, start, column, value: new Float32Array(column.length).fill(1) }
}

/**
 * Gini coefficient of how often each item of the catalogue is shown (the whole catalogue, those never shown too): 0 where
 * all are shown alike, (n − 1) / n where one of n is shown alone. 0 for an empty catalogue, or where nothing is shown.
 * Throws RangeError where a count is negative or not finite. O(n log n).
 */
export function gini(exposure: ArrayLike<number>): number {
  const sorted = Float64Array.from(exposure)
  for (const count of sorted) {
    if (!Number.isFinite(count) || count < 0) throw new RangeError(`exposure must be a number from 0, got ${count}`)
  }
  sorted.sort()
  const n = sorted.length
  const most = n === 0 ? 0 : sorted[n - 1]
  if (most === 0) return 0
  let total = 0
  let weighted = 0
  for (let i = 0; i < n; i++) {
    const share = sorted[i] / most
    total += share
    weighted += (2 * (i + 1) - n - 1) * share
  }
  return Math.min(1, Math.max(0, weighted / (n * total)))
}

/** The first k of a list without its repeats. */
function firstOf(recommended: Iterable<number>, k: number): number[] {
  checkCutOff(k)
  return [...new Set(recommended)].slice(0, k)
}
