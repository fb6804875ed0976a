import type { TrainingData } from '../../contract/system.ts'
import { filmsDataset } from '../../data/audience.ts'
import { splitPerPerson, withValidation } from '../../data/splits.ts'
import type { SparseMatrix } from '../../lib/sparse.ts'
import { random, type Random } from '../../lib/random.ts'

/**
 * Ratings of the given size with long tails: few items take most of them, few people give most of them, everybody
 * gives at least 15. Seeded.
 *
 * @param entries at most a third of people × items
 */
export function longTailed(people: number, items: number, entries: number, seed: number): SparseMatrix {
  const from = random(seed)
  const cumulative = new Float64Array(items)
  let total = 0
  for (let item = 0; item < items; item++) cumulative[item] = total += 1 / (item + 40)
  const taken = new Uint8Array(items)
  const start = new Uint32Array(people + 1)
  const column = new Uint32Array(entries)
  const value = new Float32Array(entries)
  countsPerPerson(people, items, entries, from).forEach((count, person) => {
    const first = start[person]
    for (let n = 0; n < count;) {
      const item = placeIn(cumulative, from.uniform() * total)
      if (taken[item] === 1) continue
      taken[item] = 1
      column[first + n++] = item
    }
    const own = column.subarray(first, first + count).sort()
    for (const item of own) taken[item] = 0
    start[person + 1] = first + count
  })
  for (let e = 0; e < entries; e++) value[e] = Math.min(5, Math.max(1, Math.round(3.5 + 1.1 * from.normal())))
  return { rows: people, columns: items, start, column, value }
}

/** How many ratings each person gives: log-normal, 15 to a third of the items, adding up to `entries`. */
function countsPerPerson(people: number, items: number, entries: number, from: Random): Uint32Array {
  const least = Math.min(15, Math.floor(entries / people))
  const most = Math.floor(items / 3)
  const weights = Float64Array.from({ length: people }, () => Math.exp(from.normal()))
  const sum = weights.reduce((a, b) => a + b, 0)
  const counts = Uint32Array.from(weights, (w) => Math.min(most, Math.max(least, Math.round((w / sum) * entries))))
  let missing = entries - counts.reduce((a, b) => a + b, 0)
  while (missing !== 0) {
    const person = from.integer(people)
    const change = Math.sign(missing)
    if (counts[person] + change < least || counts[person] + change > most) continue
    counts[person] += change
    missing -= change
  }
  return counts
}

/** The first place whose cumulative weight is above the point. */
function placeIn(cumulative: Float64Array, point: number): number {
  let low = 0
  let high = cumulative.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (cumulative[middle] > point) high = middle
    else low = middle + 1
  }
  return low
}

/** The size of MovieLens-100K, which published timings are for. */
export function hundredThousand(): SparseMatrix {
  return longTailed(943, 1682, 100_000, 1)
}

/** The size of MovieLens-1M. */
export function millionRatings(): SparseMatrix {
  return longTailed(6040, 3706, 1_000_209, 3)
}

/** What a first visit trains on. */
export function filmsToTrainOn(): TrainingData {
  const { interactions, items, scale } = filmsDataset()
  return { interactions: withValidation(splitPerPerson(interactions, { seed: 42 })), items, scale }
}

export function asTrainingData(ratings: SparseMatrix): TrainingData {
  return {
    interactions: { ratings, time: new Float64Array(ratings.column.length), context: [] },
    items: Array.from({ length: ratings.columns }, (_, i) => ({ title: `Item ${i}`, genres: [], tones: [] })),
    scale: { low: 1, high: 5, step: 1 },
  }
}

/** Nested rows, 0 where there is no entry. */
export function dense(matrix: SparseMatrix): Float64Array[] {
  return Array.from({ length: matrix.rows }, (_, r) => {
    const row = new Float64Array(matrix.columns)
    for (let e = matrix.start[r]; e < matrix.start[r + 1]; e++) row[matrix.column[e]] = matrix.value[e]
    return row
  })
}
