import { adamInPlace } from '../../../lib/adam.ts'
import { choleskyInPlace } from '../../../lib/cholesky.ts'
import { exp } from '../../../lib/portable-math.ts'
import type { Rated } from '../../../contract/system.ts'
import type { TrainedFm, PersonRow } from './scores.ts'

const steps = 80
const rate = 0.1

/**
 * The row of somebody never seen, with all else held still: gradient steps on the cross-entropy of what they liked
 * against all that they have not rated, weighted as so many negatives drawn for each liked item would be. It starts
 * from the mean row of everybody, and is held near it as closely as everybody's rows lie (a normal prior). Their
 * ratings know no context: the moment is the usual mix. The same ratings give the same row.
 *
 * @param liked what counts as watched; `rated` are never negatives
 */
export function foldInUser(
  machine: TrainedFm,
  liked: readonly Rated[],
  rated: readonly Rated[],
  negatives: number,
): PersonRow {
  const moment = machine.activeOfPerson('new', undefined, undefined)
  const { places, met } = machine.metByPerson(moment)
  const { mean, factor, vectors } = userPrior(machine, places)
  for (const place of places) vectors[place] = 0
  const without = machine.scores(machine.activeOfPerson('new', { weight: 0, vectors }, undefined))
  const examples = examplesOf(liked, rated, without.length, negatives)
  const row = descended(mean, factor, (own, gradient) => {
    for (const { item, label, share } of examples) {
      const first = item * places.length
      let score = without[item]! + own[0]!
      for (let k = 0; k < places.length; k++) score += own[k + 1]! * met[first + k]!
      const error = share * (1 / (1 + exp(-score)) - label)
      gradient[0]! += error
      for (let k = 0; k < places.length; k++) gradient[k + 1]! += error * met[first + k]!
    }
  })
  places.forEach((place, k) => (vectors[place] = row[k + 1]!))
  return { weight: row[0]!, vectors }
}

/**
 * Steps of Adam on z, where the row is mean + factor · z and z is normal: so the prior is a sphere, and one rate fits all.
 *
 * @param add adds to a gradient that of the loss with respect to the row
 */
function descended(mean: Float64Array, factor: Float64Array, add: (row: Float64Array, gradient: Float64Array) => void) {
  const size = mean.length
  const [z, m, v] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)]
  const rowOf = () =>
    mean.map((value, k) => {
      for (let j = 0; j <= k; j++) value += factor[k * size + j]! * z[j]!
      return value
    })
  for (let step = 1; step <= steps; step++) {
    const ofRow = new Float64Array(size)
    add(rowOf(), ofRow)
    const gradient = z.map((value, j) => {
      for (let k = j; k < size; k++) value += factor[k * size + j]! * ofRow[k]!
      return value
    })
    adamInPlace(z, m, v, gradient, { learningRate: rate, weightDecay: 0, step })
  }
  return rowOf()
}

interface Example {
  readonly item: number
  readonly label: 0 | 1
  /** how much it counts */
  readonly share: number
}

function examplesOf(liked: readonly Rated[], rated: readonly Rated[], items: number, negatives: number): Example[] {
  const own = new Set(rated.map(({ item }) => item))
  const others = Array.from({ length: items }, (_, item) => item).filter((item) => !own.has(item))
  const share = (negatives * liked.length) / Math.max(1, others.length)
  return [
    ...liked.map(({ item }) => ({ item, label: 1 as const, share: 1 })),
    ...others.map((item) => ({ item, label: 0 as const, share })),
  ]
}

/**
 * Of everybody's weight and the numbers at some places of their vectors: the mean, and Cholesky's factor L of their
 * covariance, L Lᵀ, size × size. Beside it the mean of all numbers of their vectors.
 */
function userPrior(machine: TrainedFm, places: readonly number[]) {
  const { first, size: people } = machine.features.field('user')!
  const vectors = new Float32Array(machine.rowOf(first).vectors.length)
  const size = places.length + 1
  const rows = Array.from({ length: people }, (_, person) => {
    const row = machine.rowOf(first + person)
    row.vectors.forEach((value, k) => (vectors[k]! += value / people))
    return Float64Array.from({ length: size }, (_, k) => (k === 0 ? row.weight : row.vectors[places[k - 1]!]!))
  })
  const mean = Float64Array.from({ length: size }, (_, k) => rows.reduce((sum, row) => sum + row[k]!, 0) / people)
  const factor = new Float64Array(size * size)
  for (const row of rows) {
    for (let k = 0; k < size; k++) {
      for (let j = 0; j <= k; j++) factor[k * size + j]! += ((row[k]! - mean[k]!) * (row[j]! - mean[j]!)) / people
    }
  }
  choleskyInPlace(factor, size, size)
  // it leaves reciprocals on the diagonal
  for (let k = 0; k < size; k++) factor[k * size + k] = factor[k * size + k] === 0 ? 0 : 1 / factor[k * size + k]!
  return { mean, factor, vectors }
}
