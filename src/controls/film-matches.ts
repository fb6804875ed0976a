import type { Item } from '../../workers/data/dataset.ts'
import { folded } from '../format/folded.ts'

/** What a search looks through, made once for a catalogue. */
export interface FilmIndex {
  readonly titles: readonly string[]
  readonly directors: readonly string[]
}

export function indexFilms(titles: readonly string[], items: readonly Item[]): FilmIndex {
  return { titles: titles.map(folded), directors: titles.map((_, i) => folded(items[i]?.director ?? '')) }
}

/**
 * Items whose title or director holds every word of the query, at most `most`: titles that begin with it first, then
 * those with a word that does, then directors, then the rest; among equals in the order of the catalogue.
 */
export function matchFilms({ titles, directors }: FilmIndex, query: string, most: number): readonly number[] {
  const wanted = folded(query)
  if (wanted === '') return []
  const words = wanted.split(' ')
  const found: { item: number; rank: number }[] = []
  titles.forEach((title, item) => {
    const director = directors[item]!
    const both = `${title} ${director}`
    if (!words.every((word) => both.includes(word))) return
    found.push({ item, rank: rankOf(title, director, wanted) })
  })
  return found
    .sort((a, b) => a.rank - b.rank || a.item - b.item)
    .slice(0, most)
    .map(({ item }) => item)
}

function rankOf(title: string, director: string, wanted: string): number {
  if (title === wanted) return 0
  if (title.replace(/^(the|a|an) /, '').startsWith(wanted) || title.startsWith(wanted)) return 1
  if (` ${title}`.includes(` ${wanted}`)) return 2
  if (` ${director}`.includes(` ${wanted}`)) return 3
  return 4
}
