import type { Rated } from '../../../contract/system.ts'

/** Items described by features, row by row: what is not listed is 0. */
export interface FeatureRows {
  readonly items: number
  /** how many features there are */
  readonly size: number
  /** length items + 1 */
  readonly start: Uint32Array
  /** feature of each entry, ascending inside a row */
  readonly feature: Uint32Array
  /** value of each entry */
  readonly value: Float64Array
  /** the Euclidean length of each item's row; 0 where nothing is known of it */
  readonly lengths: Float64Array
}

/** How a rating weighs in a profile: as it was given, or less the person's mean. */
export type ProfileWeights = 'raw' | 'centred'

/** Added to the product of the two lengths, so that a profile of nothing has a cosine of 0. */
const softening = 1e-8
/** A profile that cancelled out up to rounding says nothing. */
const nothing = 1e-12

/** The rows of a dense items × size matrix, row-major, zeros left out. Throws RangeError where the size does not divide it. */
export function rowsFromDense(dense: Float64Array, items: number, size: number): FeatureRows {
  if (dense.length !== items * size)
    throw new RangeError(`${items} items × ${size} features are ${items * size} values, got ${dense.length}`)
  const start = new Uint32Array(items + 1)
  const feature: number[] = []
  const value: number[] = []
  for (let item = 0; item < items; item++) {
    for (let f = 0; f < size; f++) {
      const x = dense[item * size + f]
      if (x === 0) continue
      feature.push(f)
      value.push(x)
    }
    start[item + 1] = feature.length
  }
  return withLengths({ items, size, start, feature: Uint32Array.from(feature), value: Float64Array.from(value) })
}

export function withLengths(rows: Omit<FeatureRows, 'lengths'>): FeatureRows {
  const lengths = new Float64Array(rows.items)
  for (let item = 0; item < rows.items; item++) {
    let squares = 0
    for (let e = rows.start[item]; e < rows.start[item + 1]; e++) squares += rows.value[e] * rows.value[e]
    lengths[item] = Math.sqrt(squares)
  }
  return { ...rows, lengths }
}

/**
 * The weights of one person's ratings: w = r, or r − mean(r), and 1 for each where all ratings are equal; divided by
 * Σ|w|, so that the profile is a mean.
 */
export function profileWeights(ratings: readonly Rated[], weights: ProfileWeights): Float64Array {
  const stars = Float64Array.from(ratings, ({ rating }) => rating)
  if (weights === 'centred' && stars.length > 0) {
    const mean = stars.reduce((sum, r) => sum + r, 0) / stars.length
    const equal = stars.every((r) => r === stars[0])
    for (let k = 0; k < stars.length; k++) stars[k] = equal ? 1 : stars[k] - mean
  }
  const total = stars.reduce((sum, w) => sum + Math.abs(w), 0)
  return total > 0 ? stars.map((w) => w / total) : stars
}

export interface Profile {
  /** a weight a feature: the mean of the rated items' features */
  readonly vector: Float64Array
  /** its Euclidean length; 0 where the ratings say nothing of any feature */
  readonly length: number
}

/** The weighted mean of the features of what a person rated, added up in order of item. */
export function profileOf(rows: FeatureRows, ratings: readonly Rated[], weights: ProfileWeights): Profile {
  const ordered = [...ratings].sort((a, b) => a.item - b.item)
  const shares = profileWeights(ordered, weights)
  const vector = new Float64Array(rows.size)
  ordered.forEach(({ item }, place) => {
    for (let e = rows.start[item]; e < rows.start[item + 1]; e++)
      vector[rows.feature[e]] += shares[place] * rows.value[e]
  })
  const length = Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0))
  return length > nothing ? { vector, length } : { vector: vector.fill(0), length: 0 }
}

/** What the products of profile and item are divided by. */
export function divisor(rows: FeatureRows, item: number, { length }: Profile): number {
  return length * rows.lengths[item] + softening
}

/** The cosine of the angle between a profile and an item; 0 where either is nothing. */
export function cosineTo(rows: FeatureRows, item: number, profile: Profile): number {
  let sum = 0
  for (let e = rows.start[item]; e < rows.start[item + 1]; e++) sum += profile.vector[rows.feature[e]] * rows.value[e]
  return sum / divisor(rows, item, profile)
}

/** The cosine of one item with every other; -Infinity for itself and for items of which nothing is known. */
export function cosinesTo(rows: FeatureRows, item: number): Float64Array {
  const own = new Float64Array(rows.size)
  for (let e = rows.start[item]; e < rows.start[item + 1]; e++) own[rows.feature[e]] = rows.value[e]
  const cosines = new Float64Array(rows.items).fill(-Infinity)
  for (let other = 0; other < rows.items; other++) {
    const lengths = rows.lengths[item] * rows.lengths[other]
    if (other === item || lengths === 0) continue
    let sum = 0
    for (let e = rows.start[other]; e < rows.start[other + 1]; e++) sum += own[rows.feature[e]] * rows.value[e]
    cosines[other] = sum / lengths
  }
  return cosines
}
