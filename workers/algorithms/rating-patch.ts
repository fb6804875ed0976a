import type { SparseMatrix } from '../lib/sparse.ts'
import { topK } from '../lib/top-k.ts'

/** A small part of the ratings, dense enough to look at: the most active people and the most rated items. */
export interface RatingPatch {
  /** by id, the most active first */
  readonly people: Uint32Array
  /** by id, the most rated first */
  readonly items: Uint32Array
  /** people × items, row-major; NaN where there is no rating */
  readonly ratings: Float32Array
}

const mostPeople = 24
const mostItems = 32

/** The 24 people with most ratings and the 32 items with most; equal ones by smaller id, fewer where there are fewer. */
export function ratingPatch({ rows, columns, start, column, value }: SparseMatrix): RatingPatch {
  const own = Float64Array.from({ length: rows }, (_, person) => start[person + 1] - start[person])
  const viewers = new Float64Array(columns)
  for (const item of column) viewers[item]++
  const people = Uint32Array.from(topK(own, mostPeople), ({ item }) => item)
  const items = Uint32Array.from(topK(viewers, mostItems), ({ item }) => item)
  const places = new Map(Array.from(items, (item, place) => [item, place]))
  const ratings = new Float32Array(people.length * items.length).fill(NaN)
  people.forEach((person, p) => {
    for (let e = start[person]; e < start[person + 1]; e++) {
      const place = places.get(column[e])
      if (place !== undefined) ratings[p * items.length + place] = value[e]
    }
  })
  return { people, items, ratings }
}
