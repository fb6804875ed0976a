import type { Person, Rated, Recommender } from '../../contract/system.ts'

/** The main system's for whoever has at least so many ratings, else the fallback's: of two lists, two systems, or two names. */
export function handOver<T>(ratings: number, threshold: number, main: T, fallback: T): T {
  return ratings >= threshold ? main : fallback
}

export type Part = 'main' | 'fallback'
export type Parts = Readonly<Record<Part, Recommender>>

/** Who answered a person, and from how many of their ratings. */
export interface Answer {
  readonly person: Person
  readonly by: Part
}

/**
 * The answer to someone of whom these ratings are known. Where the main system's turn has come but the ratings tell it
 * nothing (none of them counts as liked), the fallback answers still; undefined where neither can.
 */
export function answer(known: readonly Rated[], threshold: number, parts: Parts): Answer | undefined {
  const turn = handOver<Part>(known.length, threshold, 'main', 'fallback')
  for (const by of turn === 'main' ? (['main', 'fallback'] as const) : (['fallback'] as const)) {
    const person = parts[by].foldIn(known)
    if (person) return { person, by }
  }
  return undefined
}
