import type { SparseMatrix } from '../lib/sparse.ts'
import { filterEntries } from '../lib/sparse.ts'
import type { Rated } from './system.ts'
import type { Settings } from './spec.ts'

/** The ratings that count as watched under the setting `liked from`: 0 takes any. */
export function positiveRatings(ratings: SparseMatrix, settings: Settings): SparseMatrix {
  const from = Number(settings.likedFrom ?? 0)
  return from === 0 ? ratings : filterEntries(ratings, (entry) => ratings.value[entry] >= from)
}

/** The entries of them, by index. */
export function positiveEntries({ value }: SparseMatrix, settings: Settings): Uint32Array {
  const from = Number(settings.likedFrom ?? 0)
  const entries = new Uint32Array(value.length)
  let count = 0
  for (let entry = 0; entry < value.length; entry++) if (value[entry]! >= from) entries[count++] = entry
  return entries.slice(0, count)
}

/** The same for one person's own ratings, in order of item. */
export function positivesOf(ratings: readonly Rated[], settings: Settings): Rated[] {
  const from = Number(settings.likedFrom ?? 0)
  return ratings.filter(({ rating }) => rating >= from).sort((a, b) => a.item - b.item)
}

/** The ratings of one row of the matrix, in order of item. */
export function ratingsOfRow(ratings: SparseMatrix, row: number): Rated[] {
  const rated: Rated[] = []
  for (let e = ratings.start[row]; e < ratings.start[row + 1]; e++) {
    rated.push({ item: ratings.column[e], rating: ratings.value[e] })
  }
  return rated
}
