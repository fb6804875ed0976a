import type { BiasedFactors } from './epoch.ts'
import type { Contribution, Rated } from '../../contract/system.ts'

export interface LearnedPerson {
  /** the person's bias, then their factors */
  readonly row: Float64Array
  /** What each rated film adds to the factors' share of an item's score; together they are p·q. */
  contributions(item: number): Contribution[]
}

export interface Lesson {
  readonly mean: number
  readonly rate: number
  readonly regularization: number
  readonly epochs: number
}

/**
 * Someone new, taught as the people of the data were: from zero, through as many epochs over their own ratings, with
 * the films held still. With x the bias and factors, a = (1, q) of a film and e what mean and film bias leave of its
 * rating, one rating makes x ← (1 − γλ)x + γ(e − a·x)a, so an epoch is x ← Ax + Σ e b with one b a film, and all epochs
 * are a sum of what each film adds.
 *
 * @param rated in the order in which they are met
 */
export function learnedPerson(rated: readonly Rated[], films: BiasedFactors, lesson: Lesson): LearnedPerson {
  const { items } = films
  const { epochs, mean } = lesson
  const size = films.factors + 1
  const { a, b } = epochOf(rated, films, lesson)
  const rest = Float64Array.from(rated, ({ item, rating }) => rating - mean - items[item * size])
  const added = new Float64Array(size)
  rated.forEach((_, j) => {
    for (let f = 0; f < size; f++) added[f] += rest[j] * b[j * size + f]
  })
  let row = new Float64Array(size)
  for (let t = 0; t < epochs; t++) row = added.map((x, f) => x + product(a, f * size, row, 0, size))
  return {
    row,
    contributions(item) {
      // backwards: what an addition in the last epoch is worth, in the one before it, and so on, in sum
      let worth = items.slice(item * size, (item + 1) * size)
      worth[0] = 0 // the bias has a term of its own
      const all = new Float64Array(size)
      for (let t = 0; t < epochs; t++) {
        for (let f = 0; f < size; f++) all[f] += worth[f]
        worth = timesMatrix(worth, a, size)
      }
      return rated.map((one, j) => ({ item: one.item, amount: rest[j] * product(all, 0, b, j * size, size) }))
    },
  }
}

/** A (size × size) and each film's b (n × size), backwards from the last rating of the epoch: O(n size²). */
function epochOf(rated: readonly Rated[], { items, factors }: BiasedFactors, { rate, regularization }: Lesson) {
  const size = factors + 1
  const kept = 1 - rate * regularization
  const a = new Float64Array(size * size)
  for (let f = 0; f < size; f++) a[f * size + f] = 1
  const b = new Float64Array(rated.length * size)
  const film = new Float64Array(size)
  for (let j = rated.length - 1; j >= 0; j--) {
    film.set(items.subarray(rated[j].item * size, (rated[j].item + 1) * size))
    film[0] = 1
    for (let i = 0; i < size; i++) {
      const step = rate * product(a, i * size, film, 0, size)
      b[j * size + i] = step
      for (let f = 0; f < size; f++) a[i * size + f] = kept * a[i * size + f] - step * film[f]
    }
  }
  return { a, b }
}

function product(a: Float64Array, atA: number, b: Float64Array, atB: number, size: number): number {
  let sum = 0
  for (let f = 0; f < size; f++) sum += a[atA + f] * b[atB + f]
  return sum
}

/** vᵀA. */
function timesMatrix(v: Float64Array, a: Float64Array, size: number): Float64Array<ArrayBuffer> {
  const out = new Float64Array(size)
  for (let i = 0; i < size; i++) for (let f = 0; f < size; f++) out[f] += v[i] * a[i * size + f]
  return out
}
