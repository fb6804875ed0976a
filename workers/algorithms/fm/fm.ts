import type { Algorithm, SnapshotRequest } from '../../contract/system.ts'
import { fieldsSnapshot } from '../shared/fm/snapshot.ts'
import type { TrainedFm } from '../shared/fm/scores.ts'
import { fieldsFor, fmModelOf, trainFm } from '../shared/fm/training.ts'
import { pointwiseSteps } from '../../training/pointwise.ts'
import { fmSpec } from './spec.ts'

/**
 * Factorization machine (Rendle, ICDM 2010): learns by binary cross-entropy to tell films that somebody watched from films
 * drawn at random, in the same context. Every feature has a weight and one vector.
 */
export const fm: Algorithm = {
  spec: fmSpec,
  mostDispatches: 40,
  steps: pointwiseSteps,

  async *train(context, settings, start) {
    const features = fieldsFor(context.data, settings)
    const model = fmModelOf(features, settings, false, context.seed)
    const snapshot = (request: SnapshotRequest, machine: TrainedFm) => fieldsSnapshot(request, settings, machine)
    yield* trainFm(context, settings, { model, features, snapshot }, start)
  },
}
