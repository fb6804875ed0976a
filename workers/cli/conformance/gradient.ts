import { trainByGradient, type Weights, type TrainableModel } from '../../training/gradient.ts'
import type { Device } from '../../device/device.ts'
import { noiseOf } from '../../device/layers.ts'
import {
  tensorOf,
  tensorsOn,
  variableGrads,
  variablesOf,
  type ArrayWithShape,
  type Parameters,
  type Scalar,
  type Tensor,
} from '../../device/tensors.ts'
import type { Adapter } from './adapter.ts'
import { checkKeys, expectClose, float32, Mismatch } from './compare.ts'
import type { FixtureCase, Tolerance } from './fixture.ts'

/** A tensor as the fixtures have it, row-major. */
interface Given {
  readonly shape: readonly number[]
  readonly data: readonly number[]
}

export type Tensors = Readonly<Record<string, Given>>

interface Inputs {
  readonly weights: Tensors
  readonly buffers?: Tensors
  readonly batches: readonly unknown[]
}

interface Answer {
  readonly output?: unknown
  readonly loss?: number
  readonly gradients?: Tensors
  readonly buffers_after_forward?: Tensors
}

interface Wanted {
  readonly eval?: Answer
  readonly train_no_dropout?: Answer
  readonly after_3_adam_steps?: {
    readonly losses_before_each_step: readonly number[]
    readonly parameters: Tensors
    readonly buffers?: Tensors
  }
}

/** A model of the engine, fed with a fixture's weights. */
export interface Fed<Batch> {
  readonly model: TrainableModel<Batch>
  readonly batches: readonly Batch[]
  /** what the fixture calls the model's output, as it is served */
  output(parameters: Parameters, batch: Batch): Tensor
}

/** Where we hold a weight of the fixture. */
export interface Held {
  readonly name: string
  /** a matrix [out, in] there, [in, out] here */
  readonly transposed?: true
  /** a row of ours: a running mean is row 0, the variance row 1 */
  readonly row?: 0 | 1
}

interface Naming {
  /** undefined: not ours */
  readonly nameOf: (name: string) => Held | undefined
}

export interface FeedOptions<Batch> extends Naming {
  readonly feed: (inputs: never, weights: Weights, buffers: Weights) => Fed<Batch>
  /** parameters whose gradient is zero in theory: rounding, which Adam turns into whole steps */
  readonly zeroInTheory?: (name: string) => boolean
  /** answers of the fixture that are compared elsewhere, or not at all, and why is said there */
  readonly alsoKnown?: readonly string[]
}

const adamParameters: Tolerance = { abs: 2e-4, rel: 1e-3 }
const loose: Tolerance = { abs: 4e-3, rel: 1e-3 }
const adam = { learningRate: 1e-3, weightDecay: 0 }

/** Output, loss and every gradient from the start weights, then three steps of Adam through the training loop itself. */
export const gradientAdapter = <Batch>(options: FeedOptions<Batch>): Adapter => {
  return async ({ inputs, expected }: FixtureCase, _own, device) => {
    const given = inputs as Inputs
    const want = expected as Wanted
    checkKeys('expected', want, ['eval', 'train_no_dropout', 'after_3_adam_steps', ...(options.alsoKnown ?? [])])
    const [weights, buffers] = [ours(given.weights, options), ours(given.buffers ?? {}, options)]
    const fed = options.feed(inputs as never, weights, buffers)
    const before = device.kind === 'webgpu' ? device.dispatches : 0
    if (want.eval) await expectServed(fed, want.eval, device)
    if (want.train_no_dropout) await expectGradients(fed, want.train_no_dropout, options, device)
    if (want.after_3_adam_steps) await expectSteps(fed, want.after_3_adam_steps, options, device)
    if (device.kind === 'webgpu' && device.dispatches === before) throw new Mismatch('nothing ran on the WebGPU device')
  }
}

/** The tensors of a fixture under the names that we hold them by. */
export function ours(tensors: Tensors, { nameOf }: Naming): Weights {
  const held: Record<string, ArrayWithShape> = {}
  for (const [given, tensor] of Object.entries(tensors)) {
    const own = nameOf(given)
    if (!own) continue
    const numbers = own.transposed ? transposed(tensor) : asNumbers(tensor)
    held[own.name] = own.row === undefined ? numbers : withRow(held[own.name], own.row, numbers.values)
  }
  return held
}

