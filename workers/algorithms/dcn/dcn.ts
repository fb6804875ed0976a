import { tensorsOnCpu } from '../../device/tensors.ts'
import type { Algorithm, TrainingData } from '../algorithm.ts'
import type { FieldName } from '../feature-fields.ts'
import { trainByGradient } from '../gradient-training.ts'
import { likedEntries } from '../liked.ts'
import { pairBatches } from '../pair-batches.ts'
import { pairFeatures } from '../pair-features.ts'
import { trainable } from '../pair-model.ts'
import { pairRecommender } from '../pair-recommender.ts'
import type { Settings } from '../spec.ts'
import { explainDcn } from './explain.ts'
import { dcnModel, type DcnShape } from './model.ts'
import { dcnSnapshot } from './snapshot.ts'
import { dcnSpec } from './spec.ts'

/**
 * Deep & Cross (Wang et al., ADKDD 2017): learns by binary cross-entropy to tell films that somebody watched from films
 * drawn at random, from the embeddings of person, film and features, crossed with each other layer by layer.
 */
export const dcn: Algorithm = {
  spec: dcnSpec,

  steps: (data, settings) => Number(settings.epochs) * batchesOf(data, settings, 0).perEpoch,

  async *train({ data, seed, device }, settings, start) {
    const shape = shapeOf(data, settings)
    const model = dcnModel(shape, seed)
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
            explain: (...asked) => explainDcn(cpu, shape, ...asked),
          },
          learned,
        ),
      snapshot: (request, learned) => dcnSnapshot(cpu, shape, learned, request),
    })
  },
}

const fieldsOf: Readonly<Record<string, readonly FieldName[]>> = {
  none: [],
  film: ['genre', 'tone', 'decade'],
  all: ['genre', 'tone', 'decade', 'time of day', 'place', 'device', 'company'],
}

function shapeOf(data: TrainingData, settings: Settings): DcnShape {
  const { ratings } = data.interactions
  const names = fieldsOf[settings.features]!
  return {
    users: ratings.rows,
    items: ratings.columns,
    ...(names.length > 0 && { features: pairFeatures(data, names) }),
    embedding: Number(settings.embedding),
    crossLayers: Number(settings.crossLayers),
    cross: settings.cross as DcnShape['cross'],
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
