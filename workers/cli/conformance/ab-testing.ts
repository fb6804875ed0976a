import {
  clickThroughRate,
  compareArms,
  emptyArm,
  improvement,
  sampleSize,
  type Arm,
} from '../../serving/ab-test/analysis.ts'
import { armOf, bucketOf, bucketsOfA, fmix32, fnv1a } from '../../serving/ab-test/assignment.ts'
import { normal95, normalCdf, normalQuantile, twoSidedP } from '../../lib/normal.ts'
import type { Adapter } from './adapter.ts'
import { checkKeys, expectClose, Mismatch } from './compare.ts'
import type { Tolerance } from './fixture.ts'

type Wanted = Readonly<Record<string, unknown>>
type Check = (inputs: never, want: Wanted, tolerance: Tolerance) => void

/** By an input that only such a case has. Nothing is trained and nothing runs on a device. */
const checks: Readonly<Record<string, Check>> = {
  strings: checkHashes,
  user_ids: checkAssignment,
  experiments: checkIndependence,
  splits: checkSplits,
  events: checkEvents,
  clicks_a: checkTwoArms,
  pairs: checkSampleSize,
  z: checkNormal,
}

export const abTesting: Adapter = ({ inputs, expected, expected_correct }, tolerance) => {
  const kind = Object.keys(checks).find((input) => input in (inputs as object))
  if (!kind) throw new Mismatch(`inputs ${Object.keys(inputs as object).join(', ')}: nothing here takes them`)
  checks[kind](inputs as never, (expected_correct ?? expected) as Wanted, tolerance)
}

/** Each answer by its name; one that is not computed here is a mismatch. */
function expectAll(got: Wanted, want: Wanted, tolerance: Tolerance) {
  checkKeys('expected', want, Object.keys(got))
  for (const [name, value] of Object.entries(want)) expectClose(name, got[name], value, tolerance)
}

function checkHashes({ strings }: { readonly strings: readonly string[] }, want: Wanted, tolerance: Tolerance) {
  const plain = strings.map(fnv1a)
  expectAll({ fnv1a32: plain, fnv1a32_then_fmix32: plain.map(fmix32) }, want, tolerance)
}

interface AssignmentInputs {
  readonly experiment_id: string
  /** "user-0..user-999" */
  readonly user_ids: string
}

interface Assigned {
  readonly bucket: readonly number[]
  readonly assignment: Readonly<Record<string, string>>
  readonly count_a: Readonly<Record<string, number>>
  readonly chi2_10_bins_p: number
}

const idsOf = (range: string) => {
  const [, name, last] = /^(\D+)0\.\.\1(\d+)$/.exec(range) ?? []
  if (name === undefined) throw new Mismatch(`inputs.user_ids: cannot read ${range}`)
  return Array.from({ length: Number(last) + 1 }, (_, n) => `${name}${n}`)
}

/** How likely ten bins of the 10,000 buckets are to be filled as unevenly as this: χ² with nine degrees of freedom. */
function chanceOfBins(buckets: readonly number[]): number {
  const bins = new Float64Array(10)
  for (const bucket of buckets) bins[Math.floor(bucket / 1000)]++
  const wanted = buckets.length / bins.length
  const statistic = bins.reduce((sum, count) => sum + (count - wanted) ** 2 / wanted, 0)
  // Abramowitz and Stegun, 26.4.4
  const root = Math.sqrt(statistic)
  let [sum, term] = [0, root]
  for (const odd of [3, 5, 7, 9]) {
    sum += term
    term *= statistic / odd
  }
  return 2 * (1 - normalCdf(root)) + 2 * (Math.exp(-statistic / 2) / Math.sqrt(2 * Math.PI)) * sum
}

/** Of the two hashes in the fixture only the mixed one is the product's: the plain one is correlated. */
function checkAssignment({ experiment_id, user_ids }: AssignmentInputs, want: Wanted, tolerance: Tolerance) {
  checkKeys('expected', want, ['fnv1a', 'fnv1a_fmix32'])
  const { bucket, assignment, count_a, chi2_10_bins_p, ...rest } = want.fnv1a_fmix32 as Assigned
  checkKeys('expected.fnv1a_fmix32', rest, [])
  const ids = idsOf(user_ids)
  const buckets = ids.map((id) => bucketOf(experiment_id, id))
  expectClose('chi2_10_bins_p', chanceOfBins(buckets), chi2_10_bins_p, { abs: 0, rel: 1e-6 }) // given to seven digits
  const armsAt = (split: string) => ids.map((id) => armOf(experiment_id, id, Number(split)))
  expectClose('bucket', buckets, bucket, tolerance)
  for (const [split, arms] of Object.entries(assignment))
    if (armsAt(split).join('') !== arms) throw new Mismatch(`assignment at ${split} differs`)
  for (const [split, count] of Object.entries(count_a))
    expectClose(`count_a at ${split}`, armsAt(split).filter((arm) => arm === 'a').length, count, tolerance)
}

