import {
  adamPlain,
  blendBatchPlain,
  createBlendOnGpu,
  softmaxOf,
  type BlendBatch,
  type BlendExamples,
  type BlendForm,
  type BlendState,
} from '../../serving/learned-hybrid/blend-step.ts'
import type { Device } from '../../device/device.ts'
import { initialState } from '../../serving/learned-hybrid/initial-state.ts'
import { toleranceOn, type Adapter } from './adapter.ts'
import { checkKeys, expectClose } from './compare.ts'
import type { Tolerance } from './fixture.ts'

interface Tensor {
  readonly data: readonly number[]
}

interface Inputs {
  readonly config: { readonly num_models: number }
  readonly weights: { readonly weights: Tensor }
  readonly batches: readonly {
    /** a row a model */
    readonly predictions: readonly (readonly number[])[]
    readonly target: readonly number[]
  }[]
}

interface Learned {
  readonly output?: readonly number[]
  readonly loss?: number
  readonly gradients?: { readonly weights: Tensor }
}

interface Wanted {
  readonly eval?: Learned
  readonly train_no_dropout?: Learned
  readonly after_3_adam_steps?: {
    readonly losses_before_each_step: readonly number[]
    readonly parameters: { readonly weights: Tensor }
  }
}

/** The bare form: a softmax over raw predictions, the squared error, no scale and no bias. */
const bare: BlendForm = { loss: 'mse', affine: false }
const rate = 1e-3

export const learnedHybrid: Adapter = async ({ inputs, expected }, own, device) => {
  if ('num_models' in (inputs as object))
    return expectInitial((inputs as { num_models: number }).num_models, expected, own)
  const { config, weights, batches } = inputs as Inputs
  const want = expected as Wanted
  checkKeys('expected', want, ['eval', 'train_no_dropout', 'after_3_adam_steps'])
  const parts = config.num_models
  const tolerance = toleranceOn(device, own)
  const examples: BlendExamples = {
    parts,
    predictions: Float32Array.from(
      batches.flatMap(({ predictions, target }) => target.flatMap((_, e) => predictions.map((row) => row[e]))),
    ),
    targets: Float32Array.from(batches.flatMap(({ target }) => target)),
  }
  const start: BlendState = {
    parameters: Float64Array.of(...weights.weights.data, 1, 0),
    moments: new Float64Array(2 * (parts + 2)),
  }
  const { steps, parameters } = await steppedOn(
    device,
    examples,
    start,
    batches.map(({ target }) => target.length),
  )
  for (const mode of ['eval', 'train_no_dropout'] as const) {
    const { output, loss, gradients, ...more } = want[mode] ?? {}
    checkKeys(`expected.${mode}`, more, [])
    if (output) expectClose(`${mode} output`, steps[0].outputs, output, tolerance)
    if (loss !== undefined) expectClose(`${mode} loss`, steps[0].loss, loss, tolerance)
    if (gradients) expectClose(`${mode} gradient`, steps[0].gradient.slice(0, parts), gradients.weights.data, tolerance)
  }
  const after = want.after_3_adam_steps
  if (!after) return
  checkKeys('expected.after_3_adam_steps', after, ['losses_before_each_step', 'parameters'])
  expectClose(
    'losses',
    steps.map(({ loss }) => loss),
    after.losses_before_each_step,
    tolerance,
  )
  expectClose('weights after three steps', parameters.slice(0, parts), after.parameters.weights.data, tolerance)
}

/** A step of Adam on each batch in turn: what each said, and the parameters after the last. */
async function steppedOn(
  device: Device,
  examples: BlendExamples,
  start: BlendState,
  sizes: readonly number[],
): Promise<{ steps: readonly BlendBatch[]; parameters: Float64Array }> {
  const steps: BlendBatch[] = []
  const state = { parameters: start.parameters.slice(), moments: start.moments.slice() }
  const onGpu =
    device.kind === 'webgpu' ? createBlendOnGpu(device, examples, bare, start, Math.max(...sizes)) : undefined
  try {
    let first = 0
    for (const size of sizes) {
      const batch = Uint32Array.from({ length: size }, (_, place) => first + place)
      first += size
      if (onGpu) {
        await onGpu.step(batch, rate, steps.length + 1)
        const { parameters, moments, ...said } = await onGpu.read()
        Object.assign(state, { parameters, moments })
        steps.push(said)
      } else {
        const said = blendBatchPlain(examples, bare, state.parameters, batch)
        adamPlain(state, said.gradient, rate, steps.length + 1)
        steps.push(said)
      }
    }
  } finally {
    onGpu?.destroy()
  }
  return { steps, parameters: state.parameters }
}

function expectInitial(parts: number, expected: unknown, tolerance: Tolerance) {
  const { weights, softmax, ...more } = expected as { weights: readonly number[]; softmax: readonly number[] }
  checkKeys('expected', more, [])
  const { parameters } = initialState(parts, 0).arrays
  expectClose('weights', parameters.slice(0, parts), weights, tolerance)
  expectClose('softmax', softmaxOf(Float64Array.from(parameters), parts), softmax, tolerance)
}
