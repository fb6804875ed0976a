import type { Interactions } from '../../data/dataset.ts'
import type { Rated } from '../algorithm.ts'

/** A person's first `count` ratings in order of time; at the same second, in order of item. */
export function inOrderOfTime({ ratings, time }: Interactions): (user: number, count: number) => Rated[] {
  const order = Uint32Array.from(time.keys())
  for (let user = 0; user < ratings.rows; user++) {
    order.subarray(ratings.start[user], ratings.start[user + 1]).sort((a, b) => time[a] - time[b] || a - b)
  }
  return (user, count) => {
    const first = ratings.start[user]
    const entries = order.subarray(first, Math.min(first + count, ratings.start[user + 1]))
    return Array.from(entries, (entry) => ({ item: ratings.column[entry], rating: ratings.value[entry] }))
  }
}

/** The most ratings that anybody has. */
export function mostRatings({ ratings: { start, rows } }: Interactions): number {
  let most = 0
  for (let user = 0; user < rows; user++) most = Math.max(most, start[user + 1] - start[user])
  return most
}
