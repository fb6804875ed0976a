import type { Estimate } from '../../evaluation/estimate.ts'
import { normalQuantile, twoSidedP } from '../../lib/normal.ts'
import { square } from '../../lib/portable-math.ts'

/**
 * What is counted as one observation. People are assigned, so people are the units: each clicked or did not ('visitors'),
 * or each has clicks and impressions whose ratio over all is the click-through rate ('clicks'). Impressions of one person
 * are not independent: taken as units they make a difference look surer than it is.
 */
export type Unit = 'visitors' | 'clicks' | 'impressions'

/** What is known of an arm: counts and sums over its visitors. */
export interface Arm {
  visitors: number
  /** visitors who clicked at all */
  clickers: number
  impressions: number
  clicks: number
  /** Σ clicks², Σ clicks × impressions and Σ impressions² over visitors */
  clickSquares: number
  clickImpressions: number
  impressionSquares: number
}

export const emptyArm = (): Arm => ({
  visitors: 0,
  clickers: 0,
  impressions: 0,
  clicks: 0,
  clickSquares: 0,
  clickImpressions: 0,
  impressionSquares: 0,
})

/** One more visitor: what they were shown, and on how many of it they clicked. */
export function count(arm: Arm, impressions: number, clicks: number): void {
  arm.visitors++
  if (clicks > 0) arm.clickers++
  arm.impressions += impressions
  arm.clicks += clicks
  arm.clickSquares += clicks * clicks
  arm.clickImpressions += clicks * impressions
  arm.impressionSquares += impressions * impressions
}

/** Clicks per impression, 0 where there are none. */
export const clickThroughRate = ({ clicks, impressions }: Pick<Arm, 'clicks' | 'impressions'>) =>
  impressions === 0 ? 0 : clicks / impressions

/** How much more b is than a, in percent of a; undefined where a is 0. */
export const improvement = (a: number, b: number): number | undefined => (a === 0 ? undefined : ((b - a) / a) * 100)

/** The rate that is compared: of visitors who clicked, or of clicks per impression. */
export function rateOf(arm: Arm, unit: Unit): number {
  if (unit === 'visitors') return arm.visitors === 0 ? 0 : arm.clickers / arm.visitors
  return clickThroughRate(arm)
}

/**
 * The variance of the difference of both rates as it is if they are the same: of two proportions pooled, or of two
 * ratios by the delta method (Deng, Knoblich and Lu 2018), the spread around the pooled ratio. 0 where nothing varies.
 */
export function nullVariance(a: Arm, b: Arm, unit: Unit): number {
  if (a.visitors === 0 || b.visitors === 0) return 0
  if (unit === 'clicks') {
    const ratio = (a.clicks + b.clicks) / (a.impressions + b.impressions)
    const squares = residualSquares(a, ratio) + residualSquares(b, ratio)
    const spread = squares / Math.max(1, a.visitors + b.visitors - 1)
    return spread * (a.visitors / (a.impressions * a.impressions) + b.visitors / (b.impressions * b.impressions))
  }
  const [hitsA, sizeA] = proportion(a, unit)
  const [hitsB, sizeB] = proportion(b, unit)
  const pooled = (hitsA + hitsB) / (sizeA + sizeB)
  return pooled * (1 - pooled) * (1 / sizeA + 1 / sizeB)
}

const proportion = (arm: Arm, unit: Unit): readonly [number, number] =>
  unit === 'visitors' ? [arm.clickers, arm.visitors] : [arm.clicks, arm.impressions]

/** Σ (clicks − ratio × impressions)² over the visitors of an arm. */
const residualSquares = ({ clickSquares, clickImpressions, impressionSquares }: Arm, ratio: number) =>
  Math.max(0, clickSquares - 2 * ratio * clickImpressions + ratio * ratio * impressionSquares)

/** The variance of one arm's own rate. */
function ownVariance(arm: Arm, unit: Unit): number {
  if (arm.visitors === 0) return 0
  if (unit === 'clicks') {
    const spread = residualSquares(arm, clickThroughRate(arm)) / Math.max(1, arm.visitors - 1)
    return (spread * arm.visitors) / (arm.impressions * arm.impressions)
  }
  const [hits, size] = proportion(arm, unit)
  return ((hits / size) * (1 - hits / size)) / size
}

export interface Comparison {
  /** each arm's rate with its interval: Wilson's (1927) of a proportion, by the delta method of a ratio */
  readonly a: Estimate
  readonly b: Estimate
  /** b − a with its interval */
  readonly difference: Estimate
  readonly z: number
  /** two-sided */
  readonly p: number
}

/** Both arms at a confidence of 1 − alpha. Where nothing varies, z is 0 and p is 1. */
export function compareArms(a: Arm, b: Arm, unit: Unit, alpha = 0.05): Comparison {
  const wide = normalQuantile(1 - alpha / 2)
  const difference = rateOf(b, unit) - rateOf(a, unit)
  const variance = nullVariance(a, b, unit)
  const z = variance > 0 ? difference / Math.sqrt(variance) : 0
  const around = (value: number, variance: number): Estimate => {
    const half = wide * Math.sqrt(variance)
    return { value, low: value - half, high: value + half }
  }
  const rate = (arm: Arm) =>
    unit === 'clicks' ? around(rateOf(arm, unit), ownVariance(arm, unit)) : wilson(...proportion(arm, unit), wide)
  return {
    a: rate(a),
    b: rate(b),
    difference: around(difference, ownVariance(a, unit) + ownVariance(b, unit)),
    z,
    p: twoSidedP(z),
  }
}

/** Wilson's interval for a proportion: inside [0, 1] even where all or none are hits. Nothing known of none: 0 to 1. */
export function wilson(hits: number, size: number, z: number): Estimate {
  if (size === 0) return { value: 0, low: 0, high: 1 }
  const share = hits / size
  const [squared, whole] = [z * z, size + z * z]
  const middle = (hits + squared / 2) / whole
  const half = (z / whole) * Math.sqrt(hits * (1 - share) + squared / 4)
  return { value: share, low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}

/**
 * Visitors an arm to find a difference between two proportions with this power at this two-sided alpha: the formula of
 * Fleiss, without correction for continuity. Infinity where they are the same.
 */
export function sampleSize(a: number, b: number, alpha: number, power: number): number {
  const mean = (a + b) / 2
  const underNull = normalQuantile(1 - alpha / 2) * Math.sqrt(2 * mean * (1 - mean))
  const underTruth = normalQuantile(power) * Math.sqrt(a * (1 - a) + b * (1 - b))
  return a === b ? Infinity : Math.ceil(square(underNull + underTruth) / square(a - b))
}
