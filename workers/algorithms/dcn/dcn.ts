import type { Algorithm, TrainingData } from '../../contract/system.ts'
import type { FieldName } from '../../training/feature-fields.ts'
import { pointwiseFeatures } from '../../training/pointwise-features.ts'
import { pointwiseSteps, trainPointwise, widthsOf } from '../../training/pointwise.ts'
import type { Settings } from '../../contract/spec.ts'
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
  mostDispatches: 90,

  steps: pointwiseSteps,

  async *train(context, settings, start) {
    const shape = shapeOf(context.data, settings)
    yield* trainPointwise(
      context,
      settings,
      {
        model: dcnModel(shape, context.seed),
        itemTable: 'item',
        explain: (cpu, ...asked) => explainDcn(cpu, shape, ...asked),
        snapshot: (cpu, ...asked) => dcnSnapshot(cpu, shape, ...asked),
      },
      start,
    )
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
    ...(names.length > 0 && { features: pointwiseFeatures(data, names) }),
    embedding: Number(settings.embedding),
    crossLayers: Number(settings.crossLayers),
    cross: settings.cross as DcnShape['cross'],
    layers: widthsOf(settings.layers),
    dropout: Number(settings.dropout),
  }
}
