import { topK } from '../../lib/top-k.ts'
import type { RatingScale } from '../../data/dataset.ts'
import type { Contribution, Explanation, Person, Rated, Recommender } from '../../contract/system.ts'
import { cosinesOf } from '../../training/cosines.ts'
import type { Settings } from '../../contract/spec.ts'
import { lessRounding, type Centred } from './centre.ts'
import type { Ritz } from './subspace.ts'

/** The first singular vectors of the items, strongest first, each with its largest component positive. */
export interface ItemVectors {
  /** items × size, row-major; orthonormal columns, zero where the matrix has no more rank */
  readonly items: Float64Array
  readonly values: Float64Array
  readonly size: number
}

export function itemVectors({ vectors, values, width }: Ritz, size: number): ItemVectors {
  const items = new Float64Array((vectors.length / width) * size)
  for (let f = 0; f < size; f++) {
    let largest = 0
    for (let at = f; at < vectors.length; at += width) {
      // Of two that differ by rounding alone, the first.
      if (Math.abs(vectors[at]) > Math.abs(largest) + 1e-12) largest = vectors[at]
    }
    const sign = values[f] === 0 ? 0 : largest < 0 ? -1 : 1
    for (let row = 0; row * width < vectors.length; row++) items[row * size + f] = sign * vectors[row * width + f]
  }
  return { items, values: values.slice(0, size), size }
}

/**
 * Scores are the centre plus r V Vᵀ, where r is a person's row: for someone of the data that is the centre plus u Σ Vᵀ,
 * and for someone new it is the same projection. So contributions add up exactly, at every step.
 */
export function projecting(
  vectors: ItemVectors,
  { matrix, centres, centreOf, counted }: Centred,
  scale: RatingScale,
  settings: Settings,
): Recommender {
  const { items, values, size } = vectors
  const starsOf = settings.centre !== 'none'
  const personOf = (row: Row): Person => {
    const vector = factorsOf(row, vectors)
    const scoreOf = (item: number) => row.centre + dot(vector, items, item * size)
    return {
      vector,
      scores: () => Float64Array.from({ length: items.length / size }, (_, item) => scoreOf(item)),
      ...(starsOf && { predict: (item: number) => Math.min(scale.high, Math.max(scale.low, scoreOf(item))) }),
      explain: (item) => explain(item, scoreOf(item), row, vectors, settings),
    }
  }
  return {
    person(user) {
      const [first, end] = [matrix.start[user], matrix.start[user + 1]]
      const [column, value] = [matrix.column.subarray(first, end), matrix.value.subarray(first, end)]
      return personOf({ items: column, value, centre: centres[user] })
    },
    foldIn(ratings: readonly Rated[]) {
      const own = counted(ratings)
      const centre = centreOf(own)
      const row = {
        items: Uint32Array.from(own, ({ item }) => item),
        value: Float64Array.from(own, ({ rating }) => lessRounding(rating - centre, centre)),
        centre,
      }
      // Nothing rated, or all the same: a list would be in order of ties.
      return factorsOf(row, vectors).some((x) => Math.abs(x) > 1e-9) ? personOf(row) : undefined
    },
    similarItems: (item, n) => topK(cosinesTo(item, vectors), n),
    export: () => ({ items, singularValues: values }),
  }
}

/** One person's row of the matrix. */
interface Row {
  readonly items: Uint32Array
  /** less the centre */
  readonly value: Float64Array
  readonly centre: number
}

/** r V: how much of each factor a row holds. */
function factorsOf(row: Row, { items, size }: ItemVectors): Float64Array {
  const factors = new Float64Array(size)
  row.items.forEach((item, k) => {
    for (let f = 0; f < size; f++) factors[f] += row.value[k] * items[item * size + f]
  })
  return factors
}

/** What each rated film adds, r_j (v_j · v_i), and the centre where there is one. */
function explain(item: number, score: number, row: Row, { items, size }: ItemVectors, settings: Settings): Explanation {
  const towards = items.subarray(item * size, (item + 1) * size)
  const contributions: Contribution[] = Array.from(row.items, (j, k) => {
    const weight = dot(towards, items, j * size)
    return { item: j, rating: row.value[k], weight, amount: row.value[k] * weight }
  })
  if (settings.centre !== 'none')
    contributions.push({ label: centreNames[String(settings.centre)], amount: row.centre, always: true })
  contributions.sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount))
  return { kind: 'past items', score, contributions }
}

const centreNames: Readonly<Record<string, string>> = {
  'global mean': 'the mean of all ratings',
  'user mean': 'the mean of their own ratings',
}

function dot(a: Float64Array, b: Float64Array, atB: number): number {
  let sum = 0
  for (let f = 0; f < a.length; f++) sum += a[f] * b[atB + f]
  return sum
}

/** Cosine of one item's column of the rebuilt matrix with every other's: of rows of V Σ, since U keeps angles. */
function cosinesTo(item: number, { items, values, size }: ItemVectors): Float64Array {
  const product = (a: number, b: number) => {
    let sum = 0
    for (let f = 0; f < size; f++) sum += items[a * size + f] * items[b * size + f] * values[f] * values[f]
    return sum
  }
  return cosinesOf(item, items.length / size, product)
}
