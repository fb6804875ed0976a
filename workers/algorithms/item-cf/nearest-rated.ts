import type { Rated } from '../algorithm.ts'
import type { RowOf } from './rows-on-demand.ts'

/** The first `count` neighbours of an item: places in a person's ratings, most similar first. Valid until the next. */
export interface Nearest {
  readonly count: number
  readonly places: Uint32Array
  readonly similarities: Float64Array
}

/** Finds, among what a person rated, the k items most similar to another; equal ones in order of place. */
export interface NearestRated {
  /** @param similarities of each of what they rated to the item; NaN where undefined */
  ofOne(similarities: Float64Array): Nearest
  /** For every item at once: row by row of what they rated, so that no row is needed twice. */
  ofAll(rated: readonly Rated[], rowOf: RowOf): (item: number) => Nearest
}

/** Less is what rounding leaves of nothing. */
const above = 1e-12

export function nearestRated(items: number, k: number): NearestRated {
  const one = emptyLists(1, k)
  let all: Lists | undefined
  return {
    ofOne(similarities) {
      one.count[0] = 0
      one.least[0] = above
      for (let place = 0; place < similarities.length; place++) {
        if (similarities[place] > one.least[0]) insert(one, 0, place, similarities[place])
      }
      return nearestIn(one, 0)
    },
    ofAll(rated, rowOf) {
      const lists = (all ??= emptyLists(items, k))
      lists.count.fill(0)
      lists.least.fill(above)
      rated.forEach(({ item: own }, place) => {
        const row = rowOf(own)
        for (let item = 0; item < items; item++) {
          if (row[item] > lists.least[item]) insert(lists, item, place, row[item])
        }
      })
      return (item) => nearestIn(lists, item)
    },
  }
}

/** A list of up to k places for each of several items. */
interface Lists {
  readonly k: number
  readonly count: Uint32Array
  /** what a newcomer must be above */
  readonly least: Float64Array
  readonly places: Uint32Array
  readonly similarities: Float64Array
}

function emptyLists(items: number, k: number): Lists {
  return {
    k,
    count: new Uint32Array(items),
    least: new Float64Array(items),
    places: new Uint32Array(items * k),
    similarities: new Float64Array(items * k),
  }
}

function insert({ k, count, least, places, similarities }: Lists, item: number, place: number, similarity: number) {
  const first = item * k
  let at = first + (count[item] < k ? count[item]++ : k - 1)
  for (; at > first && similarity > similarities[at - 1]; at--) {
    similarities[at] = similarities[at - 1]
    places[at] = places[at - 1]
  }
  similarities[at] = similarity
  places[at] = place
  if (count[item] === k) least[item] = similarities[first + k - 1]
}

function nearestIn({ k, count, places, similarities }: Lists, item: number): Nearest {
  const [first, end] = [item * k, item * k + count[item]]
  return { count: count[item], places: places.subarray(first, end), similarities: similarities.subarray(first, end) }
}
