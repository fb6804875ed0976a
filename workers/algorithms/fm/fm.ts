import type { Algorithm, SnapshotRequest } from '../../contract/system.ts'
import { fieldsSnapshot } from '../shared/fm/snapshot.ts'
import type { LearnedMachine } from '../shared/fm/scores.ts'
import { fieldsFor, machineOf, trainMachine } from '../shared/fm/training.ts'
import { pairSteps } from '../../training/pointwise.ts'
import { fmSpec } from './spec.ts'

/**
 * Factorization machine (Rendle, ICDM 2010): learns by binary cross-entropy to tell films that somebody watched from films
 * drawn at random, in the same circumstances. Every feature has a weight and one vector.
 */
export const fm: Algorithm = {
  spec: fmSpec,
  mostDispatches: 40,
  steps: pairSteps,

  async *train(context, settings, start) {
    const features = fieldsFor(context.data, settings)
    const model = machineOf(features, settings, false, context.seed)
    const snapshot = (request: SnapshotRequest, machine: LearnedMachine) => fieldsSnapshot(request, settings, machine)
    yield* trainMachine(context, settings, { model, features, snapshot }, start)
  },
}
