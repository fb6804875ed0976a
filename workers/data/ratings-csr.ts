import type { SparseMatrix } from '../lib/sparse.ts'
import { DataError } from './dataset.ts'
import { limits, smaller } from './limits.ts'
import type { RatingRows } from './rating-file.ts'

export interface RatingsMatrix {
  readonly ratings: SparseMatrix
  readonly time: Float64Array
  /** ratings that did not stay, as the pair was rated again */
  readonly replaced: number
}

/**
 * Ratings in any order as a people × items matrix with times. People stand by ascending id. Of several ratings of one
 * pair the latest stays; of those at one second, the one that came last. O(n): two stable counting sorts. Throws
 * DataError where there are more people than a browser can hold.
 */
export function ratingsMatrix(rows: RatingRows, items: number): RatingsMatrix {
  const { index: person, count: people } = denseIds(rows.person)
  const byItem = countingSort(rows.item, items, undefined)
  const order = countingSort(person, people, byItem)
  const start = new Uint32Array(people + 1)
  const column = new Uint32Array(order.length)
  const value = new Float32Array(order.length)
  const time = new Float64Array(order.length)
  let length = 0
  let row = 0
  for (const k of order) {
    while (row < person[k]!) start[++row] = length
    const again = length > start[row]! && column[length - 1] === rows.item[k]
    if (again && rows.time[k]! < time[length - 1]!) continue
    const place = again ? length - 1 : length++
    column[place] = rows.item[k]!
    value[place] = rows.rating[k]!
    time[place] = rows.time[k]!
  }
  while (row < people) start[++row] = length
  return {
    ratings: { rows: people, columns: items, start, column: column.slice(0, length), value: value.slice(0, length) },
    time: time.slice(0, length),
    replaced: order.length - length,
  }
}

/** Ids of any size as 0, 1, 2 … in their ascending order. */
function denseIds(ids: Uint32Array): { index: Uint32Array; count: number } {
  const distinct = distinctOf(ids).sort()
  const place = new Map<number, number>()
  distinct.forEach((id, k) => place.set(id, k))
  const index = new Uint32Array(ids.length)
  let last = -1
  let lastPlace = 0
  for (let k = 0; k < ids.length; k++) {
    // files list a person's ratings together: most look-ups repeat the one before
    if (ids[k] !== last) {
      last = ids[k]!
      lastPlace = place.get(last)!
    }
    index[k] = lastPlace
  }
  return { index, count: distinct.length }
}

function distinctOf(ids: Uint32Array): Uint32Array {
  const distinct = new Set<number>()
  for (const id of ids) {
    distinct.add(id)
    if (distinct.size <= limits.people) continue
    throw new DataError(
      `the ratings: more than ${limits.people.toLocaleString('en')} people are too many for a browser; ${smaller}`,
    )
  }
  return Uint32Array.from(distinct)
}

/** The places of `keys` in ascending order of key, those of equal keys in the order of `among` (or as they stand). */
function countingSort(keys: Uint32Array, size: number, among: Uint32Array | undefined): Uint32Array {
  const next = new Uint32Array(size + 1)
  for (const key of keys) next[key + 1]!++
  for (let key = 0; key < size; key++) next[key + 1]! += next[key]!
  const sorted = new Uint32Array(keys.length)
  for (let n = 0; n < keys.length; n++) {
    const k = among ? among[n]! : n
    sorted[next[keys[k]!]!++] = k
  }
  return sorted
}
