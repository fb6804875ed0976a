import { bagsOf, embeddingBag } from '../../device/layers.ts'
import { add, reshape, type Tensor, type Tensor2D } from '../../device/tensors.ts'
import type { Context, TrainingData } from '../../contract/system.ts'
import type { ActiveFeatures } from '../../training/feature-fields.ts'
import type { PointwiseInputs } from '../../training/pointwise-batches.ts'
import { pointwiseFeatures, type PointwiseFeatures, type PointwiseFields } from '../../training/pointwise-features.ts'
import { filled } from '../../training/initializers.ts'
import type { WidePart } from './model.ts'

/** A genre, or a context value, that holds, by its number among all of them. */
interface Active {
  readonly id: number
  readonly value: number
}

interface OfMoment extends Active {
  readonly named: boolean
}

/**
 * Crossed sparse features, every one with a number and a weight of its own, none hashed: each person with each genre, and
 * each genre with each value of the data's context. A cross is as strong as the product of its two features.
 */
export interface Crosses {
  /** "drama" */
  readonly genres: readonly string[]
  /** the values of all context fields, one after another: "evening" */
  readonly moments: readonly string[]
  /** how much of each genre an item has on average */
  readonly meanValues: Float64Array
  /** what holds of an item, and of the moment: the usual mix of what is not named */
  of(item: number, now?: Context): { readonly genres: readonly Active[]; readonly moments: readonly OfMoment[] }
  readonly wide: WidePart
}

export function crossesOf(data: TrainingData): Crosses {
  const features = pointwiseFeatures(data, ['genre', 'time of day', 'place', 'device', 'company'])
  const { fields } = features
  const names = fields.names.map((name) => name.slice(name.indexOf(': ') + 2))
  const genreCount = fields.field('genre')?.size ?? 0
  const active = ({ feature, value }: ActiveFeatures, first: number) =>
    Array.from(feature, (id, k) => ({ id: id - first, value: value[k]! }))
  return {
    genres: names.slice(0, genreCount),
    moments: names.slice(genreCount),
    of: (asked, now) => {
      const { item, moment } = features.of(asked, now)
      const moments = active(moment, genreCount)
      return {
        genres: active(item, 0),
        moments: moments.map((one, k) => ({ ...one, named: fields.isNamed(moment.field[k]!, now) })),
      }
    },
    meanValues: meanOf(data.items.length, genreCount, (item) => active(fields.ofItem(item), 0)),
    wide: widePart(data, features, genreCount),
  }
}

function meanOf(items: number, genres: number, of: (item: number) => readonly Active[]): Float64Array {
  const means = new Float64Array(genres)
  for (let item = 0; item < items; item++) for (const { id, value } of of(item)) means[id]! += value / items
  return means
}

/** One weight a cross, from 0, and a bias. */
function widePart({ interactions }: TrainingData, { fields, parts }: PointwiseFeatures, genres: number): WidePart {
  const people = interactions.ratings.rows
  const moments = fields.size - genres
  const inContext = genres > 0 && moments > 0
  return {
    parameters: {
      ...(genres > 0 && { personGenre: filled([people, genres], 0) }),
      ...(inContext && { genreMoment: filled([genres, moments], 0) }),
      wideBias: filled([1], 0),
    },
    userTables: genres > 0 ? ['personGenre'] : [],
    logits({ personGenre, genreMoment, wideBias }, pairs) {
      const known = parts(pairs)
      let sum = reshape(wideBias!, [1, 1]) as Tensor2D
      if (personGenre) sum = add(sum, sumOfWeights(personGenre, known, byPerson(pairs, genres)))
      if (genreMoment) sum = add(sum, sumOfWeights(genreMoment, known, byMoment(genres, moments)))
      return sum
    },
  }
}

/** Says of a cross that holds which of the table's weights is its own, and how strong it is. */
type Hold = (cell: number, value: number) => void

const byPerson =
  ({ users }: PointwiseInputs, genres: number) =>
  ({ item: { feature, value } }: PointwiseFields, place: number, hold: Hold) => {
    for (let g = 0; g < feature.length; g++) hold(users[place]! * genres + feature[g]!, value[g]!)
  }

/** The features of moments are numbered behind the genres. */
const byMoment =
  (genres: number, moments: number) =>
  ({ item, moment }: PointwiseFields, _: number, hold: Hold) => {
    for (let g = 0; g < item.feature.length; g++) {
      const first = item.feature[g]! * moments - genres
      for (let m = 0; m < moment.feature.length; m++)
        hold(first + moment.feature[m]!, item.value[g]! * moment.value[m]!)
    }
  }

/** Σ weight · value over the crosses of each pair, an embedding bag of width 1: [n, 1]. */
function sumOfWeights(
  table: Tensor,
  parts: readonly PointwiseFields[],
  crosses: (parts: PointwiseFields, place: number, hold: Hold) => void,
): Tensor2D {
  const start = new Int32Array(parts.length + 1)
  const ids: number[] = []
  const values: number[] = []
  const hold: Hold = (cell, value) => {
    ids.push(cell)
    values.push(value)
  }
  parts.forEach((each, place) => {
    crosses(each, place, hold)
    start[place + 1] = ids.length
  })
  const bags = bagsOf(Int32Array.from(ids), Float32Array.from(values), start, table.size)
  return embeddingBag(reshape(table, [table.size, 1]) as Tensor2D, bags)
}
