import type { Device } from '../device/device.ts'
import { adamUpdate } from '../device/kernels/adam.ts'
import { noiseOf, type Noise } from '../device/layers.ts'
import {
  tensorsOn,
  variableGrads,
  variablesOf,
  type ArrayWithShape,
  type Parameters,
  type Scalar,
  type Tensor,
  type Tensors,
  type Variable,
} from '../device/tensors.ts'
import type { AdamSettings, AdamStep } from '../lib/adam.ts'
import {
  againstDivergence,
  DivergedError,
  type Frame,
  type Recommender,
  type Snapshot,
  type SnapshotRequest,
  type State,
} from '../contract/system.ts'
import type { Batches } from './pointwise-batches.ts'

/** A model as it is trained. */
export interface TrainableModel<Batch> {
  /** start values of what is learned, by name */
  readonly parameters: Readonly<Record<string, ArrayWithShape>>
  /** of what the forward pass keeps count of in training: running means */
  readonly buffers?: Readonly<Record<string, ArrayWithShape>>
  /** The loss on a batch, a scalar; without noise as it is served: nothing is dropped, running means are used. */
  loss(parameters: Parameters, batch: Batch, noise: Noise | undefined): Tensor
  /** Keeps what must stay in bounds there, after each step. */
  bound?(parameters: Variables): void
}

/** What was learned so far, read back to the CPU. */
export type Weights = Readonly<Record<string, ArrayWithShape>>

export interface GradientTraining<Batch> {
  readonly device: Device
  readonly seed: number
  readonly model: TrainableModel<Batch>
  readonly batches: Batches<Batch>
  readonly epochs: number
  readonly adam: AdamSettings
  readonly start?: State | undefined
  recommender(learned: Weights): Recommender
  snapshot(request: SnapshotRequest, learned: Weights): Snapshot | Promise<Snapshot>
}

/**
 * Trains batch by batch with Adam, and yields the frame of the untrained model first. A step is one batch. Loss and
 * parameters are read back only when a frame is asked for them; it throws DivergedError where they are not finite.
 */
export async function* trainByGradient<Batch>(training: GradientTraining<Batch>): AsyncGenerator<Frame, void, void> {
  const { device, model, batches, epochs, start } = training
  const tensors = await tensorsOn(device)
  const learner = createLearner(tensors, training)
  const steps = epochs * batches.perEpoch
  try {
    yield frameOf(training, learner, start?.step ?? 0)
    for (let step = (start?.step ?? 0) + 1; step <= steps; step++) {
      const epoch = Math.floor((step - 1) / batches.perEpoch)
      learner.learn(batches.at(epoch, (step - 1) % batches.perEpoch), step)
      await tensors.finished()
      yield frameOf(training, learner, step)
    }
  } finally {
    learner.dispose()
  }

  function finite(values: Float32Array, what: string): Float32Array {
    for (const value of values) {
      if (!Number.isFinite(value)) {
        throw new DivergedError(`${what} is not finite any more; ${againstDivergence(training.adam.learningRate)}`)
      }
    }
    return values
  }

  function createLearner(on: Tensors, { adam, seed }: GradientTraining<Batch>) {
    const trained = on.run(() => variablesOf(startOf(model.parameters, start)))
    const counted = on.run(() => variablesOf(startOf(model.buffers ?? {}, start)))
    const moments = on.run(() => variablesOf(startOf(momentsOf(model.parameters), start)))
    const all = { ...trained, ...counted }
    let loss: Tensor | undefined
    return {
      learn(batch: Batch, step: number) {
        loss?.dispose()
        loss = on.run(() => {
          const noise = noiseOf(seed, step)
          const loss = descend(trained, moments, () => model.loss(all, batch, noise), { ...adam, step })
          model.bound?.(trained)
          return loss
        })
      },
      /** of the batch just learned from, before it was; at the start, of the first batch */
      async loss() {
        if (loss) return finite(await on.read(loss), 'the loss')[0]!
        if (start?.arrays.loss) return start.arrays.loss[0]!
        if (batches.perEpoch === 0) return 0
        const untrained = on.run(() => model.loss(all, batches.at(0, 0), undefined))
        const [value] = await on.read(untrained)
        untrained.dispose()
        return value!
      },
      read: async (withMoments: boolean): Promise<Weights> => {
        const wanted = Object.entries(withMoments ? { ...all, ...moments } : all)
        const numbers = await Promise.all(
          wanted.map(async ([name, { shape }], k) => [name, { shape, values: await on.read(wanted[k]![1]) }] as const),
        )
        // Moments may overflow and what is learned stand still; whether they are read depends on who looks when.
        for (const [name, { values }] of numbers) if (name in all) finite(values, 'what is learned')
        return Object.fromEntries(numbers)
      },
      dispose() {
        loss?.dispose()
        for (const variable of Object.values({ ...all, ...moments })) variable.dispose()
      },
    }
  }
}

interface Learner {
  loss(): Promise<number>
  read(withMoments: boolean): Promise<Weights>
}

function frameOf<Batch>(training: GradientTraining<Batch>, learner: Learner, step: number): Frame {
  const { perEpoch } = training.batches
  const epoch = perEpoch === 0 ? 0 : Math.floor(step / perEpoch)
  let learned: Promise<Weights> | undefined
  const read = () => (learned ??= learner.read(false))
  return {
    step,
    did: step === 0 ? 'untrained' : `epoch ${Math.ceil(step / perEpoch)} of ${training.epochs}`,
    epoch,
    loss: () => learner.loss(),
    recommender: async () => training.recommender(await read()),
    snapshot: async (request) => await training.snapshot(request, await read()),
    async state() {
      const numbers = Object.entries(await learner.read(true)).map(([name, { values }]) => [name, values] as const)
      const loss = step > 0 && { loss: Float32Array.of(await learner.loss()) }
      return { step, arrays: { ...Object.fromEntries(numbers), ...loss } }
    },
  }
}

/** Start values, or where training had stopped. */
function startOf(numbers: Readonly<Record<string, ArrayWithShape>>, start: State | undefined) {
  if (!start) return numbers
  return Object.fromEntries(
    Object.entries(numbers).map(([name, { shape }]) => [name, { shape, values: start.arrays[name] as Float32Array }]),
  )
}

type Variables = Readonly<Record<string, Variable>>

/** One step of Adam down the gradient of a loss, in place. Returns the loss before it. */
export function descend(parameters: Variables, moments: Variables, loss: () => Tensor, step: AdamStep): Tensor {
  const { value, grads } = variableGrads(() => loss() as Scalar, Object.values(parameters))
  for (const [name, parameter] of Object.entries(parameters)) {
    const gradient = grads[parameter.name]
    if (!gradient) continue
    adamUpdate([parameter, moments[`${name}.mean`]!, moments[`${name}.square`]!], [gradient], step)
  }
  return value
}

/** Adam's moments of parameters, at rest. */
export function momentsOf(parameters: Weights): Weights {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, { shape, values }]) =>
      ['mean', 'square'].map((moment) => [`${name}.${moment}`, { shape, values: new Float32Array(values.length) }]),
    ),
  )
}
