import { random, seedFor, shuffle } from '../lib/random.ts'
import type { Interactions } from './dataset.ts'
import { keepEntries } from './splits.ts'

const share = 0.1

/** A tenth of the items that anybody has rated, drawn by seed, ascending: made new by taking all their ratings away. */
export function newItemsOf({ ratings }: Interactions, seed: number): Uint32Array {
  const rated = Uint32Array.from(new Set(ratings.column)).sort()
  const drawn = shuffle(rated.slice(), random(seedFor('new items', seed)))
  return drawn.subarray(0, Math.round(share * rated.length)).sort()
}

/** The items stay, with whatever is known of them but who rated them. */
export function withoutRatingsOf(interactions: Interactions, items: Uint32Array): Interactions {
  const gone = new Set(items)
  return keepEntries(interactions, (entry) => !gone.has(interactions.ratings.column[entry]!))
}
