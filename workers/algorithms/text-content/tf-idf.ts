import { log } from '../../lib/portable-math.ts'
import { withLengths, type FeatureRows } from '../shared/profile/feature-rows.ts'
import { wordPattern } from './spec.ts'

export interface TfIdfOptions {
  /** how many of the most frequent terms are kept */
  readonly maxFeatures: number
  /** words that are not terms; without it, every word is one */
  readonly isStopWord?: ((word: string) => boolean) | undefined
}

/** What a word of a text is to the vectoriser. */
export type WordStatus = 'kept' | 'dropped_short' | 'dropped_stop_word'

export function statusOf(word: string, { isStopWord }: Omit<TfIdfOptions, 'maxFeatures'>): WordStatus {
  if (word.match(wordPattern)?.[0] !== word) return 'dropped_short'
  return isStopWord?.(word) ? 'dropped_stop_word' : 'kept'
}

/** Every word of a text in NFC and lower case, in order, without stop words; repeats stay. */
export function termsOf(text: string, { isStopWord }: Omit<TfIdfOptions, 'maxFeatures'>): string[] {
  const words = text.normalize('NFC').toLowerCase().match(wordPattern) ?? []
  return isStopWord ? words.filter((word) => !isStopWord(word)) : words
}

/** Texts as rows of weighted terms. */
export interface TfIdf extends FeatureRows {
  /** ascending by code point */
  readonly terms: readonly string[]
  /** ln((1 + n) / (1 + df)) + 1 of each term */
  readonly idf: Float64Array
  /** in how many of the texts each term is */
  readonly documents: Uint32Array
  /** how often the term of each entry is in its text */
  readonly count: Uint32Array
}

/**
 * TF-IDF as scikit-learn computes it (TfidfVectorizer with its defaults): raw counts × smooth idf, rows divided by their
 * Euclidean length; a text without terms stays 0. Kept are the terms that are most frequent over all texts; of equally
 * frequent ones the first by code point, where scikit-learn leaves it to an unstable sort. Words differ from its in
 * scripts with combining marks alone (`wordPattern`).
 *
 * @param texts the terms of each text that has been read
 * @param rows of the result, as many as there will be texts: those not read are empty
 */
export function tfIdf(texts: readonly (readonly string[])[], rows: number, maxFeatures: number): TfIdf {
  const counts = texts.map(countsOf)
  const terms = vocabularyOf(counts, maxFeatures)
  const index = new Map(terms.map((term, place) => [term, place]))
  const documents = new Uint32Array(terms.length)
  const start = new Uint32Array(rows + 1)
  const feature: number[] = []
  const count: number[] = []
  for (let row = 0; row < rows; row++) {
    const entries = [...(counts[row] ?? [])].flatMap(([term, n]): [number, number][] => {
      const place = index.get(term)
      return place === undefined ? [] : [[place, n]]
    })
    for (const [place, n] of entries.sort(([a], [b]) => a - b)) {
      documents[place]++
      feature.push(place)
      count.push(n)
    }
    start[row + 1] = feature.length
  }
  const idf = Float64Array.from(documents, (df) => log((1 + texts.length) / (1 + df)) + 1)
  const value = Float64Array.from(feature, (place, entry) => count[entry] * idf[place])
  toUnitLength(start, value)
  const sparse = withLengths({ items: rows, size: terms.length, start, feature: Uint32Array.from(feature), value })
  return { ...sparse, terms, idf, documents, count: Uint32Array.from(count) }
}

function countsOf(terms: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1)
  return counts
}

function vocabularyOf(counts: readonly ReadonlyMap<string, number>[], maxFeatures: number): string[] {
  const total = new Map<string, number>()
  for (const own of counts) for (const [term, n] of own) total.set(term, (total.get(term) ?? 0) + n)
  const frequent = [...total].sort(([a, n], [b, m]) => m - n || byCodePoint(a, b))
  return frequent
    .slice(0, maxFeatures)
    .map(([term]) => term)
    .sort(byCodePoint)
}

/** As Python sorts: `<` on strings compares UTF-16 units, which differs above U+FFFF. */
function byCodePoint(a: string, b: string): number {
  const [lettersOfA, lettersOfB] = [Array.from(a), Array.from(b)]
  for (let place = 0; place < Math.min(lettersOfA.length, lettersOfB.length); place++) {
    const difference = lettersOfA[place].codePointAt(0)! - lettersOfB[place].codePointAt(0)!
    if (difference !== 0) return difference
  }
  return lettersOfA.length - lettersOfB.length
}

function toUnitLength(start: Uint32Array, value: Float64Array): void {
  for (let row = 0; row + 1 < start.length; row++) {
    const own = value.subarray(start[row], start[row + 1])
    const length = Math.sqrt(own.reduce((sum, x) => sum + x * x, 0))
    for (let e = 0; e < own.length; e++) own[e] /= length
  }
}
