import { differenceInterval, shareInterval, wilson, type Estimate } from '../../evaluation/intervals.ts'
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

/** An arm's rate with its interval: Wilson's of a proportion; of a ratio, that of visitors whose clicks vary as much. */
function estimateRate(arm: Arm, unit: Unit): Estimate {
  if (unit !== 'clicks' || arm.visitors === 0) return wilson(...proportion(arm, unit))
  const ratio = clickThroughRate(arm)
  const squares = residualSquares(arm, ratio) / square(arm.impressions / arm.visitors)
  return shareInterval(ratio, arm.visitors, squares)
}

export interface Comparison {
  /** each arm's rate; NaN where nobody is in the arm */
  readonly a: Estimate
  readonly b: Estimate
  /** b − a, from both intervals */
  readonly difference: Estimate
  readonly z: number
  /** two-sided */
  readonly p: number
}

/** Both arms. Where nothing varies, z is 0 and p is 1. */
export function compareArms(a: Arm, b: Arm, unit: Unit): Comparison {
  const variance = nullVariance(a, b, unit)
  const z = variance > 0 ? (rateOf(b, unit) - rateOf(a, unit)) / Math.sqrt(variance) : 0
  const rates = { a: estimateRate(a, unit), b: estimateRate(b, unit) }
  return { ...rates, difference: differenceInterval(rates.a, rates.b), z, p: twoSidedP(z) }
}

/**
 * Whether the arms are as large as planned (Fabijan et al. 2019, Diagnosing sample ratio mismatch in online controlled
 * experiments): χ² of their sizes with one degree of freedom. Whatever parts them otherwise than planned may also choose
 * who is in which, and then no other number here is to be believed. NaN where nobody came, or all are planned for one arm.
 *
 * @param share of arm a, as planned
 */
export function sampleRatio(a: number, b: number, share: number): { readonly chiSquare: number; readonly p: number } {
  const [wantedA, wantedB] = [(a + b) * share, (a + b) * (1 - share)]
  const chiSquare = square(a - wantedA) / wantedA + square(b - wantedB) / wantedB
  return { chiSquare, p: twoSidedP(Math.sqrt(chiSquare)) }
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
