import type { Weights } from '../../training/gradient.ts'
import { tower, twoTowerModel, type Side, type TowerBatch, type TowerShape } from '../../algorithms/two-tower/model.ts'
import type { Device } from '../../device/device.ts'
import { inBatchLogits } from '../../algorithms/two-tower/in-batch-softmax.ts'
import { noiseOf, type Noise } from '../../device/layers.ts'
import {
  div,
  tensor1d,
  tensorOf,
  tensorsOn,
  variablesOf,
  type Parameters,
  type Tensor2D,
} from '../../device/tensors.ts'
import { allProducts, inBatchSoftmax } from '../../algorithms/two-tower/layers.ts'
import type { Adapter } from './adapter.ts'
import { checkKeys, expectClose, float32 } from './compare.ts'
import type { FixtureCase } from './fixture.ts'
import { gradientAdapter, ours, type Fed, type FeedOptions, type Held, type Tensors } from './gradient.ts'

interface GivenBatch {
  readonly user_features: readonly (readonly number[])[]
  readonly item_features: readonly (readonly number[])[]
  readonly item_ids: readonly number[]
  readonly sampling_probability: readonly number[]
}

interface Inputs {
  readonly config: {
    readonly user_features_dim: number
    readonly item_features_dim: number
    readonly hidden: number
    readonly embedding_dim: number
  }
  readonly weights: Tensors
  readonly buffers: Tensors
  readonly batches: readonly GivenBatch[]
}

/** Towers fed with dense features, as the fixture has them. */
type DenseBatch = TowerBatch & Readonly<Record<Side, readonly (readonly number[])[]>>

interface Corrected {
  readonly scores: readonly (readonly (number | string)[])[]
}

interface Wanted {
  readonly logq: Corrected
  readonly logq_masked: Corrected
  readonly eval_embeddings: Readonly<Record<Side, readonly (readonly number[])[]>> & {
    readonly pair_similarity: readonly number[]
  }
}

/** Linear, ReLU, BatchNorm, Dropout, Linear: of the fixture's five, the first, third and last hold something. */
function nameOf(name: string): Held | undefined {
  if (name === 'temperature') return { name }
  const [, side, place, kind] = /^(user|item)_tower\.(\d)\.(\w+)$/.exec(name) ?? []
  if (place !== '2') {
    const layer = place === '0' ? 0 : 1
    return kind === 'weight' ? { name: `${side}Weights${layer}`, transposed: true } : { name: `${side}Bias${layer}` }
  }
  if (kind === 'weight') return { name: `${side}Gamma` }
  if (kind === 'bias') return { name: `${side}Beta` }
  if (kind === 'running_mean') return { name: `${side}Running`, row: 0 }
  // how many batches it has seen is not kept: nothing here depends on it
  return kind === 'running_var' ? { name: `${side}Running`, row: 1 } : undefined
}

const shapeOf = ({ config }: Inputs): TowerShape => ({
  inputs: { user: config.user_features_dim, item: config.item_features_dim },
  hidden: config.hidden,
  embedding: config.embedding_dim,
  dropout: 0,
  temperature: 1,
})

const rows = (features: readonly (readonly number[])[]) =>
  tensorOf({ shape: [features.length, features[0]!.length], values: Float32Array.from(features.flat()) }) as Tensor2D

/** How a case's batches are read: with the correction for how items are drawn, and with which ids. */
interface Reading {
  readonly corrected: boolean
  /** where an item stands twice, it is no negative of itself */
  readonly masked: boolean
}

const batchOf = (given: GivenBatch, { corrected, masked }: Reading): DenseBatch => ({
  user: given.user_features,
  item: given.item_features,
  items: Int32Array.from(given.item_ids, (id, place) => (masked ? id : place)),
  logQ: Float32Array.from(given.sampling_probability, (share) => (corrected ? Math.log(share) : 0)),
})

const feedAs =
  (reading: Reading) =>
  (inputs: Inputs, weights: Weights, buffers: Weights): Fed<DenseBatch> => {
    const shape = shapeOf(inputs)
    const dense = {
      parameters: {},
      people: (_: Parameters, { user }: DenseBatch) => rows(user),
      items: (_: Parameters, { item }: DenseBatch) => rows(item),
    }
    return {
      model: { ...twoTowerModel<DenseBatch>(shape, dense, 0), parameters: weights, buffers },
      batches: inputs.batches.map((batch) => batchOf(batch, reading)),
      output: (parameters, batch) => div(dots(shape, parameters, batch), parameters.temperature!),
    }
  }

type Ends = (shape: TowerShape, parameters: Parameters, batch: DenseBatch, noise?: Noise) => Tensor2D

const end =
  (side: Side): Ends =>
  (shape, parameters, batch, noise) =>
    tower(shape, side, parameters, rows(batch[side]), noise)

