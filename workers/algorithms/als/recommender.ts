import { gramianOf, personSystem, type PersonSystem } from './half-step.ts'
import { topK } from '../../lib/top-k.ts'
import type { SparseMatrix } from '../../lib/sparse.ts'
import type { Explanation, Person, Rated, Recommender } from '../../contract/system.ts'
import { positivesOf } from '../../contract/positives.ts'
import type { Settings } from '../../contract/spec.ts'

export interface Factors {
  /** people × size, row-major */
  readonly people: Float64Array
  /** items × size, row-major */
  readonly items: Float64Array
  readonly size: number
}

/** Scores are x·y; someone new is solved against the films as they stand. */
export function factorRecommender(factors: Factors, watched: SparseMatrix, settings: Settings): Recommender {
  const { people, items, size } = factors
  const [lambda, alpha] = [Number(settings.regularization), Number(settings.alpha)]
  const gramian = gramianOf(items, size)
  const systemOf = (ids: Uint32Array, strengths: Float32Array) =>
    personSystem(ids, strengths, items, gramian, size, lambda, alpha)
  const personOf = (vector: Float64Array, ids: Uint32Array, system: () => PersonSystem): Person => ({
    vector,
    scores: () => products(vector, items, size),
    explain: (item) => explain(item, vector, factors, ids, system()),
  })
  return {
    person(user) {
      const [first, end] = [watched.start[user], watched.start[user + 1]]
      const vector = people.slice(user * size, (user + 1) * size)
      const ids = watched.column.slice(first, end)
      let system: PersonSystem | undefined
      return personOf(vector, ids, () => (system ??= systemOf(ids, watched.value.slice(first, end))))
    },
    foldIn(ratings: readonly Rated[]) {
      const liked = positivesOf(ratings, settings)
      if (liked.length === 0) return undefined
      const ids = Uint32Array.from(liked, ({ item }) => item)
      const strengths = Float32Array.from(liked, ({ rating }) => (settings.strength === 'stars' ? rating : 1))
      const system = systemOf(ids, strengths)
      return personOf(system.vector, ids, () => system)
    },
    similarItems: (item, n) => topK(cosinesTo(item, items, size), n),
    export: () => ({ people, items }),
  }
}

/**
 * What each watched film adds to a score: y_iᵀ (YᵀCY + λI)⁻¹ c_j y_j (Hu et al. §5), with the films as they stand.
 * `unsettled` is what the stored score has beyond that, because the person was solved against earlier films.
 */
function explain(
  item: number,
  vector: Float64Array,
  { items, size }: Factors,
  watched: Uint32Array,
  system: PersonSystem,
): Explanation {
  const score = dot(vector, 0, items, item * size, size)
  const amounts = system.contributions(item)
  const contributions = Array.from(watched, (j, place) => ({ item: j, amount: amounts[place] }))
  contributions.sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount))
  return { kind: 'past items', score, contributions, unsettled: score - amounts.reduce((sum, x) => sum + x, 0) }
}

function dot(a: Float64Array, atA: number, b: Float64Array, atB: number, size: number): number {
  let sum = 0
  for (let f = 0; f < size; f++) sum += a[atA + f] * b[atB + f]
  return sum
}

/** The products of a vector with every row of the item factors. */
function products(vector: Float64Array, items: Float64Array, size: number): Float64Array {
  const scores = new Float64Array(items.length / size)
  for (let i = 0; i < scores.length; i++) scores[i] = dot(vector, 0, items, i * size, size)
  return scores
}

/** Cosine of one item's factors with every other's; the item itself is left out (-Infinity). */
function cosinesTo(item: number, items: Float64Array, size: number): Float64Array {
  const own = items.subarray(item * size, (item + 1) * size)
  const cosines = products(own, items, size)
  const length = Math.sqrt(cosines[item])
  for (let i = 0; i < cosines.length; i++) {
    const other = Math.sqrt(dot(items, i * size, items, i * size, size))
    cosines[i] = i === item || length * other === 0 ? -Infinity : cosines[i] / (length * other)
  }
  return cosines
}
