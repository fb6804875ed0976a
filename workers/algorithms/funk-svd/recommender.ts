import type { BiasedFactors } from '../../device/kernels/funk-epoch.ts'
import { choleskyInPlace, choleskySolve } from '../../lib/cholesky.ts'
import { topK } from '../../lib/top-k.ts'
import type { Contribution, Explanation, Person, Rated, Recommender, TrainingData } from '../algorithm.ts'
import type { Settings } from '../spec.ts'

/**
 * Scores are guessed stars before they are clipped to the scale. Someone new gets the bias and the factors that
 * minimise their part of the loss against the films as they stand, by ridge regression: exact, and at once.
 */
export function biasedRecommender(
  rows: BiasedFactors,
  mean: number,
  { scale }: TrainingData,
  settings: Settings,
): Recommender {
  const { people, items, factors } = rows
  const stride = factors + 1
  const guess = (person: Float64Array, item: number) => {
    let sum = mean + person[0] + items[item * stride]
    for (let f = 1; f <= factors; f++) sum += person[f] * items[item * stride + f]
    return sum
  }
  const personOf = (row: Float64Array, because: (item: number) => Contribution[]): Person => ({
    vector: row.subarray(1),
    scores: () => Float64Array.from({ length: items.length / stride }, (_, item) => guess(row, item)),
    predict: (item) => Math.min(scale.high, Math.max(scale.low, guess(row, item))),
    explain: (item) => explanationOf(guess(row, item), mean, row[0], items[item * stride], because(item)),
  })
  return {
    person(user) {
      const row = people.slice(user * stride, (user + 1) * stride)
      const share = (item: number) => guess(row, item) - mean - row[0] - items[item * stride]
      return personOf(row, (item) => [{ label: 'their tastes and its', amount: share(item) }])
    },
    foldIn(ratings) {
      if (ratings.length === 0) return undefined
      const system = solvePerson(ratings, rows, mean, Number(settings.regularization))
      return personOf(system.row, system.contributions)
    },
    similarItems: (item, n) => topK(cosinesTo(item, items, stride), n),
    export: () => ({ people, items }),
  }
}

/** Largest share first; they add up to the score. */
function explanationOf(
  score: number,
  mean: number,
  strictness: number,
  goodness: number,
  factors: readonly Contribution[],
): Explanation {
  const contributions = [
    { label: "everybody's mean", amount: mean },
    { label: 'how strict they are', amount: strictness },
    { label: 'how good it is said to be', amount: goodness },
    ...factors,
  ]
  contributions.sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount))
  return { kind: 'factors', score, contributions }
}

interface PersonSystem {
  /** the person's bias, then their factors */
  readonly row: Float64Array
  /** what each rated film adds to the factors' share of an item's score; together they are all of it */
  contributions(item: number): Contribution[]
}

/**
 * The x that minimises Σ (e − a·x)² + nλ‖x‖², where e is what mean and film bias leave of each of the n ratings and a
 * is 1, then the film's factors: the person's part of the loss, in which λ counts once a rating.
 */
function solvePerson(
  ratings: readonly Rated[],
  { items, factors }: BiasedFactors,
  mean: number,
  regularization: number,
): PersonSystem {
  const stride = factors + 1
  const rated = [...ratings].sort((a, b) => a.item - b.item)
  const matrix = new Float64Array(stride * stride)
  const row = new Float64Array(stride)
  const a = new Float64Array(stride)
  for (const { item, rating } of rated) {
    a.set(items.subarray(item * stride, (item + 1) * stride))
    const rest = rating - mean - a[0]
    a[0] = 1
    for (let i = 0; i < stride; i++) {
      row[i] += rest * a[i]
      for (let j = 0; j <= i; j++) matrix[i * stride + j] += a[i] * a[j]
    }
  }
  for (let i = 0; i < stride; i++) matrix[i * stride + i] += rated.length * regularization
  choleskyInPlace(matrix, stride, stride)
  choleskySolve(matrix, stride, stride, row)
  return {
    row,
    contributions(item) {
      const towards = items.slice(item * stride, (item + 1) * stride)
      towards[0] = 0 // the bias has a term of its own
      choleskySolve(matrix, stride, stride, towards)
      return rated.map((one) => {
        const at = one.item * stride
        let weight = towards[0]
        for (let f = 1; f < stride; f++) weight += towards[f] * items[at + f]
        return { item: one.item, amount: weight * (one.rating - mean - items[at]) }
      })
    },
  }
}

/** Cosine of one item's factors with every other's; the item itself and those without factors are left out. */
function cosinesTo(item: number, items: Float64Array, stride: number): Float64Array {
  const cosines = new Float64Array(items.length / stride)
  const product = (a: number, b: number) => {
    let sum = 0
    for (let f = 1; f < stride; f++) sum += items[a * stride + f] * items[b * stride + f]
    return sum
  }
  const own = product(item, item)
  for (let i = 0; i < cosines.length; i++) {
    const lengths = Math.sqrt(own * product(i, i))
    cosines[i] = i === item || lengths === 0 ? -Infinity : product(item, i) / lengths
  }
  return cosines
}
