import type { Algorithm } from '../../contract/system.ts'
import { plainWeights, ranking, sideBySide } from '../shared/fm/model.ts'
import { fieldsSnapshot } from '../shared/fm/snapshot.ts'
import { TrainedFm } from '../shared/fm/scores.ts'
import { fieldsFor, fmModelOf, trainFm } from '../shared/fm/training.ts'
import { pointwiseSteps } from '../../training/pointwise.ts'
import { ffmSpec } from './spec.ts'

/**
 * Field-aware factorization machine (Juan et al., RecSys 2016): every feature has a vector for each field it can meet. A
 * plain factorization machine learns beside it from the same batches, only to be looked at.
 */
export const ffm: Algorithm = {
  spec: ffmSpec,
  mostDispatches: 40,
  steps: pointwiseSteps,

  async *train(context, settings, start) {
    const { data, seed } = context
    const features = fieldsFor(data, settings)
    const model = fmModelOf(features, settings, true, seed)
    const plain = fmModelOf(features, settings, false, seed)
    const trainable = sideBySide(ranking(model), ranking(plain))
    yield* trainFm(
      context,
      settings,
      {
        model,
        features,
        trainable,
        snapshot: (request, machine, learned) =>
          fieldsSnapshot(request, settings, machine, new TrainedFm(features, plain.shape, plainWeights(learned), data)),
      },
      start,
    )
  },
}
