import { bagsOf, embeddingBag } from '../device/layers.ts'
import { reshape, type Tensor2D } from '../device/tensors.ts'
import type { Context, TrainingData } from '../contract/system.ts'
import { FeatureFields, type ActiveFeatures, type FieldName } from './feature-fields.ts'
import type { PointwiseInputs } from './pointwise-batches.ts'

/** Bags of features side by side: bag after bag, of each pair first the one field, then the next. */
export interface FeatureBags {
  readonly ids: Int32Array
  readonly weights: Float32Array
  /** [pairs × fields + 1] */
  readonly start: Int32Array
}

/** What is known of one pair: fields of the item, and behind them those of the moment. */
export interface PointwiseFields {
  readonly item: ActiveFeatures
  readonly moment: ActiveFeatures
}

/** What the data knows of an item and of the moment, field by field, for models that take a bag of each. */
export interface PointwiseFeatures {
  readonly fields: FeatureFields
  /** the features of pairs: of the item, and of the context, the usual mix where those are not known */
  bags(pairs: PointwiseInputs): FeatureBags
  /** pair by pair, what `bags` is made of */
  parts(pairs: PointwiseInputs): PointwiseFields[]
  /** that of one item in the context of a moment */
  of(item: number, now?: Context): PointwiseFields
}

/** Fields of which this data knows nothing are left out; there may be none at all. */
export function pointwiseFeatures(data: TrainingData, names: readonly FieldName[]): PointwiseFeatures {
  const fields = new FeatureFields(data, names)
  const { context } = data.interactions
  const unknown = context.map(() => undefined)
  const moments = new Map<number, ActiveFeatures>()

  function momentOf(codes: PointwiseInputs['codes'], place: number): ActiveFeatures {
    let key = 0
    context.forEach(({ values }, field) => (key = key * (values.length + 1) + (codes[field]?.[place] ?? -1) + 1))
    let moment = moments.get(key)
    if (!moment) {
      const now = unknown.map((_, field) => knownCode(codes[field]?.[place]))
      moments.set(key, (moment = fields.ofPerson('new', now)))
    }
    return moment
  }

  const parts = ({ items, codes }: PointwiseInputs) =>
    Array.from(items, (item, place) => ({ item: fields.ofItem(item), moment: momentOf(codes, place) }))

  return {
    fields,
    parts,
    bags: (pairs) => bagsOfParts(parts(pairs), fields.fields.length),
    of: (item, now = unknown) => ({ item: fields.ofItem(item), moment: fields.ofPerson('new', now) }),
  }
}

function bagsOfParts(parts: readonly PointwiseFields[], fields: number): FeatureBags {
  const size = parts.reduce((sum, { item, moment }) => sum + item.feature.length + moment.feature.length, 0)
  const [ids, weights] = [new Int32Array(size), new Float32Array(size)]
  const start = new Int32Array(parts.length * fields + 1)
  let end = 0
  const add = ({ feature, value, field }: ActiveFeatures, firstBag: number) => {
    for (let k = 0; k < feature.length; k++) {
      ids[end] = feature[k]!
      weights[end] = value[k]!
      start[firstBag + field[k]! + 1] = ++end
    }
  }
  parts.forEach(({ item, moment }, place) => {
    add(item, place * fields)
    add(moment, place * fields)
  })
  // an empty bag ends where the one before it does
  for (let bag = 1; bag < start.length; bag++) if (start[bag] === 0) start[bag] = start[bag - 1]!
  return { ids, weights, start }
}

/** −1 stands for what is not known. */
const knownCode = (code: number | undefined) => (code === undefined || code < 0 ? undefined : code)

/** The embedded features of pairs, a segment for each field: table [features, width] → [pairs, fields × width]. */
export function embedFeatures(table: Tensor2D, { ids, weights, start }: FeatureBags, fields: number): Tensor2D {
  const [features, width] = table.shape
  const bags = embeddingBag(table, bagsOf(ids, weights, start, features))
  return reshape(bags, [(start.length - 1) / fields, fields * width]) as Tensor2D
}
