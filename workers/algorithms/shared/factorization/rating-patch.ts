import type { SparseMatrix } from '../../../lib/sparse.ts'
import { topK } from '../../../lib/top-k.ts'
import type { Person, SnapshotRequest } from '../../../contract/system.ts'

/** A small part of the ratings, dense enough to look at: the most active people and the most rated items. */
export interface RatingPatch {
  /** by id: whoever is shown, then the most active first; `newcomer` for someone who is not of the data */
  readonly people: Uint32Array
  /** by id, the most rated first */
  readonly items: Uint32Array
  /** people × items, row-major; NaN where there is no rating */
  readonly ratings: Float32Array
}

/** In place of the id of someone with ratings of their own. */
export const newcomer = 0xffffffff

const mostPeople = 24
const mostItems = 32

/**
 * Whoever is shown above the people with most ratings, 24 in all, and the 32 items with most; equal ones by smaller id,
 * fewer where there are fewer. A function of the data and of who is shown, so that no step changes it.
 */
export function ratingPatch(
  { rows, columns, start, column, value }: SparseMatrix,
  { rated, user }: Pick<SnapshotRequest, 'rated' | 'user'> = {},
): RatingPatch {
  const own = Float64Array.from({ length: rows }, (_, person) => start[person + 1] - start[person])
  const viewers = new Float64Array(columns)
  for (const item of column) viewers[item]++
  const first = rated ? [user ?? newcomer] : []
  const others = topK(
    own,
    mostPeople,
    Uint8Array.from(own, (_, person) => (person === user ? 1 : 0)),
  )
  const people = Uint32Array.from([...first, ...others.map(({ item }) => item)].slice(0, mostPeople))
  const items = Uint32Array.from(topK(viewers, mostItems), ({ item }) => item)
  const places = new Map(Array.from(items, (item, place) => [item, place]))
  const ratings = new Float32Array(people.length * items.length).fill(NaN)
  const put = (p: number, item: number, rating: number) => {
    const place = places.get(item)
    if (place !== undefined) ratings[p * items.length + place] = rating
  }
  people.forEach((person, p) => {
    if (person === newcomer) return rated?.forEach(({ item, rating }) => put(p, item, rating))
    for (let e = start[person]; e < start[person + 1]; e++) put(p, column[e], value[e])
  })
  return { people, items, ratings }
}

/**
 * What is there before any factor, for someone who is not of the data: their score less what their factors add.
 *
 * @param factors items × the length of the person's vector, row-major
 */
export function baseOf(person: Person, items: Uint32Array, factors: Float64Array): Float64Array {
  const scores = person.scores()
  const vector = person.vector ?? new Float64Array(0)
  return Float64Array.from(items, (item) =>
    vector.reduce((rest, x, f) => rest - x * factors[item * vector.length + f], scores[item]),
  )
}
