import type { Algorithm, Frame, Recommender, TrainingContext } from '../../algorithms/algorithm.ts'
import type { Settings } from '../../algorithms/spec.ts'

/** Trains to the last step and looks at it there; the frame lives no longer than that. */
export async function atLastStep<T>(
  algorithm: Algorithm,
  context: TrainingContext,
  settings: Settings,
  look: (trained: { readonly frame: Frame; readonly recommender: Recommender; readonly seconds: number }) => Promise<T>,
  onStep?: (step: number, steps: number) => void,
): Promise<T> {
  const steps = algorithm.steps(context.data, settings)
  const started = performance.now()
  const frames = algorithm.train(context, settings)
  try {
    for (;;) {
      const { value: frame } = await frames.next()
      if (!frame) throw new Error(`${algorithm.spec.id}: training ended before step ${steps}`)
      onStep?.(frame.step, steps)
      if (frame.step < steps) continue
      const recommender = await frame.recommender()
      return await look({ frame, recommender, seconds: (performance.now() - started) / 1000 })
    }
  } finally {
    await frames.return()
  }
}
