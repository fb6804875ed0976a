import { tensorsOnCpu, type CpuTensors } from '../device/tensors.ts'
import type { AdamSettings } from '../lib/adam.ts'
import type {
  Explanation,
  Frame,
  Snapshot,
  SnapshotRequest,
  State,
  TrainingContext,
  TrainingData,
} from '../contract/system.ts'
import { trainByGradient, type Weights } from './gradient.ts'
import { positiveEntries } from '../contract/positives.ts'
import { pointwiseBatches } from './pointwise-batches.ts'
import { trainable, type PointwiseModel } from './pointwise-model.ts'
import { pointwiseRecommender, type PointwiseScoring } from './pointwise-recommender.ts'
import type { Settings } from '../contract/spec.ts'

/** Pairs watched and drawn, as the settings of learning by gradient say. */
export const pointwiseBatchesOf = ({ interactions }: TrainingData, settings: Settings, seed: number, fewest = 1) =>
  pointwiseBatches(interactions, positiveEntries(interactions.ratings, settings), {
    batchSize: Number(settings.batchSize),
    negatives: Number(settings.negatives),
    negativeSampling: settings.negativeSampling as 'uniform' | 'popularity',
    seed,
    fewest,
  })

/** How many batches a full run takes. */
export const pointwiseSteps = (data: TrainingData, settings: Settings, fewest = 1): number =>
  Number(settings.epochs) * pointwiseBatchesOf(data, settings, 0, fewest).perEpoch

export const adamOf = ({ learningRate, weightDecay }: Settings): AdamSettings => ({
  learningRate: Number(learningRate),
  weightDecay: Number(weightDecay),
})

/** The widths of layers, written "64-32-16". */
export const widthsOf = (layers: Settings[string] | undefined): number[] => String(layers).split('-').map(Number)

export interface PointwiseTraining {
  readonly model: PointwiseModel
  /** watched pairs in a batch at least (1) */
  readonly fewest?: number
  readonly itemTable: PointwiseScoring['itemTable']
  explain(cpu: CpuTensors, ...asked: Parameters<PointwiseScoring['explain']>): Explanation
  snapshot(cpu: CpuTensors, learned: Weights, request: SnapshotRequest): Snapshot
}

/** Trains a model to tell by binary cross-entropy what was watched from what was drawn. */
export async function* trainPointwise(
  { data, seed, device }: TrainingContext,
  settings: Settings,
  { model, fewest, itemTable, explain, snapshot }: PointwiseTraining,
  start?: State,
): AsyncGenerator<Frame, void, void> {
  const cpu = await tensorsOnCpu()
  const recommending: PointwiseScoring = {
    cpu,
    model,
    data,
    settings,
    seed,
    itemTable,
    explain: (...asked) => explain(cpu, ...asked),
  }
  yield* trainByGradient({
    device,
    seed,
    model: trainable(model),
    batches: pointwiseBatchesOf(data, settings, seed, fewest),
    epochs: Number(settings.epochs),
    adam: adamOf(settings),
    start,
    recommender: (learned) => pointwiseRecommender(recommending, learned),
    snapshot: (request, learned) => snapshot(cpu, learned, request),
  })
}
