import type { Dataset, Interactions } from './dataset.ts'

/** So many ratings tell a taste, and can still be read. */
const moderate = 20

/**
 * Who stands in for a visitor that has rated nothing. First comes who has a film left that others liked, then who rated
 * one as high as anybody did, then who liked a film that is held out, then who rated one low: so that every system has
 * something to learn from, something to recommend and something to be judged by.
 * Of these the one with a moderate number of ratings, of many values, of films that many people watched.
 */
export function examplePersonOf({ scale }: Pick<Dataset, 'scale'>, train: Interactions, test: Interactions): number {
  const { rows, columns, start, column, value } = train.ratings
  const viewers = new Uint32Array(columns)
  for (const item of column) viewers[item]!++
  const mostViewers = viewers.reduce((most, n) => Math.max(most, n), 1)
  const highest = value.reduce((high, rating) => Math.max(high, rating), 0)
  const middle = (scale.low + scale.high) / 2
  const liked = new Uint8Array(columns)
  column.forEach((item, entry) => value[entry]! > middle && (liked[item] = 1))
  const allLiked = liked.reduce((sum, one) => sum + one, 0)
  const values = Math.round((scale.high - scale.low) / scale.step) + 1

  const fit = (person: number): number => {
    const [first, end] = [start[person]!, start[person + 1]!]
    const own = value.subarray(first, end)
    if (own.length === 0) return -1
    const heldOut = test.ratings.value.subarray(test.ratings.start[person]!, test.ratings.start[person + 1]!)
    const films = column.subarray(first, end)
    const watched = films.reduce((sum, item) => sum + viewers[item]!, 0)
    return (
      (films.reduce((sum, item) => sum + liked[item]!, 0) < allLiked ? 8 : 0) +
      (own.includes(highest) ? 4 : 0) +
      (heldOut.some((rating) => rating > middle) ? 2 : 0) +
      (own.some((rating) => rating < middle) ? 1 : 0) +
      (Math.min(own.length, moderate) / Math.max(own.length, moderate)) *
        (new Set(own).size / values) *
        (watched / own.length / mostViewers)
    )
  }

  let best = 0
  let most = -1
  for (let person = 0; person < rows; person++) {
    const fits = fit(person)
    if (fits > most) [best, most] = [person, fits]
  }
  return best
}
