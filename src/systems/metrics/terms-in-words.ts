import { fixed } from '../../format/numbers.ts'
import type { JudgedList, Sum } from './judged-list.ts'

/** A term or a divisor: a whole number as it is, any other with two digits. */
export const short = (value: number) => (Number.isInteger(value) ? String(value) : fixed(value, 2))

const counts: readonly Sum['id'][] = ['precision', 'recall', 'hit-rate']

/** A term in its column: whole where the metric counts, two digits where it weighs. */
export const termOf = ({ id }: Sum, term: number) => (counts.includes(id) || term === 0 ? String(term) : fixed(term, 2))

/** What a rank's term is made of: "gain × weight". Empty where it is just a one. */
export function makingOf({ id }: Sum): string {
  if (id === 'ndcg') return 'gain × weight'
  if (id === 'map' || id === 'map@k') return 'good so far / rank'
  if (id === 'mrr') return '1 / rank'
  return id === 'hit-rate' ? 'the first good film' : 'good?'
}

/** How the term of a rank (from 0) comes about: "1 × 0.63". */
export function termMade({ id, terms }: Sum, { gains, discounts }: JudgedList, rank: number): string {
  const term = terms[rank]!
  if (id === 'ndcg') return `${short(gains[rank]!)} × ${fixed(discounts[rank]!, 2)}`
  if (term === 0) return ''
  if (id === 'map' || id === 'map@k') return `${Math.round(term * (rank + 1))} / ${rank + 1}`
  return id === 'mrr' ? `1 / ${rank + 1}` : ''
}

/** What the sum is divided by, in words. */
export function divisorMeans({ id }: Sum): string {
  if (id === 'ndcg') return 'the same sum for the best order there could be'
  if (id === 'precision') return 'k'
  if (id === 'recall' || id === 'map') return 'all good films, listed or not'
  return id === 'map@k' ? 'the good films that fit into k' : ''
}

const most = 5

/** The terms so far that are not 0, the first few of many: "1", "0.63", "…", "0.29". */
export function termsAdded({ terms }: Sum, ranks: number): string[] {
  const added = Array.from(terms.subarray(0, ranks)).filter((term) => term > 0)
  if (added.length === 0) return ['0']
  return added.length > most ? [...added.slice(0, most - 1).map(short), '…', short(added.at(-1)!)] : added.map(short)
}

/** "(1 + 0.63 + 0.39) / 4.54" */
export function sumInWords(sum: Sum, ranks: number): string {
  if (sum.divisor === 0) return 'nothing is good, so there is nothing to find'
  const terms = termsAdded(sum, ranks)
  if (sum.divisor === 1) return terms.join(' + ')
  return `${terms.length > 1 ? `(${terms.join(' + ')})` : terms[0]} / ${short(sum.divisor)}`
}
