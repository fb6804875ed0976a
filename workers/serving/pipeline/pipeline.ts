import type { CompositeSystem, Frame } from '../../contract/system.ts'
import { searchQuality, stageTimes } from './measure.ts'
import { Served, sizesOf } from './served.ts'
import { pipelineSpec, stepsOf } from './spec.ts'

/**
 * What a recommender does after training: a search among vectors fetches candidates, what was seen is dropped, a second
 * system ranks the rest, and the list is picked from the best for variety, too. A step is one hop of the search, as long as it goes on; the last shows all of it.
 */
export const pipeline: CompositeSystem = {
  spec: pipelineSpec,

  steps: ({ items }, settings) => stepsOf(items.length, settings),

  async *train(context, settings, start) {
    const served = await Served.of(context, settings)
    const steps = pipeline.steps(context.data, settings)
    try {
      for (let step = start?.step ?? 0; step <= steps; step++) yield frameOf(step, steps, served)
    } finally {
      served.end()
    }
  },

  async measure(context, settings, items, measuring) {
    if (items !== undefined) return await searchQuality(context, settings, items, measuring)
    const steps = pipeline.steps(context.data, settings)
    return await stageTimes(await Served.of(context, settings), context, sizesOf(settings), steps, measuring)
  },
}

function frameOf(step: number, steps: number, served: Served): Frame {
  const { note } = served.retrieval
  return {
    step,
    did: step === 0 ? 'at the entry' : step === steps ? 'search ended' : 'neighbours compared',
    ...(note !== undefined && { note }),
    recommender: () => Promise.resolve(served.after(step)),
    snapshot: (request) => served.pictureOf(request),
    state: () => Promise.resolve({ step, arrays: {} }),
  }
}
