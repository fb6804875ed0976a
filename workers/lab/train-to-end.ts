import type {
  Frame,
  TrainingSubset,
  Recommender,
  CompositeContext,
  CompositeSystem,
  State,
  System,
  TrainingContext,
  TrainingData,
} from '../contract/system.ts'
import { withSettings, type Settings } from '../contract/spec.ts'
import { systemOf } from '../catalog.ts'
import type { Interactions, Truth } from '../data/dataset.ts'
import { newItemsOf, withoutRatingsOf } from '../data/new-items.ts'
import { splitForValidation } from '../data/splits.ts'
import { withPatience } from './early-stopping.ts'
import { finiteLoss } from './finite-loss.ts'

export interface AtTheEnd {
  readonly frame: Frame
  readonly recommender: Recommender
  readonly seconds: number
}

/**
 * Trains to the last step, or with patience back to that of the best epoch, and looks at it there; the frame lives no
 * longer than that. Throws DivergedError where the loss is not finite there.
 */
export async function atLastStep<T, Context extends TrainingContext>(
  system: System<Context>,
  context: Context,
  settings: Settings,
  look: (trained: AtTheEnd) => Promise<T>,
  onStep?: (step: number, steps: number) => void,
): Promise<T> {
  const { data, stopping } = withPatience(system.spec, context, settings)
  const less = { ...context, data }
  const limit = system.steps(data, settings)
  const started = performance.now()
  const seconds = () => (performance.now() - started) / 1000
  let best: State | undefined
  const over = async (frame: Frame) => {
    onStep?.(frame.step, limit)
    if (await stopping?.isBest(frame)) best = await frame.state()
    return stopping?.over || frame.step === limit
  }
  const lookAt = async (frame: Frame) => {
    const took = seconds()
    await finiteLoss(frame, settings)
    return await look({ frame, recommender: await frame.recommender(), seconds: took })
  }
  const there = await pullUntil(system.train(less, settings), over, async (frame) => {
    if (!best || best.step === frame.step) return { seen: await lookAt(frame) }
  })
  if (there) return there.seen
  return await pullUntil(system.train(less, settings, best), ({ step }) => Promise.resolve(step === best!.step), lookAt)
}

/** The same before anything is learned. */
export async function atFirstStep<T, Context extends TrainingContext>(
  system: System<Context>,
  context: Context,
  settings: Settings,
  look: (recommender: Recommender) => T,
): Promise<T> {
  const atOnce = () => Promise.resolve(true)
  return await pullUntil(system.train(context, settings), atOnce, async (frame) => look(await frame.recommender()))
}

async function pullUntil<T>(
  frames: AsyncGenerator<Frame, void, void>,
  there: (frame: Frame) => Promise<boolean>,
  look: (frame: Frame) => Promise<T>,
): Promise<T> {
  try {
    for (;;) {
      const { value: frame } = await frames.next()
      if (!frame) throw new Error('training ended before its last step')
      if (await there(frame)) return await look(frame)
    }
  } finally {
    await frames.return()
  }
}

/** A context in which a system may ask for others: each is trained when first asked for, and once. */
export function servedContext(context: TrainingContext, heldOut: Interactions, truth?: Truth): CompositeContext {
  const parts = new Map<string, Promise<Recommender>>()
  const served: CompositeContext = {
    ...context,
    heldOut,
    ...(truth && { truth }),
    trained(id, changes = {}, on) {
      const key = JSON.stringify([id, changes, on])
      const part =
        parts.get(key) ?? trainComponent(id, changes, on ? { ...served, data: lessData(served, on) } : served)
      parts.set(key, part)
      return part
    },
  }
  return served
}

/** What is left to learn from once something is set aside, to learn about those who learned or to judge them. */
export function lessData({ data, seed }: Pick<TrainingContext, 'data' | 'seed'>, on: TrainingSubset): TrainingData {
  const { interactions } = data
  if (on === 'without new items') {
    return { ...data, interactions: withoutRatingsOf(interactions, newItemsOf(interactions, seed)) }
  }
  return { ...data, interactions: splitForValidation(interactions, seed).train }
}

async function trainComponent(id: string, changes: Settings, context: CompositeContext): Promise<Recommender> {
  const { spec, load } = systemOf(id)
  const system: CompositeSystem = await load()
  return await atLastStep(system, context, withSettings(spec, 'tuned', changes), async ({ recommender }) => recommender)
}
