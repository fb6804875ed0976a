import { batchNorm, dense, dropout, type Noise } from '../../device/layers.ts'
import { atLeast } from './at-least.ts'
import {
  tensor1d,
  tensorOf,
  type Parameters,
  type Tensor1D,
  type Tensor2D,
  type Variable,
} from '../../device/tensors.ts'
import { allProducts, inBatchSoftmax, normalized } from './layers.ts'
import { random, seedFor } from '../../lib/random.ts'
import type { Weights, TrainableModel } from '../../training/gradient.ts'
import { filled, xavier } from '../../training/initializers.ts'

export interface TowerShape {
  /** width of what each tower is fed with */
  readonly inputs: Readonly<Record<Side, number>>
  readonly hidden: number
  /** width of what the towers end in, and compare */
  readonly embedding: number
  readonly dropout: number
  /** at the start: it is learned, too */
  readonly temperature: number
}

export type Side = 'user' | 'item'

/** People beside the items they chose: person k and item k belong together, and every other item is a negative of k's. */
export interface TowerBatch {
  /** [B] */
  readonly items: Int32Array
  /** [B]: the natural logarithm of how likely each item is to be drawn; zeros for no correction */
  readonly logQ: Float32Array
}

/** What the towers are fed with is its own affair. */
export interface TowerInputs<Batch> {
  readonly parameters: Weights
  /** [B, inputs] */
  people(parameters: Parameters, batch: Batch): Tensor2D
  /** [B, inputs] */
  items(parameters: Parameters, batch: Batch): Tensor2D
}

/** Below this the softmax is a maximum, and below zero it would rank backwards. */
export const lowestTemperature = 0.01

/**
 * Two towers (Yi et al., RecSys 2019): one makes a vector of what is known of a person, the other of an item, and their
 * cosine over a temperature says how well they go together.
 */
export function twoTowerModel<Batch extends TowerBatch>(
  shape: TowerShape,
  inputs: TowerInputs<Batch>,
  seed: number,
): TrainableModel<Batch> {
  return {
    parameters: { ...inputs.parameters, ...startValues(shape, seed) },
    buffers: { userRunning: runningStart(shape), itemRunning: runningStart(shape) },
    loss(parameters, batch, noise) {
      const people = tower(shape, 'user', parameters, inputs.people(parameters, batch), noise)
      const items = tower(shape, 'item', parameters, inputs.items(parameters, batch), noise)
      const ids = tensor1d(batch.items, 'int32')
      return inBatchSoftmax(allProducts(people, items), parameters.temperature!, { ids, logQ: tensor1d(batch.logQ) })
    },
    bound: ({ temperature }: Readonly<Record<string, Variable>>) =>
      atLeast([temperature!], [], { least: lowestTemperature }),
  }
}

/** Layers as Glorot and Bengio have them; normalization starts as if not there. */
function startValues(shape: TowerShape, seed: number): Weights {
  const from = random(seedFor('two-tower', seed))
  const side = (name: Side): Weights => ({
    [`${name}Weights0`]: xavier(from, [shape.inputs[name], shape.hidden]),
    [`${name}Gamma`]: filled([shape.hidden], 1),
    [`${name}Beta`]: filled([shape.hidden], 0),
    [`${name}Weights1`]: xavier(from, [shape.hidden, shape.embedding]),
    [`${name}Bias1`]: filled([shape.embedding], 0),
  })
  return { ...side('user'), ...side('item'), temperature: filled([], shape.temperature) }
}

/** Running means of 0 and variances of 1. */
const runningStart = ({ hidden }: TowerShape) => ({
  shape: [2, hidden],
  values: new Float32Array(2 * hidden).fill(1, hidden),
})

/**
 * One tower: [n, inputs] → [n, embedding], rows of length 1. Its first layer has a bias only where the parameters have
 * one: wherever a unit is on for the whole batch, normalization takes its bias away again, so that the gradient is
 * rounding alone, which Adam would turn into whole steps.
 */
export function tower(shape: TowerShape, side: Side, parameters: Parameters, x: Tensor2D, noise?: Noise): Tensor2D {
  const p = parameters as Record<string, Tensor2D>
  const vector = (name: string) => p[`${side}${name}`] as unknown as Tensor1D | undefined
  const none = () => tensorOf(filled([shape.hidden], 0)) as Tensor1D
  const hidden = dense(x, p[`${side}Weights0`]!, vector('Bias0') ?? none(), 'relu')
  const own = { gamma: vector('Gamma')!, beta: vector('Beta')!, running: p[`${side}Running`]! }
  const normed = batchNorm(hidden, own, noise !== undefined)
  const kept = dropout(normed, shape.dropout, noise)
  return normalized(dense(kept, p[`${side}Weights1`]!, vector('Bias1')!))
}
