import { square } from '../lib/portable-math.ts'
import { allEqual } from '../lib/ties.ts'
import { shareInterval, studentInterval, type Bounds, type Estimate } from './intervals.ts'

/** What was not measured. */
const nothing: Estimate = { value: NaN, low: NaN, high: NaN }

const anywhere: Bounds = { low: -Infinity, high: Infinity }

/** The mean of values from 0 to 1, with its interval; NaN throughout for no values. */
export function estimateShare(values: ArrayLike<number>): Estimate {
  if (values.length === 0) return nothing
  const { mean, squares } = momentsOf(values)
  return shareInterval(mean, values.length, squares)
}

/** The mean of values within bounds, with Student's interval; NaN throughout for no values. */
export function estimateMean(values: ArrayLike<number>, bounds = anywhere): Estimate {
  const n = values.length
  if (n === 0) return nothing
  const { mean, squares } = momentsOf(values)
  return studentInterval(mean, squares === 0 ? 0 : Math.sqrt(squares / (n - 1) / n), n, bounds)
}

/** The mean, and Σ (value − mean)²: 0 where all are alike, whatever the mean is rounded to. */
function momentsOf(values: ArrayLike<number>) {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]
  if (allEqual(values)) return { mean: values[0], squares: 0 }
  const mean = sum / values.length
  let squares = 0
  for (let i = 0; i < values.length; i++) squares += square(values[i] - mean)
  return { mean, squares }
}

export interface PeopleMean extends Estimate {
  readonly counted: number
  /** people for whom nothing is relevant: left out, because no list could be right for them */
  readonly skipped: number
}

/**
 * A per-list metric averaged over the people for whom something is relevant: MAP from average precision, and so on.
 * Throws RangeError where there are not as many lists as people.
 */
export function meanOverPeople<T>(
  recommended: readonly (readonly T[])[],
  relevant: readonly (readonly T[])[],
  metric: (recommended: readonly T[], relevant: readonly T[]) => number,
): PeopleMean {
  if (recommended.length !== relevant.length) {
    throw new RangeError(`as many lists as people are needed, got ${recommended.length} and ${relevant.length}`)
  }
  const values: number[] = []
  recommended.forEach((list, person) => {
    if (relevant[person].length > 0) values.push(metric(list, relevant[person]))
  })
  return { ...estimateShare(values), counted: values.length, skipped: recommended.length - values.length }
}

const share: Bounds = { low: 0, high: 1 }

/** The metrics that are no share, by the name before "@". */
const otherBounds: Readonly<Record<string, Bounds>> = {
  'true-liking': anywhere,
  novelty: { low: 0, high: Infinity },
  'popularity-bias': { low: -1, high: 1 },
}

const boundsOf = (metric: string): Bounds => otherBounds[metric.split('@')[0]] ?? share

/** A metric's mean over people, from everybody's values of it. */
function estimateOf(metric: string, values: ArrayLike<number>): Estimate {
  const bounds = boundsOf(metric)
  return bounds === share ? estimateShare(values) : estimateMean(values, bounds)
}

/** How much higher a metric is, from everybody's differences. */
export function estimateDifference(metric: string, differences: ArrayLike<number>): Estimate {
  const { low, high } = boundsOf(metric)
  return estimateMean(differences, { low: low - high, high: high - low })
}

/** The mean over people of each metric, from everybody's values of it. */
export const estimatesOf = (values: Readonly<Record<string, Float64Array>>): Record<string, Estimate> =>
  Object.fromEntries(Object.entries(values).map(([name, ofPeople]) => [name, estimateOf(name, ofPeople)]))
