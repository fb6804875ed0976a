import { prepareSimilarity, type SimilarityProblem } from '../shared/neighbourhood/similarity.ts'
import type { Algorithm, TrainingData } from '../../contract/system.ts'
import { comparisonOf, frameOfRows, pairArithmetic, similarityRows } from '../shared/neighbourhood/similarity-rows.ts'
import type { Settings } from '../../contract/spec.ts'
import { neighbourRecommender } from './recommender.ts'
import { rowsOnDemand } from './rows-on-demand.ts'
import { itemCfSpec } from './spec.ts'

/**
 * Item-based collaborative filtering (Sarwar et al. 2001): one row of the item × item similarity matrix a step,
 * and each item's k nearest.
 */
export const itemCf: Algorithm = {
  spec: itemCfSpec,

  steps: (data: TrainingData) => data.items.length,

  async *train({ data, device }, settings, start) {
    const problem = problemOf(data, settings)
    const activity = Uint32Array.from(data.items, (_, i) => problem.itemStart[i + 1] - problem.itemStart[i])
    const onDemand = rowsOnDemand(problem)
    const starsOf = new Map<number, Float64Array>()
    const request = { device, problem, k: Number(settings.neighbours), activity }
    for await (const { step, rows } of similarityRows(request, start)) {
      yield {
        step,
        did: step === 0 ? 'no film compared' : `${data.items[step - 1].title} compared with all`,
        recommender: () => Promise.resolve(neighbourRecommender({ step, rows, onDemand, starsOf, data, settings })),
        ...frameOfRows(step, rows),
      }
    }
  },

  pair: (data, settings, a, b) => pairArithmetic(problemOf(data, settings), a, b),
}

/** The similarity question these settings ask of the training ratings. */
function problemOf(data: TrainingData, settings: Settings): SimilarityProblem {
  return prepareSimilarity(data.interactions.ratings, comparisonOf(settings))
}
