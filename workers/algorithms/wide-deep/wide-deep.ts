import { DataError } from '../../data/dataset.ts'
import type { Algorithm, TrainingData } from '../algorithm.ts'
import { pairSteps, trainPairs, widthsOf } from '../pair-training.ts'
import type { Settings } from '../spec.ts'
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

  steps: (data, settings) => pairSteps(data, settings, fewest),

  async *train(context, settings, start) {
    if (context.data.interactions.time.length === 1 && context.data.items.length === 1) throw tooLittle()
    const shape = shapeOf(context.data, settings)
    const crosses = crossesOf(context.data)
    yield* trainPairs(
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

/** Batch normalization needs two rows, and there is no film to draw beside the one that was watched. */
const tooLittle = () =>
  new DataError('wide-deep: one rating of one film is too little to learn from. Choose data with more ratings.')

function shapeOf({ interactions: { ratings } }: TrainingData, settings: Settings): WideDeepShape {
  return {
    users: ratings.rows,
    items: ratings.columns,
    embedding: Number(settings.embedding),
    layers: widthsOf(settings.layers),
    dropout: Number(settings.dropout),
  }
}