interface IndependenceInputs {
  readonly experiments: readonly string[]
  readonly split: number
}

function checkIndependence({ experiments, split }: IndependenceInputs, want: Wanted, tolerance: Tolerance) {
  checkKeys('expected', want, ['both_a'])
  const people = Array.from({ length: 1000 }, (_, n) => `user-${n}`)
  const inBoth = people.filter((id) => experiments.every((experiment) => armOf(experiment, id, split) === 'a'))
  expectClose('both_a', inBoth.length, (want.both_a as Wanted).fnv1a_fmix32, tolerance)
}

function checkSplits({ splits }: { readonly splits: readonly number[] }, want: Wanted, tolerance: Tolerance) {
  expectAll({ threshold_of_10000: splits.map(bucketsOfA) }, want, tolerance)
}

function checkEvents({ events }: { readonly events: readonly string[] }, want: Wanted, tolerance: Tolerance) {
  const counted = (arm: string) => {
    const of = (what: string) => events.filter((event) => event === `${what}:${arm}`).length
    const [impressions, clicks] = [of('impression'), of('click')]
    return { impressions, clicks, ctr: clickThroughRate({ impressions, clicks }) }
  }
  const [a, b] = [counted('a'), counted('b')]
  checkKeys('expected', want, ['variant_a', 'variant_b', 'improvement'])
  expectAll(a, want.variant_a as Wanted, tolerance)
  expectAll(b, want.variant_b as Wanted, tolerance)
  expectClose('improvement', improvement(a.ctr, b.ctr), want.improvement, tolerance)
}

interface TwoArmsInputs {
  readonly clicks_a: number
  readonly impressions_a: number
  readonly clicks_b: number
  readonly impressions_b: number
}

function checkTwoArms(inputs: TwoArmsInputs, want: Wanted, tolerance: Tolerance) {
  const { clicks_a, impressions_a, clicks_b, impressions_b } = inputs
  // One impression a visitor, so that a visitor is the unit of assignment and of analysis.
  const armOfCounts = (clicks: number, impressions: number): Arm => ({
    ...emptyArm(),
    visitors: impressions,
    clickers: clicks,
    impressions,
    clicks,
  })
  const { a, b, difference, z, p } = compareArms(
    armOfCounts(clicks_a, impressions_a),
    armOfCounts(clicks_b, impressions_b),
    'visitors',
  )
  const got = {
    ctr_a: a.value,
    ctr_b: b.value,
    difference: difference.value,
    z,
    p_value_two_sided: p,
    ci95_difference_unpooled: waldInterval(inputs),
    wilson95_a: [a.low, a.high],
    wilson95_b: [b.low, b.high],
    improvement_percent: improvement(a.value, b.value),
  }
  expectAll(got, want, tolerance)
}

/** Wald's interval of the difference, which the fixtures hold. The product shows Newcombe's, which keeps its promise for few. */
function waldInterval({ clicks_a, impressions_a, clicks_b, impressions_b }: TwoArmsInputs) {
  const [a, b] = [clicks_a / impressions_a, clicks_b / impressions_b]
  const half = normal95 * Math.sqrt((a * (1 - a)) / impressions_a + (b * (1 - b)) / impressions_b)
  return [b - a - half, b - a + half]
}

interface SampleSizeInputs {
  readonly pairs: readonly (readonly [number, number])[]
  readonly alpha: number
  readonly power: number
}

function checkSampleSize({ pairs, alpha, power }: SampleSizeInputs, want: Wanted, tolerance: Tolerance) {
  const at = (power: number) => pairs.map(([a, b]) => sampleSize(a, b, alpha, power))
  expectAll({ n_per_arm: at(power), 'power_0.9': at(0.9) }, want, tolerance)
}

interface NormalInputs {
  readonly z: readonly number[]
  readonly p: readonly number[]
}

function checkNormal({ z, p }: NormalInputs, want: Wanted, tolerance: Tolerance) {
  const got = { cdf: z.map(normalCdf), two_sided_p: z.map(twoSidedP), quantile: p.map(normalQuantile) }
  expectAll(got, want, tolerance)
}
