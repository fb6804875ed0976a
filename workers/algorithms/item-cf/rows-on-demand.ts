import { similarityRowPlain, type SimilarityProblem } from '../shared/neighbourhood/similarity.ts'

/** As many rows are kept as this has room for. */
const keptBytes = 64 * 1024 * 1024

/** Less is what rounding leaves of nothing. */
const above = 1e-12

/** The items that are similar to one at all, ascending, and how similar they are. */
export interface SimilarItems {
  readonly items: Uint32Array
  readonly similarities: Float64Array
}

/** Rows of similarities in float64, computed when they are asked for. */
export interface RowsOnDemand {
  /** How similar an item is to each of these, ascending; 0 where it is not similar at all. */
  between(item: number, others: readonly number[]): Float64Array
  similarTo(item: number): SimilarItems
}

/** Rows asked for lately are kept: popular items stand in nearly everybody's history, and their rows take longest. */
export function rowsOnDemand(problem: SimilarityProblem): RowsOnDemand {
  const row = new Float64Array(problem.ratings.columns)
  const kept = new Map<number, SimilarItems>()
  let bytes = 0
  const keep = (item: number, similar: SimilarItems) => {
    kept.set(item, similar)
    bytes += bytesOf(similar)
    for (const [oldest, old] of kept) {
      if (bytes <= keptBytes || kept.size === 1) break
      kept.delete(oldest)
      bytes -= bytesOf(old)
    }
  }
  const similarTo = (item: number) => {
    let similar = kept.get(item)
    if (similar) {
      kept.delete(item)
      kept.set(item, similar)
      return similar
    }
    similarityRowPlain(problem, item, row)
    similar = positiveOf(row)
    keep(item, similar)
    return similar
  }
  return {
    between(item, others) {
      const { items, similarities } = similarTo(item)
      let place = 0
      return Float64Array.from(others, (other) => {
        while (place < items.length && items[place] < other) place++
        return items[place] === other ? similarities[place] : 0
      })
    },
    similarTo,
  }
}

function positiveOf(row: Float64Array): SimilarItems {
  let count = 0
  for (let item = 0; item < row.length; item++) if (row[item] > above) count++
  const items = new Uint32Array(count)
  const similarities = new Float64Array(count)
  for (let item = 0, place = 0; place < count; item++) {
    if (!(row[item] > above)) continue
    items[place] = item
    similarities[place++] = row[item]
  }
  return { items, similarities }
}

function bytesOf({ items, similarities }: SimilarItems): number {
  return items.byteLength + similarities.byteLength
}
