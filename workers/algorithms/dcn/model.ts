import { crossByMatrix, crossByVector } from './layers.ts'
import { dense, dropout, embedding, lookup, type Noise } from '../../device/layers.ts'
import { concat, reshape, type Parameters, type Tensor1D, type Tensor2D } from '../../device/tensors.ts'
import { random, seedFor } from '../../lib/random.ts'
import type { Weights } from '../../training/gradient.ts'
import type { PointwiseInputs } from '../../training/pointwise-batches.ts'
import { embedFeatures, type PointwiseFeatures } from '../../training/pointwise-features.ts'
import type { PointwiseModel } from '../../training/pointwise-model.ts'
import { filled, normal, xavier } from '../../training/initializers.ts'

export interface DcnShape {
  readonly users: number
  readonly items: number
  /** what is known of items and moments; without it there are person and film alone */
  readonly features?: PointwiseFeatures
  /** width of every segment of the input: person, film, and each field of features */
  readonly embedding: number
  readonly crossLayers: number
  /** the vector form of 2017, or the matrix form of 2021 */
  readonly cross: 'vector' | 'matrix'
  /** widths of the deep layers */
  readonly layers: readonly number[]
  readonly dropout: number
}

/** Person, film, and so many fields of features. */
export const segmentsOf = ({ features }: DcnShape) => 2 + (features?.fields.fields.length ?? 0)

/** Deep & Cross (Wang et al., ADKDD 2017; matrix form: WWW 2021), its two networks side by side on one input. */
export function dcnModel(shape: DcnShape, seed: number): PointwiseModel {
  return {
    parameters: startValues(shape, seed),
    userTables: ['user'],
    logits: (parameters, pairs, noise) =>
      throughNetworks(shape, parameters, inputOf(shape, parameters, pairs), noise).logits,
  }
}

const startDeviation = 0.1

/** Embeddings from a normal distribution, layers as Glorot and Bengio have them, biases at 0. */
function startValues(shape: DcnShape, seed: number): Weights {
  const from = random(seedFor('dcn', seed))
  const { users, items, features, embedding, crossLayers, cross, layers } = shape
  const width = segmentsOf(shape) * embedding
  const inputs = [width, ...layers]
  const known = features?.fields.size ?? 0
  return {
    user: normal(from, [users, embedding], startDeviation),
    item: normal(from, [items, embedding], startDeviation),
    ...(known > 0 && { feature: normal(from, [known, embedding], startDeviation) }),
    ...numbered(crossLayers, (layer) => [
      [`crossWeights${layer}`, xavier(from, [width, cross === 'vector' ? 1 : width])],
      [`crossBias${layer}`, filled([width], 0)],
    ]),
    ...numbered(layers.length, (layer) => [
      [`weights${layer}`, xavier(from, [inputs[layer]!, layers[layer]!])],
      [`bias${layer}`, filled([layers[layer]!], 0)],
    ]),
    outputWeights: xavier(from, [width + (layers.at(-1) ?? 0), 1]),
    outputBias: filled([1], 0),
  }
}

const numbered = <T>(count: number, of: (layer: number) => [string, T][]): Record<string, T> =>
  Object.fromEntries(Array.from({ length: count }, (_, layer) => of(layer)).flat())

/** x₀: the embeddings of person, film and features, segment after segment: [n, segments × embedding]. */
export function inputOf({ features }: DcnShape, parameters: Parameters, pairs: PointwiseInputs): Tensor2D {
  const { user, item, feature } = parameters as Record<string, Tensor2D>
  const segments = [
    embedding(user!, lookup(pairs.users, user!.shape[0])),
    embedding(item!, lookup(pairs.items, item!.shape[0])),
  ]
  if (features && feature) segments.push(embedFeatures(feature, features.bags(pairs), features.fields.fields.length))
  return concat(segments, 1)
}

interface Activations {
  /** what each cross layer is given, x₀ first, and what the last gives: [n, width] each */
  readonly crossed: readonly Tensor2D[]
  /** [n] */
  readonly logits: Tensor1D
}

/** What x₀ becomes: crossed with itself in one network, sent through layers in the other, both weighed into a logit. */
export function throughNetworks(shape: DcnShape, parameters: Parameters, start: Tensor2D, noise?: Noise): Activations {
  const p = parameters as Record<string, Tensor2D>
  const bias = (name: string) => p[name] as unknown as Tensor1D
  const crossed = [start]
  for (let layer = 0; layer < shape.crossLayers; layer++) {
    const by = shape.cross === 'vector' ? crossByVector : crossByMatrix
    crossed.push(by(start, crossed.at(-1)!, p[`crossWeights${layer}`]!, bias(`crossBias${layer}`)))
  }
  let x = start
  shape.layers.forEach((_, layer) => {
    x = dense(x, p[`weights${layer}`]!, bias(`bias${layer}`), 'relu')
    x = dropout(x, shape.dropout, noise)
  })
  const both = concat([crossed.at(-1)!, x], 1)
  const logits = dense(both, p.outputWeights!, bias('outputBias'))
  return { crossed, logits: reshape(logits, [start.shape[0]]) as Tensor1D }
}
