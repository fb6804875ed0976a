import type { Rated } from './algorithm.ts'
import type { LearnedMachine, PersonRow } from './machine-scores.ts'

const steps = 80
const rate = 0.1
const [beta1, beta2] = [0.9, 0.999]

/**
 * The row of somebody never seen, with all else held still: gradient steps on the cross-entropy of what they liked
 * against all that they have not rated, weighted as so many negatives drawn for each liked item would be. It starts
 * from the mean row of everybody, and is held near it as closely as everybody's rows lie (a normal prior). Their
 * ratings know no circumstances: the moment is the usual mix. The same ratings give the same row.
 *
 * @param liked what counts as watched; `rated` are never negatives
 */
export function foldedInRow(
  machine: LearnedMachine,
  liked: readonly Rated[],
  rated: readonly Rated[],
  negatives: number,
): PersonRow {
  const { mean, spread } = everybody(machine)
  const moment = machine.activeOfPerson('new', undefined, undefined)
  const { places, met } = machine.metByPerson(moment)
  const vectors = Float32Array.from(mean.subarray(1))
  for (const place of places) vectors[place] = 0
  const without = machine.scores(machine.activeOfPerson('new', { weight: 0, vectors }, undefined))
  const examples = examplesOf(liked, rated, without.length, negatives)

  // what is learned: the weight, then the numbers at the places, as so many spreads from the mean
  const at = [0, ...places.map((place) => place + 1)]
  const [z, m, v] = [at, at, at].map(() => new Float64Array(at.length)) as [Float64Array, Float64Array, Float64Array]
  const value = (k: number) => mean[at[k]!]! + spread[at[k]!]! * z[k]!
  for (let step = 1; step <= steps; step++) {
    const gradient = z.slice()
    const row = at.map((_, k) => value(k))
    for (const { item, label, share } of examples) {
      const first = item * places.length
      let score = without[item]! + row[0]!
      for (let k = 0; k < places.length; k++) score += row[k + 1]! * met[first + k]!
      const error = share * (1 / (1 + Math.exp(-score)) - label)
      gradient[0]! += error * spread[0]!
      for (let k = 0; k < places.length; k++) gradient[k + 1]! += error * spread[at[k + 1]!]! * met[first + k]!
    }
    for (let k = 0; k < at.length; k++) {
      m[k] = beta1 * m[k]! + (1 - beta1) * gradient[k]!
      v[k] = beta2 * v[k]! + (1 - beta2) * gradient[k]! ** 2
      z[k]! -= (rate * (m[k]! / (1 - beta1 ** step))) / (Math.sqrt(v[k]! / (1 - beta2 ** step)) + 1e-8)
    }
  }
  places.forEach((place, k) => (vectors[place] = value(k + 1)))
  return { weight: value(0), vectors }
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

/** Mean and standard deviation of everybody's weight (first) and of each number of their vectors. */
function everybody(machine: LearnedMachine): { mean: Float64Array; spread: Float64Array } {
  const { first, size } = machine.features.field('user')!
  const width = machine.rowOf(first).vectors.length + 1
  const [mean, spread] = [new Float64Array(width), new Float64Array(width)]
  const number = (person: number, k: number) => {
    const { weight, vectors } = machine.rowOf(first + person)
    return k === 0 ? weight : vectors[k - 1]!
  }
  for (let k = 0; k < width; k++) {
    for (let person = 0; person < size; person++) mean[k]! += number(person, k) / size
    for (let person = 0; person < size; person++) spread[k]! += (number(person, k) - mean[k]!) ** 2 / size
    spread[k] = Math.sqrt(spread[k]!)
  }
  return { mean, spread }
}
