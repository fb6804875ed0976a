import { batchNorm, dense, dropout, embedding, lookup, type Noise } from '../../device/layers.ts'
import { add, concat, reshape, type Parameters, type Tensor1D, type Tensor2D } from '../../device/tensors.ts'
import { random, seedFor } from '../../lib/random.ts'
import type { Weights } from '../../training/gradient.ts'
import type { PointwiseInputs } from '../../training/pointwise-batches.ts'
import type { PointwiseModel } from '../../training/pointwise-model.ts'
import { filled, normal, xavier } from '../../training/initializers.ts'

export interface WideDeepShape {
  readonly users: number
  readonly items: number
  /** width of the two embeddings */
  readonly embedding: number
  /** widths of the deep layers */
  readonly layers: readonly number[]
  readonly dropout: number
}

/** The linear half: what it is fed with is its own affair. */
export interface WidePart<P extends PointwiseInputs = PointwiseInputs> {
  readonly parameters: Weights
  /** those of its parameters that have a row for each person */
  readonly userTables: readonly string[]
  /** [n, 1] */
  logits(parameters: Parameters, pairs: P): Tensor2D
}

/** Wide & Deep (Cheng et al., DLRS 2016): a linear model beside a network, trained together on the sum of their logits. */
export function wideDeepModel<P extends PointwiseInputs>(
  shape: WideDeepShape,
  wide: WidePart<P>,
  seed: number,
): PointwiseModel<P> {
  return {
    parameters: { ...wide.parameters, ...startValues(shape, seed) },
    buffers: runningStart(shape),
    userTables: [...wide.userTables, 'user'],
    logits: (parameters, pairs, noise) =>
      reshape(add(wide.logits(parameters, pairs), deepLogits(shape, parameters, pairs, noise)), [
        pairs.items.length,
      ]) as Tensor1D,
  }
}

const startDeviation = 0.1

/** Embeddings from a normal distribution, layers as Glorot and Bengio have them; normalization starts as if not there. */
function startValues({ users, items, embedding, layers }: WideDeepShape, seed: number): Weights {
  const from = random(seedFor('wide-deep', seed))
  const inputs = [2 * embedding, ...layers]
  return {
    user: normal(from, [users, embedding], startDeviation),
    item: normal(from, [items, embedding], startDeviation),
    ...Object.fromEntries(
      layers.flatMap((width, layer) => [
        [`weights${layer}`, xavier(from, [inputs[layer]!, width])],
        [`bias${layer}`, filled([width], 0)],
        [`gamma${layer}`, filled([width], 1)],
        [`beta${layer}`, filled([width], 0)],
      ]),
    ),
    outputWeights: xavier(from, [inputs.at(-1)!, 1]),
    outputBias: filled([1], 0),
  }
}

/** Running means of 0 and variances of 1. */
function runningStart({ layers }: WideDeepShape): Weights {
  return Object.fromEntries(
    layers.map((width, layer) => {
      const values = new Float32Array(2 * width).fill(1, width)
      return [`running${layer}`, { shape: [2, width], values }]
    }),
  )
}

/** The deep half: [n, 1]. */
export function deepLogits(
  shape: WideDeepShape,
  parameters: Parameters,
  pairs: PointwiseInputs,
  noise?: Noise,
): Tensor2D {
  const p = parameters as Record<string, Tensor2D>
  const vector = (name: string) => p[name] as unknown as Tensor1D
  const users = embedding(p.user!, lookup(pairs.users, p.user!.shape[0]))
  const items = embedding(p.item!, lookup(pairs.items, p.item!.shape[0]))
  let x = concat([users, items], 1)
  shape.layers.forEach((_, layer) => {
    x = dense(x, p[`weights${layer}`]!, vector(`bias${layer}`), 'relu')
    const own = { gamma: vector(`gamma${layer}`), beta: vector(`beta${layer}`), running: p[`running${layer}`]! }
    x = batchNorm(x, own, noise !== undefined)
    x = dropout(x, shape.dropout, noise)
  })
  return dense(x, p.outputWeights!, vector('outputBias'))
}
