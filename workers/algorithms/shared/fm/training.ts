import { FeatureFields, type FieldName } from '../../../training/feature-fields.ts'
import type {
  Frame,
  Snapshot,
  SnapshotRequest,
  State,
  TrainingContext,
  TrainingData,
} from '../../../contract/system.ts'
import { trainByGradient, type Weights, type TrainableModel } from '../../../training/gradient.ts'
import { fmModel, ranking, type LabelledExamples, type FmModel, type FmShape } from './model.ts'
import { fmRecommender } from './recommender.ts'
import { TrainedFm } from './scores.ts'
import type { Batches, PointwiseBatch } from '../../../training/pointwise-batches.ts'
import { adamOf, pointwiseBatchesOf } from '../../../training/pointwise.ts'
import type { Settings } from '../../../contract/spec.ts'

/** Who and what and of which genres; with the context, also when, where, on what and with whom. */
const withoutContext: readonly FieldName[] = ['user', 'item', 'genre']

export function fieldsFor(data: TrainingData, { context }: Settings): FeatureFields {
  return context === 'none' ? new FeatureFields(data, withoutContext) : new FeatureFields(data)
}

export function shapeFor(features: FeatureFields, settings: Settings, fieldAware: boolean): FmShape {
  const fieldOf = new Int32Array(features.size)
  features.fields.forEach(({ first, size }, field) => fieldOf.fill(field, first, first + size))
  return { fieldOf, fields: features.fields.length, factors: Number(settings.factors), fieldAware }
}

export interface FmTraining {
  readonly model: FmModel
  readonly trainable?: TrainableModel<LabelledExamples>
  readonly features: FeatureFields
  snapshot(request: SnapshotRequest, machine: TrainedFm, learned: Weights): Snapshot
}

/** Trains a machine on what was watched and what was drawn, each in its context. */
export async function* trainFm(
  { data, seed, device }: TrainingContext,
  settings: Settings,
  { model, features, trainable = ranking(model), snapshot }: FmTraining,
  start?: State,
): AsyncGenerator<Frame, void, void> {
  yield* trainByGradient({
    device,
    seed,
    model: trainable,
    batches: inFields(features, data, pointwiseBatchesOf(data, settings, seed)),
    epochs: Number(settings.epochs),
    adam: adamOf(settings),
    start,
    recommender: (learned) =>
      fmRecommender(new TrainedFm(features, model.shape, learned, data), learned, data, settings),
    snapshot: (request, learned) => snapshot(request, new TrainedFm(features, model.shape, learned, data), learned),
  })
}

/** The same batches as features in fields: an item's own are copied, the person's and the moment's are set beside them. */
function inFields(
  features: FeatureFields,
  { interactions: { context }, items }: TrainingData,
  { perEpoch, at }: Batches<PointwiseBatch>,
): Batches<LabelledExamples> {
  const { width } = features
  const ofItems = features.batch(items.length)
  const anyMoment = context.map(() => 0)
  items.forEach((_, item) => features.write(ofItems, item, 0, item, anyMoment))
  const person = features.field('user')!
  const moments = context.flatMap(({ id }, place) => {
    const field = features.field(id)
    return field ? [{ ...field, place }] : []
  })
  return {
    perEpoch,
    at(epoch, place) {
      const { users, items, codes, labels } = at(epoch, place)
      const batch = features.batch(labels.length)
      for (let row = 0; row < labels.length; row++) {
        const [to, from] = [row * width, items[row]! * width]
        for (let slot = 0; slot < width; slot++) {
          batch.feature[to + slot] = ofItems.feature[from + slot]!
          batch.value[to + slot] = ofItems.value[from + slot]!
        }
        batch.feature[to + person.slot] = person.first + users[row]!
        for (const { slot, first, place } of moments) batch.feature[to + slot] = first + codes[place]![row]!
      }
      return { ...batch, width, labels }
    },
  }
}

export const fmModelOf = (features: FeatureFields, settings: Settings, fieldAware: boolean, seed: number) =>
  fmModel(shapeFor(features, settings, fieldAware), seed)
