import { bagsOf, embeddingBag } from '../../device/layers.ts'
import { add, reshape, type Tensor1D, type Tensor2D } from '../../device/tensors.ts'
import type { Circumstances, TrainingData } from '../algorithm.ts'
import type { Pairs } from '../pair-batches.ts'
import { knownCode, pairFeatures } from '../pair-features.ts'
import { filled } from '../start-values.ts'
import type { WidePart } from './model.ts'

/** A genre, or a circumstance, that holds, by its number among all of them. */
interface Active {
  readonly id: number
  readonly value: number
}

/**
 * Crossed sparse features, every one with a number and a weight of its own, none hashed: each person with each genre, and
 * each genre with each circumstance of the data's context. A cross is as strong as the product of its two features.
 */
export interface Crosses {
  /** "drama" */
  readonly genres: readonly string[]
  /** the values of all circumstances, field after field: "evening" */
  readonly moments: readonly string[]
  /** what holds of an item, and of the moment: the usual mix of what is not known */
  of(item: number, now?: Circumstances): { readonly genres: readonly Active[]; readonly moments: readonly Active[] }
  readonly wide: WidePart
}

export function crossesOf(data: TrainingData): Crosses {
  const { fields, of } = pairFeatures(data, ['genre', 'time of day', 'place', 'device', 'company'])
  const kinds = fields.fields.map(({ name }) => name)
  const names = fields.names.map((name) => name.slice(name.indexOf(': ') + 2))
  const genreCount = kinds[0] === 'genre' ? fields.fields[0]!.size : 0
  const momentCount = fields.size - genreCount
  const crosses = (item: number, now?: Circumstances) => {
    const { feature, value } = of(item, now)
    const active = Array.from(feature, (id, k) => ({ id, value: value[k]! }))
    return {
      genres: active.filter(({ id }) => id < genreCount),
      moments: active.filter(({ id }) => id >= genreCount).map(({ id, value }) => ({ id: id - genreCount, value })),
    }
  }
  return {
    genres: names.slice(0, genreCount),
    moments: names.slice(genreCount),
    of: crosses,
    wide: widePart(data, genreCount, momentCount, crosses),
  }
}

/** One weight a cross, from 0, and a bias. */
function widePart(data: TrainingData, genres: number, moments: number, of: Crosses['of']): WidePart {
  const { ratings, context } = data.interactions
  const inContext = genres > 0 && moments > 0
  return {
    parameters: {
      ...(genres > 0 && { personGenre: filled([ratings.rows, genres], 0) }),
      ...(inContext && { genreMoment: filled([genres, moments], 0) }),
      wideBias: filled([1], 0),
    },
    userTables: genres > 0 ? ['personGenre'] : [],
    logits({ personGenre, genreMoment, wideBias }, pairs) {
      const now = (place: number) => context.map((_, field) => knownCode(pairs.codes[field]?.[place]))
      const active = Array.from(pairs.items, (item, place) => of(item, now(place)))
      let sum = reshape(wideBias!, [1, 1]) as Tensor2D
      if (personGenre) sum = add(sum, sumOfWeights(personGenre as Tensor2D, active, byPerson(pairs)))
      if (genreMoment) sum = add(sum, sumOfWeights(genreMoment as Tensor2D, active, byMoment))
      return sum
    },
  }

  /** the crosses of a pair, by row and column of the table of weights */
  function byPerson({ users }: Pairs) {
    return (place: number, { genres }: ReturnType<Crosses['of']>) =>
      genres.map(({ id, value }) => ({ row: users[place]!, column: id, value }))
  }
}

const byMoment = (_: number, { genres, moments }: ReturnType<Crosses['of']>) =>
  genres.flatMap((genre) =>
    moments.map((moment) => ({ row: genre.id, column: moment.id, value: genre.value * moment.value })),
  )

interface Cell {
  readonly row: number
  readonly column: number
  readonly value: number
}

/** Σ weight · value over the crosses of each pair, an embedding bag of width 1: [n, 1]. */
function sumOfWeights<T>(table: Tensor2D, active: readonly T[], crosses: (place: number, of: T) => readonly Cell[]) {
  const [rows, columns] = table.shape
  const start = new Int32Array(active.length + 1)
  const ids: number[] = []
  const values: number[] = []
  active.forEach((of, place) => {
    for (const { row, column, value } of crosses(place, of)) {
      ids.push(row * columns + column)
      values.push(value)
    }
    start[place + 1] = ids.length
  })
  const bags = bagsOf(Int32Array.from(ids), Float32Array.from(values), start, rows * columns)
  return embeddingBag(reshape(table as unknown as Tensor1D, [rows * columns, 1]) as Tensor2D, bags)
}
