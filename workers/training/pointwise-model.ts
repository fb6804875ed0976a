import { sigmoidCrossEntropy, type Noise } from '../device/layers.ts'
import {
  add,
  mul,
  sum,
  tensor1d,
  tensorOf,
  variablesOf,
  type CpuTensors,
  type ArrayWithShape,
  type Parameters,
  type Tensor,
  type Tensor1D,
} from '../device/tensors.ts'
import { square } from '../lib/portable-math.ts'
import { random, seedFor, type Random } from '../lib/random.ts'
import type { Context, Rated } from '../contract/system.ts'
import { descend, momentsOf, type Weights, type TrainableModel } from './gradient.ts'
import type { PointwiseBatch, PointwiseInputs } from './pointwise-batches.ts'

/** A model that says of a person and an item how likely they are to meet: a logit for each pair. */
export interface PointwiseModel<P extends PointwiseInputs = PointwiseInputs> {
  readonly parameters: Weights
  readonly buffers?: Weights
  /** the parameters that have a row for each person */
  readonly userTables: readonly string[]
  logits(parameters: Parameters, pairs: P, noise: Noise | undefined): Tensor1D
}

interface Labelled {
  readonly labels: Float32Array
}

/** Learns by binary cross-entropy from watched pairs and drawn ones. */
export const trainable = <P extends PointwiseInputs>(model: PointwiseModel<P>): TrainableModel<P & Labelled> => ({
  ...model,
  loss: (parameters, batch, noise) =>
    sigmoidCrossEntropy(model.logits(parameters, batch, noise), tensor1d(batch.labels)),
})

/** One person's rows, by the name of the table, each of shape [1, width]. */
export type UserRows = Weights

export function rowsOf(model: PointwiseModel, learned: Weights, user: number): UserRows {
  return Object.fromEntries(
    model.userTables.map((name) => {
      const { shape, values } = learned[name]!
      const width = shape[1]!
      return [name, { shape: [1, width], values: values.slice(user * width, (user + 1) * width) }]
    }),
  )
}

/** What was learned with one person's rows in place of everybody's, as tensors: their pairs have user 0. */
export function tensorsFor(learned: Weights, rows: UserRows): Parameters {
  return Object.fromEntries(Object.entries({ ...learned, ...rows }).map(([name, own]) => [name, tensorOf(own)]))
}

/** One person beside each of these items, in the context asked about. */
export function pairsOf(items: Int32Array, now: Context = [], fields = now.length): PointwiseInputs {
  const code = (field: number) => new Int32Array(items.length).fill(now[field] ?? -1)
  return { users: new Int32Array(items.length), items, codes: Array.from({ length: fields }, (_, f) => code(f)) }
}

export interface FoldIn {
  readonly items: number
  /** drawn anew for each liked item at each step */
  readonly negatives: number
  readonly seed: number
}

const foldInSteps = 24
/** in deviations of everybody's rows */
const foldInRate = 0.1
/** How much the others' rows weigh against the person's own pairs. */
const priorWeight = 0.3

/**
 * The rows of somebody never seen: from the mean of everybody's, so many steps of Adam on their pairs alone, with all
 * else held still, and everybody's rows as a normal prior, so that somebody with one rating stays near the others. What
 * moves is z, the rows' distance from the mean in deviations: the same at every stage of training. The same ratings give
 * the same rows.
 *
 * @param userPrior how the rows of the people who were learned from lie
 * @param liked what counts as watched; `rated` are never drawn as negatives
 */
export function foldInUser(
  cpu: CpuTensors,
  model: PointwiseModel,
  learned: Weights,
  userPrior: UserPrior,
  liked: readonly Rated[],
  rated: readonly Rated[],
  { items, negatives, seed }: FoldIn,
): UserRows {
  const from = random(seedFor('fold-in', seed))
  const own = new Set(rated.map(({ item }) => item))
  const others = Int32Array.from({ length: items }, (_, item) => item).filter((item) => !own.has(item))
  const start = Object.fromEntries(
    Object.entries(userPrior).map(([name, { mean }]) => [
      name,
      { ...mean, values: new Float32Array(mean.values.length) },
    ]),
  )
  const found: Record<string, ArrayWithShape> = {}
  cpu.run(() => {
    const z = variablesOf(start)
    const moments = variablesOf(momentsOf(start))
    const still = tensorsFor(learned, start)
    const shape = Object.entries(userPrior).map(([name, { mean, deviation }]) => [
      name,
      { mean: tensorOf(mean), deviation: tensorOf(deviation) },
    ]) as [string, { mean: Tensor; deviation: Tensor }][]
    const rowsNow = (): Record<string, Tensor> =>
      Object.fromEntries(shape.map(([name, { mean, deviation }]) => [name, add(mean, mul(z[name]!, deviation))]))
    for (let step = 1; step <= foldInSteps; step++) {
      const batch = pairsOfOne(liked, others, negatives, from)
      const loss = () => {
        const logits = model.logits({ ...still, ...rowsNow() }, batch, undefined)
        const fit = sigmoidCrossEntropy(logits, tensor1d(batch.labels))
        const prior = Object.values(z).map((own) => sum(mul(own, own)))
        const weight = priorWeight / (2 * batch.labels.length)
        return prior.reduce((total, each) => add(total, mul(each, weight)), fit)
      }
      descend(z, moments, loss, { learningRate: foldInRate, weightDecay: 0, step })
    }
    for (const [name, row] of Object.entries(rowsNow())) {
      found[name] = { shape: row.shape, values: row.dataSync() as Float32Array }
    }
    for (const variable of Object.values({ ...z, ...moments })) variable.dispose()
  })
  return found
}

function pairsOfOne(liked: readonly Rated[], others: Int32Array, negatives: number, from: Random): PointwiseBatch {
  const drawn = others.length === 0 ? 0 : negatives * liked.length
  const items = Int32Array.from({ length: liked.length + drawn }, (_, k) =>
    k < liked.length ? liked[k]!.item : others[from.integer(others.length)]!,
  )
  return { ...pairsOf(items), labels: Float32Array.from(items, (_, k) => (k < liked.length ? 1 : 0)) }
}

interface GaussianPrior {
  /** [1, width] */
  readonly mean: ArrayWithShape
  /** [1, width]: the standard deviation */
  readonly deviation: ArrayWithShape
}

/** By the name of the table. */
export type UserPrior = Readonly<Record<string, GaussianPrior>>

export const userPriorOf = ({ userTables }: PointwiseModel, learned: Weights): UserPrior =>
  Object.fromEntries(userTables.map((name) => [name, gaussianPriorOf(learned[name]!)]))

/** The mean of everybody's rows, and how far they lie from it. */
export function gaussianPriorOf({ shape, values }: ArrayWithShape): GaussianPrior {
  const [people, width] = shape as [number, number]
  const mean = new Float32Array(width)
  const deviation = new Float32Array(width)
  for (let d = 0; d < width && people > 0; d++) {
    let [sum, squares] = [0, 0]
    for (let person = 0; person < people; person++) sum += values[person * width + d]!
    mean[d] = sum / people
    for (let person = 0; person < people; person++) squares += square(values[person * width + d]! - mean[d]!)
    deviation[d] = Math.sqrt(squares / people)
  }
  const row = (numbers: Float32Array): ArrayWithShape => ({ shape: [1, width], values: numbers })
  return { mean: row(mean), deviation: row(deviation) }
}
