import { checkCutOff, discount } from './ranks.ts'
import { exp2, expm1 } from '../lib/portable-math.ts'
import type { Gain } from './metrics.ts'

/** The metrics of one ranked list, each a sum over its ranks. */
export type ListMetric = 'ndcg' | 'map@k' | 'map' | 'mrr' | 'precision' | 'recall' | 'hit-rate'

/** One metric as the sum it is: its value up to rank r is (terms[0] + … + terms[r − 1]) / divisor. */
export interface MetricSum {
  /** what each rank adds, from rank 1; 0 where it adds nothing */
  readonly terms: Float64Array
  /** what the whole sum is divided by; 0 where nothing is relevant, and then the value is 0 */
  readonly divisor: number
  /** the value after each rank, from rank 0: one more than there are terms */
  readonly running: Float64Array
  readonly value: number
}

export interface ListTerms {
  readonly sums: Readonly<Record<ListMetric, MetricSum>>
  /** of NDCG: the gain of each item, its rank's weight, and what an ideal list would add at each of its ranks */
  readonly gains: Float64Array
  readonly discounts: Float64Array
  readonly ideal: Float64Array
  /** relevant items, in the list or not */
  readonly relevant: number
}

/** `binary`: whatever is relevant gains 1, as in ndcgAt. */
export type TermGain = Gain | 'binary'

/**
 * Every metric of one list, term by term, by the definitions of ranks.ts and metrics.ts: the values are theirs. What has
 * a grade above 0 is relevant, in the list or not. Repeats are removed first, so rank r is the r-th different item.
 * Throws RangeError where k is not a whole number from 1, a grade is not finite, or 2^grade is too large a number.
 */
export function termsOf<T>(
  recommended: Iterable<T>,
  grades: ReadonlyMap<T, number>,
  k: number,
  gain: TermGain,
): ListTerms {
  checkCutOff(k)
  const list = Array.from(new Set(recommended), (item) => grades.get(item) ?? 0)
  const relevant = [...grades.values()].filter((grade) => grade > 0)
  const gainOf = (grade: number) => checkedGain(grade, gain)
  for (const grade of grades.values()) gainOf(grade)
  const gains = Float64Array.from(list, gainOf)
  const discounts = Float64Array.from(list, (_, i) => discount(i + 1))
  const best = relevant.map(gainOf).sort((a, b) => b - a)
  const ideal = Float64Array.from(best.slice(0, k), (each, i) => each * discount(i + 1))
  const marks = Float64Array.from(list, (grade) => (grade > 0 ? 1 : 0))
  const found = cumulative(marks)
  const precisionHere = marks.map((mark, i) => (mark * found[i + 1]) / (i + 1))
  const hits = marks.map((mark, i) => (i < k ? mark : 0))
  const first = hits.indexOf(1)
  const onlyFirst = (value: number) => hits.map((_, i) => (i === first ? value : 0))
  return {
    sums: {
      ndcg: sumOf(
        gains.map((each, i) => (i < k ? each * discounts[i] : 0)),
        ideal.reduce((sum, each) => sum + each, 0),
      ),
      'map@k': sumOf(
        precisionHere.map((each, i) => (i < k ? each : 0)),
        Math.min(k, relevant.length),
      ),
      map: sumOf(precisionHere, relevant.length),
      mrr: sumOf(onlyFirst(1 / (first + 1)), 1),
      precision: sumOf(hits, k),
      recall: sumOf(hits, relevant.length),
      'hit-rate': sumOf(onlyFirst(1), 1),
    },
    gains,
    discounts,
    ideal,
    relevant: relevant.length,
  }
}

function sumOf(terms: Float64Array, divisor: number): MetricSum {
  const sums = cumulative(terms)
  // Rounding may carry the sum of a perfect list a last bit past its divisor.
  const running = sums.map((sum) => (divisor > 0 ? Math.min(1, sum / divisor) : 0))
  return { terms, divisor, running, value: running[terms.length] }
}

/** Sums of the first 0, 1, 2 … */
function cumulative(terms: Float64Array): Float64Array {
  const sums = new Float64Array(terms.length + 1)
  terms.forEach((term, i) => (sums[i + 1] = sums[i] + term))
  return sums
}

function checkedGain(grade: number, kind: TermGain): number {
  if (!Number.isFinite(grade)) throw new RangeError(`a grade must be a finite number, got ${grade}`)
  if (grade <= 0) return 0
  const gain = kind === 'binary' ? 1 : kind === 'linear' ? grade : exponential(grade)
  if (!(gain < largestGain)) throw new RangeError(`a grade must be small enough to be added up, got ${grade}`)
  return gain
}

/** Whole stars gain whole numbers: 5 stars 31, not a last bit more. */
const exponential = (grade: number) => (Number.isInteger(grade) ? exp2(grade) - 1 : expm1(grade * Math.LN2))

/** Any sum of gains below it is finite. */
const largestGain = 1e300
