import { ncfModel, type NcfShape } from '../../algorithms/ncf/model.ts'
import type { Weights } from '../../training/gradient.ts'
import type { PointwiseBatch } from '../../training/pointwise-batches.ts'
import { trainable } from '../../training/pointwise-model.ts'
import { sigmoid, tensorOf, tensorsOn } from '../../device/tensors.ts'
import type { Adapter } from './adapter.ts'
import { expectClose } from './compare.ts'
import { gradientAdapter, type Fed } from './gradient.ts'

interface Inputs {
  readonly config: {
    readonly num_users: number
    readonly num_items: number
    readonly embedding_dim: number
    readonly hidden_layers: readonly number[]
  }
  readonly batches: readonly IdBatch[]
}

/** Pairs by id, as the fixtures give them. */
export interface IdBatch {
  readonly user_ids: readonly number[]
  readonly item_ids: readonly number[]
  readonly labels: readonly number[]
}

export const pairsOfIds = ({ user_ids, item_ids, labels }: IdBatch): PointwiseBatch => ({
  users: Int32Array.from(user_ids),
  items: Int32Array.from(item_ids),
  labels: Float32Array.from(labels),
  codes: [],
})

const names: Readonly<Record<string, string>> = {
  'user_embedding_gmf.weight': 'userGmf',
  'item_embedding_gmf.weight': 'itemGmf',
  'user_embedding_mlp.weight': 'userMlp',
  'item_embedding_mlp.weight': 'itemMlp',
}

/** Linear, ReLU and Dropout repeat in the fixture's MLP: every third is a layer. */
function nameOf(name: string) {
  const table = names[name]
  if (table) return { name: table }
  const [, layer, kind] = /^mlp\.(\d+)\.(weight|bias)$/.exec(name) ?? []
  if (kind === 'weight') return { name: `weights${Number(layer) / 3}`, transposed: true as const }
  if (kind === 'bias') return { name: `bias${Number(layer) / 3}` }
  return name === 'output.weight' ? { name: 'outputWeights', transposed: true as const } : { name: 'outputBias' }
}

function feed({ config, batches }: Inputs, weights: Weights): Fed<PointwiseBatch> {
  const shape: NcfShape = {
    users: config.num_users,
    items: config.num_items,
    embedding: config.embedding_dim,
    layers: config.hidden_layers,
    dropout: 0,
    parts: 'both',
  }
  const model = { ...ncfModel(shape, 0), parameters: weights }
  return {
    model: trainable(model),
    batches: batches.map(pairsOfIds),
    output: (parameters, batch) => sigmoid(model.logits(parameters, batch, undefined)),
  }
}

/** Adam here is dense, as PyTorch's: the fixtures' lazy alternative is not what is built. */
const weights = gradientAdapter({ nameOf, feed, alsoKnown: ['after_3_lazy_adam_steps'] })

export const ncf: Adapter = async (testCase, tolerance, device) => {
  if (testCase.name !== 'batch_of_one_shape') return await weights(testCase, tolerance, device)
  const shape: NcfShape = { users: 2, items: 3, embedding: 2, layers: [2], dropout: 0, parts: 'both' }
  const model = ncfModel(shape, 0)
  const tensors = await tensorsOn(device)
  const one = tensors.run(() => {
    const all = Object.fromEntries(Object.entries(model.parameters).map(([name, own]) => [name, tensorOf(own)]))
    return model.logits(all, pairsOfIds({ user_ids: [1], item_ids: [2], labels: [1] }), undefined)
  })
  const { shape: got } = one
  one.dispose()
  expectClose('the shape of one answer', got, (testCase.expected_correct as { shape: number[] }).shape, tolerance)
}
