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
import { trainByGradient, type Learned } from './gradient.ts'
import { likedEntries } from '../contract/positives.ts'
import { pairBatches } from './pointwise-batches.ts'
import { trainable, type PairModel } from './pointwise-model.ts'
import { pairRecommender, type PairRecommending } from './pointwise-recommender.ts'
import type { Settings } from '../contract/spec.ts'

/** Pairs watched and drawn, as the settings of learning by gradient say. */
export const drawnPairs = ({ interactions }: TrainingData, settings: Settings, seed: number, fewest = 1) =>
  pairBatches(interactions, likedEntries(interactions.ratings, settings), {
    batchSize: Number(settings.batchSize),
    negatives: Number(settings.negatives),
    negativeSampling: settings.negativeSampling as 'uniform' | 'popularity',
    seed,
    fewest,
  })

/** How many batches a full run takes. */
export const pairSteps = (data: TrainingData, settings: Settings, fewest = 1): number =>
  Number(settings.epochs) * drawnPairs(data, settings, 0, fewest).perEpoch

export const adamOf = ({ learningRate, weightDecay }: Settings): AdamSettings => ({
  learningRate: Number(learningRate),
  weightDecay: Number(weightDecay),
})

/** The widths of layers, written "64-32-16". */
export const widthsOf = (layers: Settings[string] | undefined): number[] => String(layers).split('-').map(Number)

export interface PairTraining {
  readonly model: PairModel
  /** watched pairs in a batch at least (1) */
  readonly fewest?: number
  readonly itemTable: PairRecommending['itemTable']
  explain(cpu: CpuTensors, ...asked: Parameters<PairRecommending['explain']>): Explanation
  snapshot(cpu: CpuTensors, learned: Learned, request: SnapshotRequest): Snapshot
}

/** Trains a model to tell by binary cross-entropy what was watched from what was drawn. */
export async function* trainPairs(
  { data, seed, device }: TrainingContext,
  settings: Settings,
  { model, fewest, itemTable, explain, snapshot }: PairTraining,
  start?: State,
): AsyncGenerator<Frame, void, void> {
  const cpu = await tensorsOnCpu()
  const recommending: PairRecommending = {
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
    batches: drawnPairs(data, settings, seed, fewest),
    epochs: Number(settings.epochs),
    adam: adamOf(settings),
    start,
    recommender: (learned) => pairRecommender(recommending, learned),
    snapshot: (request, learned) => snapshot(cpu, learned, request),
  })
}
