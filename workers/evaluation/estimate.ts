import { square } from '../lib/portable-math.ts'

/** A mean over people with its 95 % interval: 1.96 standard errors to either side. */
export interface Estimate {
  readonly value: number
  readonly low: number
  readonly high: number
}

export const normal95 = 1.96

/**
 * The mean and its interval. No values: 0 throughout. One value has no spread to judge by, so its interval is the
 * value itself: read it with the number of people.
 */
export function estimateMean(values: ArrayLike<number>): Estimate {
  const n = values.length
  if (n === 0) return { value: 0, low: 0, high: 0 }
  let sum = 0
  for (let i = 0; i < n; i++) sum += values[i]
  const mean = sum / n
  let squares = 0
  for (let i = 0; i < n; i++) squares += square(values[i] - mean)
  return around(mean, n < 2 ? 0 : Math.sqrt(squares / (n - 1) / n))
}

/** An estimate from its value and its standard error. */
export function around(value: number, standardError: number): Estimate {
  return { value, low: value - normal95 * standardError, high: value + normal95 * standardError }
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
  return { ...estimateMean(values), counted: values.length, skipped: recommended.length - values.length }
}

/** The mean over people of each metric, from everybody's values of it. */
export const estimatesOf = (values: Readonly<Record<string, Float64Array>>): Record<string, Estimate> =>
  Object.fromEntries(Object.entries(values).map(([name, ofPeople]) => [name, estimateMean(ofPeople)]))
