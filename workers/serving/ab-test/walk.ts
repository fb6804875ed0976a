import type { Snapshot } from '../../contract/system.ts'
import type { Settings } from '../../contract/spec.ts'
import type { Estimate } from '../../evaluation/intervals.ts'
import { normalQuantile } from '../../lib/normal.ts'
import { exp } from '../../lib/portable-math.ts'
import { seedFor } from '../../lib/random.ts'
import { logEvidence } from './always-valid.ts'
import {
  compareArms,
  count,
  emptyArm,
  nullVariance,
  rateOf,
  sampleRatio,
  sampleSize,
  type Arm,
  type Unit,
} from './analysis.ts'
import type { ArmName } from './assignment.ts'
import { trueRate, type ClickModel } from './clicks.ts'
import { runMany } from './many-tests.ts'

/** Everybody who comes, in order. */
export interface Visits {
  readonly unit: Unit
  readonly shown: number
  /** the share of all buckets that are arm a's */
  readonly planned: number
  readonly person: Uint32Array
  /** 0 is arm a, 1 is arm b */
  readonly arm: Uint8Array
  readonly clicks: Uint8Array
}

const alpha = 0.05
const points = 200

/**
 * Both arms and both p-values as visitors come, at some 200 of them: `at`, 'a rate', 'a low', 'a high' and so on, `p` of
 * the test that may be read once, `always p` of the one that may be read at any time (the smallest so far).
 */
export function walkOf(visits: Visits, expected: number): Snapshot {
  const { unit, shown, arm, clicks } = visits
  const every = Math.max(1, Math.ceil(clicks.length / points))
  const [a, b] = [emptyArm(), emptyArm()]
  const at: number[] = []
  const rows: { a: Estimate; b: Estimate; p: number; always: number }[] = []
  let most = 0
  for (let n = 0; n < clicks.length; n++) {
    count(arm[n] === 0 ? a : b, shown, clicks[n])
    most = Math.max(most, logEvidence(rateOf(b, unit) - rateOf(a, unit), nullVariance(a, b, unit), expected))
    if ((n + 1) % every !== 0 && n + 1 !== clicks.length) continue
    at.push(n + 1)
    rows.push({ ...compareArms(a, b, unit), always: exp(-most) })
  }
  const column = (of: (row: (typeof rows)[number]) => number) => Float64Array.from(rows, of)
  return {
    at: Uint32Array.from(at),
    'a rate': column(({ a }) => a.value),
    'a low': column(({ a }) => a.low),
    'a high': column(({ a }) => a.high),
    'b rate': column(({ b }) => b.value),
    'b low': column(({ b }) => b.low),
    'b high': column(({ b }) => b.high),
    p: column(({ p }) => p),
    'always p': column(({ always }) => always),
  }
}

/**
 * How the test stands once so many have come: 'a visitors', 'a clickers', 'a impressions' and 'a clicks', 'now a',
 * 'now a low' and 'now a high', the same of b and of the difference, both p-values, and whether the arms have the sizes
 * planned.
 */
export function standingAt(
  { unit, shown, planned, arm, clicks }: Visits,
  visitors: number,
  expected: number,
): Snapshot {
  const [a, b] = [emptyArm(), emptyArm()]
  let most = 0
  for (let n = 0; n < visitors; n++) {
    count(arm[n] === 0 ? a : b, shown, clicks[n])
    most = Math.max(most, logEvidence(rateOf(b, unit) - rateOf(a, unit), nullVariance(a, b, unit), expected))
  }
  const { a: rateA, b: rateB, difference, p } = compareArms(a, b, unit)
  const sizes = sampleRatio(a.visitors, b.visitors, planned)
  return {
    ...counted('a', a),
    ...counted('b', b),
    ...named('now a', rateA),
    ...named('now b', rateB),
    ...named('now difference', difference),
    'planned a': planned,
    'sizes chi-square': sizes.chiSquare,
    'sizes p': sizes.p,
    'now p': p,
    'now always p': exp(-most),
  }
}

const counted = (name: ArmName, { visitors, clickers, impressions, clicks }: Arm): Snapshot => ({
  [`${name} visitors`]: visitors,
  [`${name} clickers`]: clickers,
  [`${name} impressions`]: impressions,
  [`${name} clicks`]: clicks,
})

const named = (name: string, { value, low, high }: Estimate): Snapshot => ({
  [name]: value,
  [`${name} low`]: low,
  [`${name} high`]: high,
})

type Models = Readonly<Record<ArmName, ClickModel>>

/** The rates as they truly are, and the visitors an arm that it takes to find their difference; Infinity where there is none. */
export function sizesOf({ a, b }: Models, unit: Unit, power: number): Snapshot {
  const [ofA, ofB] = [trueRate(a, unit), trueRate(b, unit)]
  return { 'true a': ofA.rate, 'true b': ofB.rate, needed: visitorsNeeded(ofA, ofB, unit, power, a.shown) }
}

interface Spread {
  readonly rate: number
  readonly variance: number
}

function visitorsNeeded(a: Spread, b: Spread, unit: Unit, power: number, shown: number): number {
  const difference = b.rate - a.rate
  if (difference === 0) return Infinity
  if (unit === 'visitors') return sampleSize(a.rate, b.rate, alpha, power)
  if (unit === 'impressions') return Math.ceil(sampleSize(a.rate, b.rate, alpha, power) / shown)
  const wide = normalQuantile(1 - alpha / 2) + normalQuantile(power)
  return Math.ceil((wide * wide * (a.variance + b.variance)) / (difference * difference))
}

/** Tests run over and over, of at most so many visitors: a second's work. */
const tests = 1000
const mostVisitors = 1000
const looks = 20
const breathMs = 12

/**
 * Of a thousand tests with the same in both arms, and of a thousand with these two: in which share a difference was
 * declared by the one look at the end, by each of twenty looks, and by the always-valid test after any visitor.
 */
export async function whatComesOfStopping({ a, b }: Models, settings: Settings, seed: number): Promise<Snapshot> {
  const visitors = Math.min(mostVisitors, Number(settings.visitors))
  const [split, expected, unit] = [Number(settings.split), Number(settings.expected), settings.unit as Unit]
  const how = { tests, visitors, looks, split, unit, alpha, expected, seed: seedFor('many tests', seed) }
  const pause = breathing()
  const same = await runMany([a, a], how, pause)
  const different = settings.control === settings.treatment ? same : await runMany([a, b], how, pause)
  return {
    tests,
    'tests visitors': visitors,
    'false fixed': same.fixed,
    'false peeking': same.peeking,
    'false always': same.alwaysValid,
    'found fixed': different.fixed,
    'found peeking': different.peeking,
    'found always': different.alwaysValid,
  }
}

/** Lets other messages in every so often. */
function breathing() {
  let breath = performance.now()
  return async () => {
    if (performance.now() - breath <= breathMs) return
    await new Promise((resume) => setTimeout(resume, 0))
    breath = performance.now()
  }
}
