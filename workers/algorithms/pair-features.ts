import { bagsOf, embeddingBag } from '../device/layers.ts'
import { reshape, type Tensor2D } from '../device/tensors.ts'
import type { Circumstances, TrainingData } from './algorithm.ts'
import { FeatureFields, type ActiveFeatures, type FieldName } from './feature-fields.ts'
import type { Pairs } from './pair-batches.ts'

/** Bags of features side by side: bag after bag, of each pair first the one field, then the next. */
export interface FeatureBags {
  readonly ids: Int32Array
  readonly weights: Float32Array
  /** [pairs × fields + 1] */
  readonly start: Int32Array
}

/** What the data knows of an item and of the moment, field by field, for models that take a bag of each. */
export interface PairFeatures {
  readonly fields: FeatureFields
  /** the features of pairs: of the item, and of the circumstances, the usual mix where those are not known */
  bags(pairs: Pairs): FeatureBags
  /** those of one item in the circumstances of a moment: what `bags` holds for one pair */
  of(item: number, now?: Circumstances): ActiveFeatures
}

/** Fields of which this data knows nothing are left out; there may be none at all. */
export function pairFeatures(data: TrainingData, names: readonly FieldName[]): PairFeatures {
  const fields = new FeatureFields(data, names)
  const moments = new Map<string, { readonly moment: ActiveFeatures; readonly withItem: Map<number, ActiveFeatures> }>()
  const of = (item: number, now: Circumstances) => {
    const key = now.join()
    let known = moments.get(key)
    if (!known) moments.set(key, (known = { moment: fields.ofPerson('new', now), withItem: new Map() }))
    let both = known.withItem.get(item)
    if (!both) known.withItem.set(item, (both = joined(fields.ofItem(item), known.moment)))
    return both
  }
  const unknown = data.interactions.context.map(() => undefined)
  return {
    fields,
    bags: ({ items, codes }) => {
      const ids: number[] = []
      const weights: number[] = []
      const start = new Int32Array(items.length * fields.fields.length + 1)
      let bag = 0
      items.forEach((item, place) => {
        const now = unknown.map((_, field) => knownCode(codes[field]?.[place]))
        const known = of(item, now)
        let k = 0
        for (let field = 0; field < fields.fields.length; field++) {
          for (; known.field[k] === field; k++) {
            ids.push(known.feature[k]!)
            weights.push(known.value[k]!)
          }
          start[++bag] = ids.length
        }
      })
      return { ids: Int32Array.from(ids), weights: Float32Array.from(weights), start }
    },
    of: (item, now = unknown) => of(item, now),
  }
}

/** −1 stands for what is not known. */
export const knownCode = (code: number | undefined) => (code === undefined || code < 0 ? undefined : code)

/** Fields of the item come before circumstances, so that what is joined ascends. */
function joined(item: ActiveFeatures, moment: ActiveFeatures): ActiveFeatures {
  return {
    feature: Int32Array.from([...item.feature, ...moment.feature]),
    value: Float32Array.from([...item.value, ...moment.value]),
    field: Int32Array.from([...item.field, ...moment.field]),
  }
}

/** The embedded features of pairs, a segment for each field: table [features, width] → [pairs, fields × width]. */
export function embedFeatures(table: Tensor2D, { ids, weights, start }: FeatureBags, fields: number): Tensor2D {
  const [features, width] = table.shape
  const bags = embeddingBag(table, bagsOf(ids, weights, start, features))
  return reshape(bags, [(start.length - 1) / fields, fields * width]) as Tensor2D
}
