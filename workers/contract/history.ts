import type { Interactions } from '../data/dataset.ts'
import type { Rated } from './system.ts'

/** A person's ratings in the order in which they came; those of the same second in order of item. */
export function oldestFirst(interactions: Interactions, user: number): Rated[] {
  return ratedIn(interactions, entriesOf(interactions, user))
}

/** A person's first `count` ratings in that order; everybody is put in order once. */
export function inOrderOfTime(interactions: Interactions): (user: number, count: number) => Rated[] {
  const { rows, start } = interactions.ratings
  const order = new Uint32Array(interactions.time.length)
  for (let user = 0; user < rows; user++) order.set(entriesOf(interactions, user), start[user])
  return (user, count) =>
    ratedIn(interactions, order.subarray(start[user], Math.min(start[user] + count, start[user + 1])))
}

function entriesOf({ ratings: { start }, time }: Interactions, user: number): Uint32Array {
  const first = start[user]
  const entries = Uint32Array.from({ length: start[user + 1] - first }, (_, place) => first + place)
  return entries.sort((a, b) => time[a] - time[b] || a - b)
}

function ratedIn({ ratings }: Interactions, entries: Uint32Array): Rated[] {
  return Array.from(entries, (entry) => ({ item: ratings.column[entry], rating: ratings.value[entry] }))
}

/** The most ratings that anybody has. */
export function mostRatings({ ratings: { start, rows } }: Interactions): number {
  let most = 0
  for (let user = 0; user < rows; user++) most = Math.max(most, start[user + 1] - start[user])
  return most
}
