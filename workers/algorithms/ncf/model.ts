import { dense, dropout, embedding, lookup, type Noise } from '../../device/layers.ts'
import { concat, mul, reshape, type Parameters, type Tensor1D, type Tensor2D } from '../../device/tensors.ts'
import { random, seedFor } from '../../lib/random.ts'
import type { Weights } from '../../training/gradient.ts'
import type { PointwiseModel } from '../../training/pointwise-model.ts'
import type { PointwiseInputs } from '../../training/pointwise-batches.ts'
import { filled, normal, xavier } from '../../training/initializers.ts'

export interface NcfShape {
  readonly users: number
  readonly items: number
  /** width of each of the four embeddings */
  readonly embedding: number
  /** widths of the MLP's layers */
  readonly layers: readonly number[]
  readonly dropout: number
  readonly parts: 'both' | 'gmf' | 'mlp'
}

/** NeuMF (He et al., WWW 2017): what two embeddings multiply, beside what a network makes of two others. */
export function ncfModel(shape: NcfShape, seed: number): PointwiseModel {
  return {
    parameters: startValues(shape, seed),
    userTables: [...(hasGmf(shape) ? ['userGmf'] : []), ...(hasMlp(shape) ? ['userMlp'] : [])],
    logits: (parameters, pairs, noise) => forward(shape, parameters, pairs, noise).logits,
  }
}

const hasGmf = ({ parts }: NcfShape) => parts !== 'mlp'
const hasMlp = ({ parts }: NcfShape) => parts !== 'gmf'

/** Embeddings from a normal distribution (0.01), layers as Glorot and Bengio have them, biases at 0. */
function startValues(shape: NcfShape, seed: number): Weights {
  const from = random(seedFor('ncf', seed))
  const { users, items, embedding, layers } = shape
  const mlp = hasMlp(shape) ? layers : []
  const inputs = [2 * embedding, ...layers]
  const last = (hasGmf(shape) ? embedding : 0) + (mlp.at(-1) ?? 0)
  return {
    ...(hasGmf(shape) && {
      userGmf: normal(from, [users, embedding], 0.01),
      itemGmf: normal(from, [items, embedding], 0.01),
    }),
    ...(hasMlp(shape) && {
      userMlp: normal(from, [users, embedding], 0.01),
      itemMlp: normal(from, [items, embedding], 0.01),
    }),
    ...Object.fromEntries(
      mlp.flatMap((width, layer) => [
        [`weights${layer}`, xavier(from, [inputs[layer]!, width])],
        [`bias${layer}`, filled([width], 0)],
      ]),
    ),
    outputWeights: xavier(from, [last, 1]),
    outputBias: filled([1], 0),
  }
}

interface Activations {
  /** [n, embedding]: the products, factor by factor */
  readonly gmf?: Tensor2D
  /** after each layer of the MLP: [n, width] */
  readonly hidden: readonly Tensor2D[]
  /** [n] */
  readonly logits: Tensor1D
}

/** The whole model: what a pair's embeddings become, up to its logit. */
export function forward(shape: NcfShape, parameters: Parameters, pairs: PointwiseInputs, noise?: Noise): Activations {
  const p = parameters as Record<string, Tensor2D>
  const table = hasGmf(shape) ? p.itemGmf! : p.itemMlp!
  const users = lookup(pairs.users, (hasGmf(shape) ? p.userGmf! : p.userMlp!).shape[0])
  const items = lookup(pairs.items, table.shape[0])

  const gmf = hasGmf(shape) ? (mul(embedding(p.userGmf!, users), embedding(p.itemGmf!, items)) as Tensor2D) : undefined
  const hidden: Tensor2D[] = []
  if (hasMlp(shape)) {
    let x = concat([embedding(p.userMlp!, users), embedding(p.itemMlp!, items)], 1)
    shape.layers.forEach((_, layer) => {
      x = dense(x, p[`weights${layer}`]!, p[`bias${layer}`] as unknown as Tensor1D, 'relu')
      x = dropout(x, shape.dropout, noise)
      hidden.push(x)
    })
  }
  const last = [gmf, hidden.at(-1)].filter((part) => part !== undefined)
  const both = last.length === 2 ? concat(last, 1) : last[0]!
  const logits = dense(both, p.outputWeights!, p.outputBias as unknown as Tensor1D)
  return { ...(gmf && { gmf }), hidden, logits: reshape(logits, [pairs.items.length]) as Tensor1D }
}
