import type { Item } from '../../data/dataset.ts'
import { log } from '../../lib/portable-math.ts'

/** Films × features, dense, with a name and a kind for each feature. */
export interface Features {
  /** items × names, row-major */
  readonly values: Float64Array
  readonly names: readonly string[]
  /** "genre", "tone", "decade", "country", "director" */
  readonly kinds: readonly string[]
}

/** Genres alone, with tones as well, with decades too, or with countries and directors. */
export type FeatureChoice = 'genres' | 'tones' | 'decades' | 'all'

interface Kind {
  readonly kind: string
  readonly of: (item: Item) => readonly string[]
}

const kinds: readonly Kind[] = [
  { kind: 'genre', of: ({ genres }) => genres },
  { kind: 'tone', of: ({ tones }) => tones },
  { kind: 'decade', of: ({ year }) => (year === undefined ? [] : [`${Math.floor(year / 10) * 10}s`]) },
  { kind: 'country', of: ({ country }) => (country === undefined ? [] : [country]) },
  { kind: 'director', of: ({ director }) => (director === undefined ? [] : [director]) },
]

const chosen: Readonly<Record<FeatureChoice, number>> = {
  genres: 1,
  tones: 2,
  decades: 3,
  all: kinds.length,
}

/**
 * What is known of the items, 1 where an item has a feature. A feature of one item alone is left out: no two items are
 * alike by it. Kinds in order, names inside a kind by code point.
 *
 * @param rarity 'rare' multiplies a feature by ln((1 + n) / (1 + df)) + 1, where df of n items have it
 */
export function featuresOf(items: readonly Item[], choice: FeatureChoice, rarity: 'equal' | 'rare'): Features {
  const found = kinds.slice(0, chosen[choice]).flatMap(({ kind, of }) => {
    const itemsWith = new Map<string, number[]>()
    items.forEach((item, id) => {
      for (const name of new Set(of(item))) itemsWith.set(name, [...(itemsWith.get(name) ?? []), id])
    })
    return [...itemsWith]
      .filter(([, having]) => having.length > 1)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, having]) => ({ kind, name, having }))
  })
  const values = new Float64Array(items.length * found.length)
  found.forEach(({ having }, feature) => {
    const weight = rarity === 'rare' ? log((1 + items.length) / (1 + having.length)) + 1 : 1
    for (const item of having) values[item * found.length + feature] = weight
  })
  return { values, names: found.map(({ name }) => name), kinds: found.map(({ kind }) => kind) }
}