const dots: Ends = (...all) => allProducts(end('user')(...all), end('item')(...all))

/** Served, or with noise as in training: with the batch's own statistics. */
async function numbersOf(device: Device, inputs: Inputs, make: Ends, noise?: Noise): Promise<Float32Array> {
  const tensors = await tensorsOn(device)
  const [weights, buffers] = [ours(inputs.weights, { nameOf }), ours(inputs.buffers, { nameOf })]
  const running = tensors.run(() => variablesOf(buffers))
  const made = tensors.run(() => {
    const given = Object.fromEntries(Object.entries(weights).map(([name, own]) => [name, tensorOf(own)]))
    return make(shapeOf(inputs), { ...given, ...running }, batchOf(inputs.batches[0]!, plain), noise)
  })
  const numbers = await tensors.read(made)
  for (const tensor of [made, ...Object.values(running)]) tensor.dispose()
  return numbers
}

/** A bias only shifts what normalization centres again, where no row of the batch is cut off by its ReLU. */
const zeroInTheory = (name: string) => /Bias0$/.test(name)

const plain: Reading = { corrected: false, masked: false }
const learned: Omit<FeedOptions<DenseBatch>, 'feed'> = {
  nameOf,
  alsoKnown: ['logq', 'logq_masked', 'eval_embeddings'],
  zeroInTheory,
}

async function expectCorrected(
  where: string,
  testCase: FixtureCase,
  reading: Reading,
  want: Corrected,
  device: Device,
) {
  const { scores, ...answers } = want
  checkKeys(where, answers, ['loss', 'gradients'])
  const asTrained = { ...testCase, expected: { train_no_dropout: answers } }
  await gradientAdapter({ ...learned, feed: feedAs(reading) })(asTrained, float32, device)
  const inputs = testCase.inputs as Inputs
  const { items, logQ } = batchOf(inputs.batches[0]!, reading)
  const products = await numbersOf(device, inputs, dots, noiseOf(0, 1))
  const temperature = inputs.weights.temperature!.data[0]!
  const got = Array.from(items, (_, row) => {
    const logits = new Float64Array(items.length)
    inBatchLogits(products, temperature, logQ, items, row, logits)
    return logits
  })
  expectClose(`${where} scores`, got, scores, float32)
}

/**
 * The positive of row k is column k, whatever labels a data set has: a batch whose largest dots are where the case's
 * `labels` point has a large loss, one with them on the diagonal has none.
 */
async function expectDiagonal(labels: readonly number[], device: Device) {
  const tensors = await tensorsOn(device)
  const lossOf = async (hot: (row: number) => number) => {
    const size = labels.length
    const values = Float32Array.from({ length: size * size }, (_, k) =>
      k % size === hot(Math.floor(k / size)) ? 1 : 0,
    )
    const loss = tensors.run(() =>
      inBatchSoftmax(tensorOf({ shape: [size, size], values }) as Tensor2D, tensorOf({ shape: [], values: cold }), {
        logQ: tensor1d(new Float32Array(size)),
        ids: tensor1d(Int32Array.from(labels.keys()), 'int32'),
      }),
    )
    const [value] = await tensors.read(loss)
    loss.dispose()
    return value
  }
  const wrong = labels.filter((label, row) => label !== row).length / labels.length
  expectClose('the loss with the diagonal right', await lossOf((row) => row), 0, float32)
  expectClose('the loss with the labels right', await lossOf((row) => labels[row]!), wrong / cold[0]!, float32)
}

const cold = Float32Array.of(0.05)

export const twoTower: Adapter = async (testCase, tolerance, device) => {
  if (testCase.name === 'labels_defect') {
    await expectDiagonal((testCase.inputs as { labels: number[] }).labels, device)
    return
  }
  await gradientAdapter({ ...learned, feed: feedAs(plain) })(testCase, tolerance, device)
  const want = testCase.expected as Wanted
  await expectCorrected('logq', testCase, { corrected: true, masked: false }, want.logq, device)
  await expectCorrected('logq_masked', testCase, { corrected: true, masked: true }, want.logq_masked, device)
  const { user, item, pair_similarity, ...others } = want.eval_embeddings
  checkKeys('eval_embeddings', others, [])
  const inputs = testCase.inputs as Inputs
  expectClose('people', await numbersOf(device, inputs, end('user')), user.flat(), float32)
  expectClose('items', await numbersOf(device, inputs, end('item')), item.flat(), float32)
  const temperature = inputs.weights.temperature!.data[0]!
  const products = await numbersOf(device, inputs, dots)
  const pairs = pair_similarity.map((_, k) => products[k * (pair_similarity.length + 1)]! / temperature)
  expectClose('pairs', pairs, pair_similarity, float32)
}
