import type { Frame, CompositeContext, CompositeSystem, Snapshot, State, TrainingData } from '../../contract/system.ts'
import { tunedAsComponent } from '../../algorithms/catalog.ts'
import type { Settings } from '../../contract/spec.ts'
import type { Interactions } from '../../data/dataset.ts'
import type { Device } from '../../device/device.ts'
import { adamPlain, blendBatchPlain, createBlendOnGpu, type BlendForm, type BlendState } from './blend-step.ts'
import { random, seedFor, shuffle } from '../../lib/random.ts'
import { chosenComponents } from '../component-settings.ts'
import { trainComponents } from '../components.ts'
import { countExamples, gatherExamples, type Examples } from './examples.ts'
import { initialState } from './initial-state.ts'
import { blendedRecommender, type Parts } from './recommender.ts'
import { learnedHybridSpec } from './spec.ts'
import { everySoOften, momentOf, rowLength, type Moment } from './moments.ts'

/**
 * A blend whose weights are learned (Jahrer, Töscher and Legenstein 2010, with a softmax): a tenth of everybody's ratings
 * is kept from the parts, and on those, scale × Σ softmax(θ)ₘ × scoreₘ + bias is fitted by gradient descent (Adam), so
 * that what the parts learned by heart counts for nothing. One step is one batch of them.
 */
export const learnedHybrid: CompositeSystem = {
  spec: learnedHybridSpec,

  steps: (data, settings) => Number(settings.epochs) * batchesOf(data, settings),

  async *train(context, settings, start) {
    const { data, seed, device } = context
    const steps = learnedHybrid.steps(data, settings)
    const { examples, ...parts } = await materialOf(context, settings)
    const form: BlendForm = { loss: settings.loss as BlendForm['loss'], affine: settings.normalisation !== 'raw' }
    const from = start ?? initialState(examples.parts, steps)
    const descent = descentOn(device, examples, form, from, settings)
    const batches = batchesInOrder(examples.targets.length, Number(settings.batchSize), seed)
    const seen: Seen = { parts, examples, form, history: from.arrays.history as Float32Array, steps, settings }
    try {
      for (let step = from.step; step <= steps; step++) {
        if (step > from.step) await descent.step(batches(step), step)
        if (step % everySoOften(steps) === 0) remember(seen, step, await descent.state())
        yield frameOf(step, descent, seen, batchesOf(data, settings))
      }
    } finally {
      descent.end()
    }
  },
}

const batchesOf = (data: TrainingData, settings: Settings) =>
  Math.ceil(countExamples(data, settings) / Number(settings.batchSize))

/** The examples of a step, from 1 on: every epoch goes through all of them in another order. */
function batchesInOrder(examples: number, size: number, seed: number): (step: number) => Uint32Array {
  const batches = Math.ceil(examples / size)
  let [epoch, order] = [-1, new Uint32Array(examples)]
  return (step) => {
    const now = Math.floor((step - 1) / batches)
    if (now !== epoch) {
      epoch = now
      order = shuffle(
        Uint32Array.from({ length: examples }, (_, example) => example),
        random(seedFor(`order of epoch ${epoch}`, seed)),
      ) as Uint32Array<ArrayBuffer>
    }
    const first = ((step - 1) % batches) * size
    return order.subarray(first, Math.min(first + size, examples))
  }
}

/** Holds parameters and moments where they are learned, and reads them back only when asked. */
interface Descent {
  step(batch: Uint32Array, step: number): Promise<void> | void
  state(): Promise<BlendState>
  end(): void
}

function descentOn(
  device: Device,
  examples: Examples,
  form: BlendForm,
  { arrays }: State,
  settings: Settings,
): Descent {
  const rate = Number(settings.learningRate)
  const state: BlendState = {
    parameters: Float64Array.from(arrays.parameters),
    moments: Float64Array.from(arrays.moments),
  }
  if (device.kind === 'cpu' || examples.targets.length === 0) {
    return {
      step: (batch, step) =>
        adamPlain(state, blendBatchPlain(examples, form, state.parameters, batch).gradient, rate, step),
      state: () => Promise.resolve(state),
      end() {},
    }
  }
  const onGpu = createBlendOnGpu(device, examples, form, state, Number(settings.batchSize))
  let read: Promise<BlendState> | undefined = Promise.resolve(state)
  return {
    step(batch, step) {
      read = undefined
      return onGpu.step(batch, rate, step)
    },
    state: () => (read ??= onGpu.read()),
    end: () => onGpu.destroy(),
  }
}

