import type { Algorithm, TrainingData } from '../../contract/system.ts'
import { pointwiseSteps, trainPointwise, widthsOf } from '../../training/pointwise.ts'
import type { Settings } from '../../contract/spec.ts'
import { crossesOf } from './crosses.ts'
import { explainWideDeep } from './explain.ts'
import { wideDeepModel, type WideDeepShape } from './model.ts'
import { wideDeepSnapshot } from './snapshot.ts'
import { wideDeepSpec } from './spec.ts'

/** The network is normalized by its batch, and one example has no variance. */
const fewest = 2

/**
 * Wide & Deep (Cheng et al., DLRS 2016): a linear model over crossed features, which remembers, beside a network over
 * embeddings, which generalises. They learn together, by binary cross-entropy, to tell films that somebody watched from films drawn at random.
 */
export const wideDeep: Algorithm = {
  spec: wideDeepSpec,
  mostDispatches: 90,

  steps: (data, settings) => pointwiseSteps(data, settings, fewest),

  async *train(context, settings, start) {
    const shape = shapeOf(context.data, settings)
    const crosses = crossesOf(context.data)
    yield* trainPointwise(
      context,
      settings,
      {
        model: wideDeepModel(shape, crosses.wide, context.seed),
        fewest,
        itemTable: 'item',
        explain: (_, ...asked) => explainWideDeep(crosses, ...asked),
        snapshot: (cpu, ...asked) => wideDeepSnapshot(cpu, shape, crosses, ...asked),
      },
      start,
    )
  },
}

function shapeOf({ interactions: { ratings } }: TrainingData, settings: Settings): WideDeepShape {
  return {
    users: ratings.rows,
    items: ratings.columns,
    embedding: Number(settings.embedding),
    layers: widthsOf(settings.layers),
    dropout: Number(settings.dropout),
  }
}
