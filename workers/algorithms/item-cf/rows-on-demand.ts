import { similarityRowPlain, type SimilarityProblem } from '../../device/kernels/similarity.ts'

/** As many rows are kept as this has room for. */
const keptBytes = 48 * 1024 * 1024

/** A row of similarities, in float64, computed when it is first asked for. Valid until the next is asked for. */
export type RowOf = (item: number) => Float64Array

/** Rows asked for lately are kept: popular items are in nearly everybody's history. The room of the oldest is reused. */
export function rowsOnDemand(problem: SimilarityProblem): RowOf {
  const items = problem.ratings.columns
  const most = Math.max(1, Math.floor(keptBytes / (8 * Math.max(1, items))))
  const kept = new Map<number, Float64Array>()
  return (item) => {
    let row = kept.get(item)
    if (row) {
      kept.delete(item)
    } else {
      if (kept.size >= most) {
        const [oldest, reused] = kept.entries().next().value!
        kept.delete(oldest)
        row = reused
      }
      row ??= new Float64Array(items)
      similarityRowPlain(problem, item, row)
    }
    kept.set(item, row)
    return row
  }
}
