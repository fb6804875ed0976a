import type { Weights } from '../../training/gradient.ts'
import type { PointwiseBatch } from '../../training/pointwise-batches.ts'
import { trainable } from '../../training/pointwise-model.ts'
import { wideDeepModel, type WideDeepShape, type WidePart } from '../../algorithms/wide-deep/model.ts'
import { dense, noiseOf } from '../../device/layers.ts'
import { sigmoid, tensorOf, tensorsOn, type Tensor1D, type Tensor2D } from '../../device/tensors.ts'
import type { Adapter } from './adapter.ts'
import { Mismatch } from './compare.ts'
import { gradientAdapter, type Fed, type Held } from './gradient.ts'
import { pairsOfIds, type IdBatch } from './ncf.ts'

interface WideBatch extends IdBatch {
  readonly wide_features: readonly (readonly number[])[]
}

interface Inputs {
  readonly config: {
    readonly num_users: number
    readonly num_items: number
    readonly embedding_dim: number
    readonly deep_layers: readonly number[]
  }
  readonly batches: readonly WideBatch[]
}

/** Pairs with dense features for the linear half. */
interface DenseInputs extends PointwiseBatch {
  readonly dense: readonly (readonly number[])[]
}

/** The linear half as the fixture feeds it. */
const wideOfDense: WidePart<DenseInputs> = {
  parameters: {},
  userTables: [],
  logits({ wideWeights, wideBias }, { dense: rows }) {
    const features = tensorOf({ shape: [rows.length, rows[0]!.length], values: Float32Array.from(rows.flat()) })
    return dense(features as Tensor2D, wideWeights as Tensor2D, wideBias as Tensor1D)
  },
}

const names: Readonly<Record<string, Held>> = {
  'wide.weight': { name: 'wideWeights', transposed: true },
  'wide.bias': { name: 'wideBias' },
  'user_embedding.weight': { name: 'user' },
  'item_embedding.weight': { name: 'item' },
  'deep_output.weight': { name: 'outputWeights', transposed: true },
  'deep_output.bias': { name: 'outputBias' },
}

/** Linear, ReLU, BatchNorm and Dropout repeat: of four, the first is a layer and the third normalizes. */
function nameOf(name: string): Held | undefined {
  const [, place, kind] = /^deep\.(\d+)\.(\w+)$/.exec(name) ?? []
  if (place === undefined) return names[name]
  const layer = Math.floor(Number(place) / 4)
  if (Number(place) % 4 === 0)
    return kind === 'weight' ? { name: `weights${layer}`, transposed: true } : { name: `bias${layer}` }
  if (kind === 'weight') return { name: `gamma${layer}` }
  if (kind === 'bias') return { name: `beta${layer}` }
  if (kind === 'running_mean') return { name: `running${layer}`, row: 0 }
  // how many batches it has seen is not kept: nothing here depends on it
  return kind === 'running_var' ? { name: `running${layer}`, row: 1 } : undefined
}

const shapeOf = ({ config }: Inputs): WideDeepShape => ({
  users: config.num_users,
  items: config.num_items,
  embedding: config.embedding_dim,
  layers: config.deep_layers,
  dropout: 0,
})

function feed(inputs: Inputs, weights: Weights, buffers: Weights): Fed<DenseInputs> {
  const model = { ...wideDeepModel(shapeOf(inputs), wideOfDense, 0), parameters: weights, buffers }
  return {
    model: trainable(model),
    batches: inputs.batches.map((batch) => ({ ...pairsOfIds(batch), dense: batch.wide_features })),
    output: (parameters, batch) => sigmoid(model.logits(parameters, batch, undefined)),
  }
}

/** A layer's bias only shifts what normalization centres again, where no unit is cut off by its ReLU. */
const zeroInTheory = (name: string) => /^bias\d$/.test(name)

const weights = gradientAdapter({ nameOf, feed, zeroInTheory })

export const wideDeep: Adapter = async (testCase, tolerance, device) =>
  testCase.name === 'train_batch_of_one' ? await refusesOne(device) : await weights(testCase, tolerance, device)

/** A batch of one has no variance to normalize by: training on it is refused, in words. */
async function refusesOne(device: Parameters<Adapter>[2]) {
  const shape: WideDeepShape = { users: 2, items: 3, embedding: 2, layers: [2], dropout: 0 }
  const none: WidePart = {
    parameters: {},
    userTables: [],
    logits: () => tensorOf({ shape: [1, 1], values: new Float32Array(1) }) as Tensor2D,
  }
  const model = wideDeepModel(shape, none, 0)
  const tensors = await tensorsOn(device)
  const pair = pairsOfIds({ user_ids: [1], item_ids: [2], labels: [1] })
  const all = () =>
    Object.fromEntries(
      Object.entries({ ...model.parameters, ...model.buffers }).map(([name, own]) => [name, tensorOf(own)]),
    )
  tensors.run(() => model.logits(all(), pair, undefined)).dispose()
  try {
    tensors.run(() => model.logits(all(), pair, noiseOf(0, 1))).dispose()
  } catch (error) {
    if (error instanceof RangeError && /2 rows or more/.test(error.message)) return
    throw error
  }
  throw new Mismatch('training on a batch of one went through, expected a clear error')
}
