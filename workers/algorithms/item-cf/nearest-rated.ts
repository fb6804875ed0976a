import type { RowsOnDemand, SimilarItems } from './rows-on-demand.ts'

/** The `count` neighbours of an item: places in a person's ratings, most similar first. Overwritten by the next asked for. */
export interface Nearest {
  count: number
  readonly places: Uint32Array
  readonly similarities: Float64Array
}

/** Finds, among the items that a person rated, the k most similar to another; equal ones in order of place. */
export interface NearestRated {
  ofOne(rated: readonly number[], item: number): Nearest
  /** For every item: each row of what they rated is read once, instead of one for each item. */
  ofAll(rated: readonly number[]): (item: number) => Nearest
}

/** @param size how many items there are */
export function nearestRated(rows: RowsOnDemand, size: number, k: number): NearestRated {
  const nearest = { count: 0, places: new Uint32Array(k), similarities: new Float64Array(k) }
  return {
    ofOne(rated, item) {
      nearest.count = 0
      rows.between(item, rated).forEach((similarity, place) => offer(nearest, place, similarity))
      return nearest
    },
    ofAll(rated) {
      const { start, places, similarities } = byItem(rated.map(rows.similarTo), size)
      return (item) => {
        nearest.count = 0
        for (let c = start[item]; c < start[item + 1]; c++) offer(nearest, places[c], similarities[c])
        return nearest
      }
    },
  }
}

/** Keeps a candidate, in its order, where it is similar at all and among the k most similar so far. */
function offer(nearest: Nearest, place: number, similarity: number) {
  const { places, similarities } = nearest
  const full = nearest.count === places.length
  if (!(similarity > (full ? similarities[nearest.count - 1] : 0))) return
  let at = full ? nearest.count - 1 : nearest.count++
  for (; at > 0 && similarity > similarities[at - 1]; at--) {
    similarities[at] = similarities[at - 1]
    places[at] = places[at - 1]
  }
  similarities[at] = similarity
  places[at] = place
}

/** The rows turned round: for each item, in order of place, what is similar to it. */
function byItem(rows: readonly SimilarItems[], size: number) {
  const start = new Uint32Array(size + 1)
  for (const { items } of rows) for (const item of items) start[item + 1]++
  for (let item = 0; item < size; item++) start[item + 1] += start[item]
  const next = start.slice(0, size)
  const places = new Uint32Array(start[size])
  const similarities = new Float64Array(start[size])
  rows.forEach((row, place) => {
    for (let j = 0; j < row.items.length; j++) {
      const at = next[row.items[j]]++
      places[at] = place
      similarities[at] = row.similarities[j]
    }
  })
  return { start, places, similarities }
}
