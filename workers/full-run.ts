import type {
  Frame,
  Recommender,
  ServedContext,
  ServedSystem,
  System,
  TrainingContext,
  TrainingData,
} from './algorithms/algorithm.ts'
import { withSettings, type Settings } from './algorithms/spec.ts'
import { systemOf } from './catalog.ts'
import type { Interactions, Truth } from './data/dataset.ts'
import { splitForValidation } from './data/splits.ts'

export interface AtTheEnd {
  readonly frame: Frame
  readonly recommender: Recommender
  readonly seconds: number
}

/** Trains to the last step and looks at it there; the frame lives no longer than that. */
export async function atLastStep<T, Context extends TrainingContext>(
  system: System<Context>,
  context: Context,
  settings: Settings,
  look: (trained: AtTheEnd) => Promise<T>,
  onStep?: (step: number, steps: number) => void,
): Promise<T> {
  const steps = system.steps(context.data, settings)
  const started = performance.now()
  const frames = system.train(context, settings)
  try {
    for (;;) {
      const { value: frame } = await frames.next()
      if (!frame) throw new Error(`${system.spec.id}: training ended before step ${steps}`)
      onStep?.(frame.step, steps)
      if (frame.step < steps) continue
      const recommender = await frame.recommender()
      return await look({ frame, recommender, seconds: (performance.now() - started) / 1000 })
    }
  } finally {
    await frames.return()
  }
}

/** A context in which a system may ask for others: each is trained when first asked for, and once. */
export function servedContext(context: TrainingContext, heldOut: Interactions, truth?: Truth): ServedContext {
  const parts = new Map<string, Promise<Recommender>>()
  const served: ServedContext = {
    ...context,
    heldOut,
    ...(truth && { truth }),
    trained(id, changes = {}, on) {
      const key = JSON.stringify([id, changes, on])
      const part =
        parts.get(key) ?? trainPart(id, changes, on ? { ...served, data: withoutValidation(served) } : served)
      parts.set(key, part)
      return part
    },
  }
  return served
}

/** What is left to learn from once something is set aside to learn about those who learned. */
export function withoutValidation({ data, seed }: Pick<TrainingContext, 'data' | 'seed'>): TrainingData {
  return { ...data, interactions: splitForValidation(data.interactions, seed).train }
}

async function trainPart(id: string, changes: Settings, context: ServedContext): Promise<Recommender> {
  const { spec, load } = systemOf(id)
  const system: ServedSystem = await load()
  return await atLastStep(system, context, withSettings(spec, 'tuned', changes), async ({ recommender }) => recommender)
}
