import { recommend } from '../../contract/system.ts'
import { popularity as algorithm } from '../../algorithms/popularity/popularity.ts'
import { withSettings } from '../../contract/spec.ts'
import type { SparseMatrix } from '../../lib/sparse.ts'
import { dataOf, trained, type Adapter } from './adapter.ts'
import { expectList, Mismatch } from './compare.ts'

type Key = number | string

interface Inputs {
  readonly popularity: readonly (readonly [Key, number])[]
  readonly n: number
  readonly seen?: readonly Key[]
}

/** Counts are given; the ratings that lead to them are made up. Whole numbers are exact on every device. */
export const popularity: Adapter = async ({ inputs, expected, expected_correct }, tolerance, device) => {
  const { popularity: given, n, seen = [] } = inputs as Inputs
  const counts = [...given].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  const item = new Map(counts.map(([key], index) => [key, index]))
  const want = ((expected_correct ?? expected) as [Key, number][]).map(([key, count]): [number, number] => [
    item.get(key) ?? -1,
    count,
  ])
  const data = dataOf(ratingsWith(counts.map(([, count]) => count)))
  await trained(algorithm, data, withSettings(algorithm.spec, 'course'), device, (recommender) => {
    const person = recommender.person(data.interactions.ratings.rows - 1)
    const exclude = seen.map((key) => item.get(key) ?? -1)
    const scores = person.scores()
    expectList('list', recommend(person, n, exclude), want, {
      tolerance,
      nearTie: false,
      tie: 0,
      scoreOf: (index) => scores[index],
    })
  })
}

/**
 * People × items with so many ratings of each item: person p has rated what more than p have, the last person nothing.
 * One more item, rated by nobody, must not show in any list.
 */
function ratingsWith(counts: readonly number[]): SparseMatrix {
  for (const count of counts) {
    if (!Number.isInteger(count) || count < 0) throw new Mismatch(`no ratings can make a popularity of ${count}`)
  }
  const rows = Math.max(0, ...counts) + 1
  const start = new Uint32Array(rows + 1)
  const column: number[] = []
  for (let person = 0; person < rows; person++) {
    counts.forEach((count, index) => {
      if (count > person) column.push(index)
    })
    start[person + 1] = column.length
  }
  return {
    rows,
    columns: counts.length + 1,
    start,
    column: Uint32Array.from(column),
    value: new Float32Array(column.length).fill(4),
  }
}