/** Two rows, one of them now known. */
function withRow(known: ArrayWithShape | undefined, row: 0 | 1, own: Float32Array): ArrayWithShape {
  const values = known?.values ?? new Float32Array(2 * own.length)
  values.set(own, row * own.length)
  return { shape: [2, own.length], values }
}

const asNumbers = ({ shape, data }: Given): ArrayWithShape => ({ shape, values: Float32Array.from(data) })

function transposed({ shape, data }: Given): ArrayWithShape {
  const [rows, columns] = shape as [number, number]
  const values = Float32Array.from(data, (_, k) => data[(k % rows) * columns + Math.floor(k / rows)]!)
  return { shape: [columns, rows], values }
}

async function expectServed<Batch>({ model, batches, output }: Fed<Batch>, want: Answer, device: Device) {
  const tensors = await tensorsOn(device)
  const parts = tensors.run(() => {
    const all = everything(model)
    return [output(all, batches[0]!), model.loss(all, batches[0]!, undefined)]
  })
  const [got, loss] = await Promise.all(parts.map((part) => tensors.read(part)))
  for (const part of parts) part.dispose()
  if (want.output !== undefined) expectClose('output', got, (want.output as unknown[]).flat(), float32)
  if (want.loss !== undefined) expectClose('loss', loss![0], want.loss, float32)
}

/** Constants in place of variables: nothing is trained. */
const everything = <Batch>({ parameters, buffers }: TrainableModel<Batch>): Parameters =>
  Object.fromEntries(Object.entries({ ...parameters, ...buffers }).map(([name, own]) => [name, tensorOf(own)]))

async function expectGradients<Batch>({ model, batches }: Fed<Batch>, want: Answer, options: Naming, device: Device) {
  const tensors = await tensorsOn(device)
  const own = tensors.run(() => variablesOf(model.parameters))
  const counted = tensors.run(() => variablesOf(model.buffers ?? {}))
  const result = tensors.run(() => {
    const loss = () => model.loss({ ...own, ...counted }, batches[0]!, noiseOf(0, 1)) as Scalar
    const { value, grads } = variableGrads(loss, Object.values(own))
    const named = Object.entries(own).flatMap(([name, { name: id }]) => (grads[id] ? [[name, grads[id]] as const] : []))
    return { loss: value as Tensor, ...Object.fromEntries(named) } as Record<string, Tensor>
  })
  const got: Record<string, Float32Array> = {}
  for (const [name, tensor] of Object.entries({ ...result, ...counted })) {
    got[name] = await tensors.read(tensor)
    tensor.dispose()
  }
  for (const variable of Object.values(own)) variable.dispose()
  if (want.loss !== undefined) expectClose('training loss', got.loss![0], want.loss, float32)
  const answers = {
    ...ours(want.gradients ?? {}, options),
    ...ours(want.buffers_after_forward ?? {}, options),
  }
  for (const [name, { values }] of Object.entries(answers)) {
    if (!got[name]) throw new Mismatch(`no gradient of ${name}`)
    expectClose(`gradient of ${name}`, got[name], Array.from(values), float32)
  }
}

async function expectSteps<Batch>(
  { model, batches }: Fed<Batch>,
  want: NonNullable<Wanted['after_3_adam_steps']>,
  options: FeedOptions<Batch>,
  device: Device,
) {
  const frames = trainByGradient<Batch>({
    device,
    seed: 0,
    model,
    batches: { perEpoch: 3, at: (_, place) => batches[place]! },
    epochs: 1,
    adam,
    recommender: () => {
      throw new Error('nothing is recommended here')
    },
    snapshot: () => ({}),
  })
  for await (const frame of frames) {
    if (frame.step > 0) {
      const loss = want.losses_before_each_step[frame.step - 1]
      expectClose(`loss before step ${frame.step}`, await frame.loss!(), loss, float32)
    }
    if (frame.step < 3) continue
    const { arrays } = await frame.state()
    const answers = { ...ours(want.parameters, options), ...ours(want.buffers ?? {}, options) }
    for (const [name, { values }] of Object.entries(answers)) {
      const tolerance = options.zeroInTheory?.(name) ? loose : adamParameters
      expectClose(`${name} after 3 steps`, arrays[name], Array.from(values), tolerance)
    }
  }
}
