import { tensorsOnCpu } from '../../device/tensors.ts'
import type { Algorithm, TrainingData } from '../algorithm.ts'
import { trainByGradient } from '../gradient-training.ts'
import { likedEntries } from '../liked.ts'
import { pairBatches } from '../pair-batches.ts'
import { trainable } from '../pair-model.ts'
import { pairRecommender } from '../pair-recommender.ts'
import type { Settings } from '../spec.ts'
import { crossesOf } from './crosses.ts'
import { explainWideDeep } from './explain.ts'
import { wideDeepModel, type WideDeepShape } from './model.ts'
import { wideDeepSnapshot } from './snapshot.ts'
import { wideDeepSpec } from './spec.ts'

/**
 * Wide & Deep (Cheng et al., DLRS 2016): a linear model over crossed features, which remembers, beside a network over
 * embeddings, which generalises. They learn together, by binary cross-entropy, to tell films that somebody watched from films drawn at random.
 */
export const wideDeep: Algorithm = {
  spec: wideDeepSpec,

  steps: (data, settings) => Number(settings.epochs) * batchesOf(data, settings, 0).perEpoch,

  async *train({ data, seed, device }, settings, start) {
    const shape = shapeOf(data, settings)
    const crosses = crossesOf(data)
    const model = wideDeepModel(shape, crosses.wide, seed)
    const cpu = await tensorsOnCpu()
    yield* trainByGradient({
      device,
      seed,
      model: trainable(model),
      batches: batchesOf(data, settings, seed),
      epochs: Number(settings.epochs),
      adam: { learningRate: Number(settings.learningRate), weightDecay: Number(settings.weightDecay) },
      start,
      recommender: (learned) =>
        pairRecommender(
          {
            cpu,
            model,
            data,
            settings,
            seed,
            itemTable: 'item',
            explain: (...asked) => explainWideDeep(cpu, shape, crosses, ...asked),
          },
          learned,
        ),
      snapshot: (request, learned) => wideDeepSnapshot(cpu, shape, crosses, learned, request),
    })
  },
}

function shapeOf({ interactions: { ratings } }: TrainingData, settings: Settings): WideDeepShape {
  return {
    users: ratings.rows,
    items: ratings.columns,
    embedding: Number(settings.embedding),
    layers: String(settings.layers).split('-').map(Number),
    dropout: Number(settings.dropout),
  }
}

const batchesOf = ({ interactions }: TrainingData, settings: Settings, seed: number) =>
  pairBatches(interactions, likedEntries(interactions.ratings, settings), {
    batchSize: Number(settings.batchSize),
    negatives: Number(settings.negatives),
    negativeSampling: settings.negativeSampling as 'uniform' | 'popularity',
    seed,
  })
