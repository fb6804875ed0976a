import { prepareSimilarity, type SimilarityProblem } from '../shared/neighbourhood/similarity.ts'
import { transpose, type SparseMatrix } from '../../lib/sparse.ts'
import type { Algorithm, TrainingData } from '../../contract/system.ts'
import { positiveRatings } from '../../contract/positives.ts'
import { comparisonOf, frameOfRows, pairArithmetic, similarityRows } from '../shared/neighbourhood/similarity-rows.ts'
import type { Settings } from '../../contract/spec.ts'
import { neighbourhood } from './recommender.ts'
import { userCfSpec } from './spec.ts'

/**
 * User-based collaborative filtering (Resnick et al. 1994; Herlocker et al. 1999): one person compared with all the
 * others a step. Whoever has been compared can be a neighbour, to the people of the data and to anyone folded in.
 */
export const userCf: Algorithm = {
  spec: userCfSpec,

  steps: (data: TrainingData) => data.interactions.ratings.rows,

  async *train({ data, device }, settings, start) {
    const ratings = ratingsThatCount(data, settings)
    const problem = problemOf(ratings, settings)
    const people = Uint32Array.from({ length: ratings.rows }, (_, p) => activityOf(data, p))
    const request = { device, problem, k: Number(settings.neighbours), activity: people }
    for await (const { step, rows } of similarityRows(request, start)) {
      yield {
        step,
        did: step === 0 ? 'nobody compared' : `person ${step.toLocaleString('en')} compared with all`,
        recommender: () => Promise.resolve(neighbourhood({ step, rows, problem, ratings, data, settings })),
        ...frameOfRows(step, rows),
      }
    }
  },

  pair: (data, settings, a, b) => pairArithmetic(problemOf(ratingsThatCount(data, settings), settings), a, b),
}

function activityOf({ interactions: { ratings } }: TrainingData, person: number): number {
  return ratings.start[person + 1] - ratings.start[person]
}

/** Votes are for what was liked, by people who liked the same; stars are predicted from all stars. */
function ratingsThatCount({ interactions }: TrainingData, settings: Settings): SparseMatrix {
  return settings.score === 'votes' ? positiveRatings(interactions.ratings, settings) : interactions.ratings
}

/** People compared by what they rated: the columns of films × people. */
function problemOf(ratings: SparseMatrix, settings: Settings): SimilarityProblem {
  return prepareSimilarity(transpose(ratings), comparisonOf(settings))
}
