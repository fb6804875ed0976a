import { normal95 } from '../lib/normal.ts'
import { square } from '../lib/portable-math.ts'
import { student95 } from '../lib/student.ts'

/** What was measured, with its 95 % interval. */
export interface Estimate {
  /** NaN, as are both ends, where there was nothing to measure */
  readonly value: number
  /** infinite, as `high` may be, where the values do not say how much they vary, and the quantity has no bound there */
  readonly low: number
  readonly high: number
}

/** Where a quantity can lie. */
export type Bounds = Pick<Estimate, 'low' | 'high'>

/** Wilson's interval (1927) of a proportion: inside [0, 1] even where all or none are hits. NaN, within 0 to 1, of none. */
export function wilson(hits: number, size: number): Estimate {
  return size === 0 ? { value: NaN, low: 0, high: 1 } : scoreInterval(hits / size, size)
}

function scoreInterval(share: number, size: number): Estimate {
  const squared = square(normal95)
  const middle = (share * size + squared / 2) / (size + squared)
  const half = (normal95 / (size + squared)) * Math.sqrt(size * share * (1 - share) + squared / 4)
  // Rounding may carry an end a last bit past the bounds, or past the share itself.
  return {
    value: share,
    low: Math.min(share, Math.max(0, middle - half)),
    high: Math.max(share, Math.min(1, middle + half)),
  }
}

/**
 * The interval of a mean of n values from 0 to 1, which vary less than hits and misses of the same mean: Wilson's for as
 * many hits and misses as would have the mean's variance (Kott and Carr 1997, Developing an estimation strategy for a
 * pesticide data program, J. Official Statistics). Few values may be alike by chance, so two more are counted that vary as
 * hits and misses do: without them the interval is too sure of skewed values (intervals.test.ts simulates it). Of values
 * that are 0 or 1, it is Wilson's itself.
 *
 * @param squares Σ (value − mean)²
 */
export function shareInterval(mean: number, n: number, squares: number): Estimate {
  const most = mean * (1 - mean)
  const variance = Math.min(most, (squares + 2 * most) / (n + 1))
  return scoreInterval(mean, variance > 0 ? (n * most) / variance : n)
}

/**
 * Student's interval, cut to the bounds. Where the values show no spread (there is one, or all are alike), what has not been
 * seen may yet be a share of z²/(n + z²) of all, as in Wilson's interval, and lie as far off as the bounds allow.
 */
export function studentInterval(value: number, standardError: number, n: number, { low, high }: Bounds): Estimate {
  if (standardError === 0) {
    const unseen = square(normal95) / (n + square(normal95))
    return { value, low: value - unseen * (value - low), high: value + unseen * (high - value) }
  }
  const half = student95(n - 1) * standardError
  return { value, low: Math.max(low, value - half), high: Math.min(high, value + half) }
}

/**
 * The difference b − a of two independent estimates, from their own intervals: Newcombe's (1998, Interval estimation for the
 * difference between independent proportions, method 10) where those are Wilson's. Inside [−1, 1] where both are in [0, 1].
 */
export function differenceInterval(a: Estimate, b: Estimate): Estimate {
  const value = b.value - a.value
  return {
    value,
    low: value - Math.sqrt(square(b.value - b.low) + square(a.high - a.value)),
    high: value + Math.sqrt(square(b.high - b.value) + square(a.value - a.low)),
  }
}