/** What a frame is looked at with. */
interface Seen {
  readonly parts: Parts
  readonly examples: Examples
  readonly form: BlendForm
  /** a moment a row, every so often from step 0 on; all states of a run share it, since it is the same each time */
  readonly history: Float32Array
  readonly steps: number
  readonly settings: Settings
}

function remember({ examples, form, history, steps }: Seen, step: number, { parameters }: BlendState) {
  const { weights, losses } = momentOf(examples, form, parameters)
  history.set([...weights, ...losses], (step / everySoOften(steps)) * rowLength(examples.parts))
}

function frameOf(step: number, descent: Descent, seen: Seen, batches: number): Frame {
  const { parts, examples, form, history, steps, settings } = seen
  const now = async (): Promise<Moment> => momentOf(examples, form, (await descent.state()).parameters)
  const size = Math.min(Number(settings.batchSize), examples.targets.length)
  return {
    step,
    did: step === 0 ? 'all weights alike' : `${size} examples weighed`,
    epoch: batches > 0 ? Math.floor(step / batches) : 0,
    ...(steps === 0 && {
      note: 'Nobody here has rated enough films to keep one in ten of them from the parts: the weights stay alike.',
    }),
    ...(steps > 0 && { loss: async () => (await now()).losses[0] }),
    recommender: async () => blendedRecommender(parts, (await descent.state()).parameters),
    async snapshot(): Promise<Snapshot> {
      const { parameters } = await descent.state()
      const [scale, bias] = parameters.subarray(examples.parts)
      const { weights, losses } = await now()
      const known = Math.floor(step / everySoOften(steps)) + 1
      return {
        every: everySoOften(steps),
        history: history.slice(0, known * rowLength(examples.parts)),
        weights: Float64Array.from(weights),
        losses: Float64Array.from(losses),
        scale,
        bias,
        examples: examples.targets.length,
        means: Float64Array.from(parts.scales, ({ mean }) => mean),
        deviations: Float64Array.from(parts.scales, ({ deviation }) => deviation),
      }
    },
    async state() {
      const { parameters, moments } = await descent.state()
      return { step, arrays: { parameters: parameters.slice(), moments: moments.slice(), history } }
    },
  }
}

/** What a run needs before its first step. */
interface Material extends Parts {
  readonly examples: Examples
}

/** Gathered for so many choices of parts at a time. */
const keptMaterial = 3
const gathered = new WeakMap<Interactions, Map<string, Promise<Material>>>()

/** The parts and what they say, once for all that may change it: another rate, or a step back, finds it here. */
function materialOf(context: CompositeContext, settings: Settings): Promise<Material> {
  const { loss, normalisation, negatives, likedFrom } = settings
  const chosen = chosenComponents(settings).map(({ id }) => [id, tunedAsComponent(id, settings)])
  const key = JSON.stringify([context.device.kind, context.seed, chosen, loss, normalisation, negatives, likedFrom])
  const known = gathered.get(context.data.interactions) ?? new Map<string, Promise<Material>>()
  gathered.set(context.data.interactions, known)
  const material = known.get(key) ?? gather(context, settings)
  known.delete(key)
  known.set(key, material) // the latest used stand last
  material.catch(() => known.delete(key))
  for (const oldest of known.keys()) if (known.size > keptMaterial) known.delete(oldest)
  return material
}

async function gather(context: CompositeContext, settings: Settings): Promise<Material> {
  const parts = await trainComponents(context, settings, 'without validation')
  const examples = await gatherExamples(parts, context, settings)
  return { parts, examples, scales: examples.scales, data: context.data, settings, scoresOf: new Map() }
}
