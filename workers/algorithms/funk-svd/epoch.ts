import type { GpuDevice } from '../../device/device.ts'
import {
  bind,
  bufferFrom,
  emptyBuffer,
  kernelOf,
  parameterBuffer,
  readBackOf,
  run,
  write,
} from '../../device/kernel.ts'
import source from './epoch.wgsl?raw'

/**
 * Ratings in the order in which an epoch takes them: blocks × blocks blocks, stratum by stratum. Two blocks of a
 * stratum have no person and no item in common, so that their order does not matter and a GPU may run them at once.
 */
export interface BlockedRatings {
  readonly blocks: number
  /** blocks² + 1: where each block's ratings begin */
  readonly start: Uint32Array
  readonly person: Uint32Array
  readonly item: Uint32Array
  readonly rating: Float32Array
}

/** What the loss and its descent are about: Σ (r − μ − b_u − b_i − p·q)² + λ(b_u² + b_i² + ‖p‖² + ‖q‖²). */
export interface FunkProblem {
  readonly ratings: BlockedRatings
  /** μ */
  readonly mean: number
  /** λ, once a rating */
  readonly regularization: number
  /** γ */
  readonly rate: number
}

/** Rows of 1 + factors numbers, row-major: a bias, then the factors. */
export interface BiasedFactors {
  readonly people: Float64Array
  readonly items: Float64Array
  readonly factors: number
}

/**
 * One epoch of stochastic gradient descent, in place: each rating moves its person and its item by `rate` against half
 * the gradient of its part of the loss (Koren, Bell & Volinsky 2009, eq. 5).
 */
export function funkEpochPlain(problem: FunkProblem, { people, items, factors }: BiasedFactors): void {
  const { mean, rate, regularization } = problem
  const { person, item, rating } = problem.ratings
  const stride = factors + 1
  const kept = 1 - rate * regularization
  for (let e = 0; e < rating.length; e++) {
    const p = person[e] * stride
    const q = item[e] * stride
    const step = rate * (rating[e] - mean - people[p] - items[q] - product(people, p + 1, items, q + 1, factors))
    people[p] = kept * people[p] + step
    items[q] = kept * items[q] + step
    for (let f = 1; f <= factors; f++) {
      const ofPerson = people[p + f]
      const ofItem = items[q + f]
      people[p + f] = kept * ofPerson + step * ofItem
      items[q + f] = kept * ofItem + step * ofPerson
    }
  }
}

/** The whole loss over all ratings. */
export function funkLoss(problem: FunkProblem, { people, items, factors }: BiasedFactors): number {
  const { mean, regularization } = problem
  const { person, item, rating } = problem.ratings
  const stride = factors + 1
  const ofPeople = squaredLengths(people, stride)
  const ofItems = squaredLengths(items, stride)
  let squares = 0
  let lengths = 0
  for (let e = 0; e < rating.length; e++) {
    const p = person[e] * stride
    const q = item[e] * stride
    const error = rating[e] - mean - people[p] - items[q] - product(people, p + 1, items, q + 1, factors)
    squares += error * error
    lengths += ofPeople[person[e]] + ofItems[item[e]]
  }
  return squares + regularization * lengths
}

/** Four sums side by side, so that one does not wait for the other. */
function product(a: Float64Array, atA: number, b: Float64Array, atB: number, size: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0]
  let f = 0
  for (; f + 3 < size; f += 4) {
    s0 += a[atA + f] * b[atB + f]
    s1 += a[atA + f + 1] * b[atB + f + 1]
    s2 += a[atA + f + 2] * b[atB + f + 2]
    s3 += a[atA + f + 3] * b[atB + f + 3]
  }
  for (; f < size; f++) s0 += a[atA + f] * b[atB + f]
  return s0 + s1 + (s2 + s3)
}

function squaredLengths(rows: Float64Array, stride: number): Float64Array {
  return Float64Array.from({ length: rows.length / stride }, (_, r) =>
    product(rows, r * stride, rows, r * stride, stride),
  )
}

/** Both sides' rows on the GPU; nothing comes back before `read`. */
export interface FunkOnGpu {
  /** One dispatch a stratum. */
  epoch(): Promise<void>
  /** people and items as in BiasedFactors; throws DeviceLostError where the device is gone */
  read(): Promise<{ people: Float32Array; items: Float32Array }>
  destroy(): void
}

export function createFunkOnGpu(
  gpu: GpuDevice,
  { ratings, mean, rate, regularization }: FunkProblem,
  { people, items, factors }: BiasedFactors,
): FunkOnGpu {
  const kernel = kernelOf(gpu, source, 'descend', { STRIDE: factors + 1 })
  const parameters = parameterBuffer(gpu, 4)
  write(gpu, parameters, Float32Array.of(mean, rate, regularization, 0))
  const lists = [ratings.start, ratings.person, ratings.item, ratings.rating].map((list) => bufferFrom(gpu, list))
  const rows = [people, items].map((side) => {
    const buffer = emptyBuffer(gpu, side.length)
    write(gpu, buffer, Float32Array.from(side))
    return buffer
  })
  const strata = Array.from({ length: ratings.blocks }, (_, s) => {
    const stratum = parameterBuffer(gpu, 2)
    write(gpu, stratum, Uint32Array.of(s * ratings.blocks, ratings.blocks))
    return stratum
  })
  const dispatches = strata.map((stratum) =>
    bind(gpu, { kernel, bindings: [parameters, stratum, ...lists, ...rows], workgroups: ratings.blocks }),
  )
  const back = readBackOf(gpu, [
    { buffer: rows[0], length: people.length },
    { buffer: rows[1], length: items.length },
  ])
  return {
    epoch: () => run(gpu, dispatches),
    async read() {
      await run(gpu, [], back.copy)
      const [ofPeople, ofItems] = await back.bytes()
      return { people: new Float32Array(ofPeople), items: new Float32Array(ofItems) }
    },
    destroy() {
      for (const held of [parameters, ...lists, ...rows, ...strata, back]) held.destroy()
    },
  }
}
