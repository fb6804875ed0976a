import { dcnModel, type DcnShape } from '../../algorithms/dcn/model.ts'
import type { Weights } from '../../training/gradient.ts'
import type { PointwiseBatch } from '../../training/pointwise-batches.ts'
import { trainable } from '../../training/pointwise-model.ts'
import { crossByVector } from '../../algorithms/dcn/layers.ts'
import {
  mul,
  sigmoid,
  sub,
  sum,
  tensorOf,
  tensorsOn,
  variableGrads,
  variablesOf,
  type Scalar,
  type Tensor,
  type Tensor2D,
} from '../../device/tensors.ts'
import type { Adapter } from './adapter.ts'
import { checkKeys, expectClose, float32 } from './compare.ts'
import { gradientAdapter, type Fed, type Held } from './gradient.ts'
import { pairsOfIds, type IdBatch } from './ncf.ts'

interface Inputs {
  readonly config: {
    readonly num_users: number
    readonly num_items: number
    readonly embedding_dim: number
    readonly num_cross_layers: number
    readonly deep_layers: readonly number[]
  }
  readonly batches: readonly IdBatch[]
}

const names: Readonly<Record<string, Held>> = {
  'user_embedding.weight': { name: 'user' },
  'item_embedding.weight': { name: 'item' },
  'combination.weight': { name: 'outputWeights', transposed: true },
  'combination.bias': { name: 'outputBias' },
}

/** Linear, ReLU and Dropout repeat in the fixture's deep network: every third is a layer. */
function nameOf(name: string): Held | undefined {
  const [, cross, crossLayer] = /^cross_net\.cross_(weights|biases)\.(\d+)$/.exec(name) ?? []
  if (cross) return { name: `${cross === 'weights' ? 'crossWeights' : 'crossBias'}${crossLayer}` }
  const [, layer, kind] = /^deep_net\.(\d+)\.(weight|bias)$/.exec(name) ?? []
  if (kind === 'weight') return { name: `weights${Number(layer) / 3}`, transposed: true }
  return kind === 'bias' ? { name: `bias${Number(layer) / 3}` } : names[name]
}

function feed({ config, batches }: Inputs, weights: Weights): Fed<PointwiseBatch> {
  const shape: DcnShape = {
    users: config.num_users,
    items: config.num_items,
    embedding: config.embedding_dim,
    crossLayers: config.num_cross_layers,
    cross: 'vector',
    layers: config.deep_layers,
    dropout: 0,
  }
  const model = { ...dcnModel(shape, 0), parameters: weights }
  return {
    model: trainable(model),
    batches: batches.map(pairsOfIds),
    output: (parameters, batch) => sigmoid(model.logits(parameters, batch, undefined)),
  }
}

const whole = gradientAdapter({ nameOf, feed })

export const dcn: Adapter = async (testCase, tolerance, device) =>
  testCase.name === 'cross_network_only'
    ? await crossLayersAlone(testCase, tolerance, device)
    : await whole(testCase, tolerance, device)

interface CrossInputs {
  readonly config: { readonly input_dim: number; readonly num_layers: number }
  readonly weights: Readonly<Record<string, { readonly shape: readonly number[]; readonly data: readonly number[] }>>
  readonly x: readonly (readonly number[])[]
  readonly target: readonly (readonly number[])[]
}

interface CrossAnswer {
  readonly output: readonly (readonly number[])[]
  readonly mse: number
  readonly gradients: CrossInputs['weights']
  readonly gradient_x: readonly (readonly number[])[]
}

/** The cross layers, one on the other, against the mean squared error of all their numbers. */
const crossLayersAlone: Adapter = async ({ inputs, expected }, _own, device) => {
  const { config, weights, x, target } = inputs as CrossInputs
  const want = expected as CrossAnswer
  checkKeys('expected', want, ['output', 'mse', 'gradients', 'gradient_x'])
  const matrix = (rows: readonly (readonly number[])[]) => ({
    shape: [rows.length, config.input_dim],
    values: Float32Array.from(rows.flat()),
  })
  const given = Object.fromEntries(
    Object.entries(weights).map(([name, { shape, data }]) => [name, { shape, values: Float32Array.from(data) }]),
  )
  const tensors = await tensorsOn(device)
  const own = tensors.run(() => variablesOf({ ...given, x: matrix(x) }))
  const crossed = () => {
    const start = own.x as unknown as Tensor2D
    let last = start
    for (let layer = 0; layer < config.num_layers; layer++)
      last = crossByVector(start, last, own[`cross_weights.${layer}`]!, own[`cross_biases.${layer}`]!)
    return last
  }
  const made = tensors.run((): Record<string, Tensor> => {
    const meanSquare = () => {
      const off = sub(crossed(), tensorOf(matrix(target)))
      return mul(sum(mul(off, off)), 1 / target.flat().length) as Scalar
    }
    const { value, grads } = variableGrads(meanSquare, Object.values(own))
    const named = Object.entries(own).map(([name, variable]) => [name, grads[variable.name]!] as const)
    return { output: crossed(), mse: value, ...Object.fromEntries(named) }
  })
  const got: Record<string, Float32Array> = {}
  for (const [name, tensor] of Object.entries(made)) {
    got[name] = await tensors.read(tensor)
    tensor.dispose()
  }
  for (const variable of Object.values(own)) variable.dispose()
  expectClose('output', got.output, want.output.flat(), float32)
  expectClose('mean squared error', got.mse![0], want.mse, float32)
  expectClose('gradient of x', got.x, want.gradient_x.flat(), float32)
  for (const [name, { data }] of Object.entries(want.gradients))
    expectClose(`gradient of ${name}`, got[name], [...data], float32)
}
