import { normalQuantile } from '../../lib/normal.ts'
import { log } from '../../lib/portable-math.ts'
import { random } from '../../lib/random.ts'
import { logEvidence } from './always-valid.ts'
import { count, emptyArm, nullVariance, rateOf, type Arm, type Unit } from './analysis.ts'
import { drawClicks, type ClickModel } from './clicks.ts'

export interface ManyTests {
  /** how many tests of this kind are run */
  readonly tests: number
  readonly visitors: number
  /** how often one looks, at equal distances; the last time at the end */
  readonly looks: number
  readonly split: number
  readonly unit: Unit
  readonly alpha: number
  /** the size of difference that the always-valid test expects */
  readonly expected: number
  readonly seed: number
}

/** The share of all tests in which a difference was declared. */
export interface Declared {
  /** by one look, at the end */
  readonly fixed: number
  /** by each look: where one stops at the first p below alpha */
  readonly peeking: Float64Array
  /** by each look: where the always-valid p is below alpha after any visitor so far */
  readonly alwaysValid: Float64Array
}

/**
 * The same test over and over with new visitors, and what comes of stopping as soon as it looks significant. With one
 * click model in both arms every difference declared is false. Other messages are let in between the tests by `pause`.
 */
export async function runMany(
  [a, b]: readonly [ClickModel, ClickModel],
  how: ManyTests,
  pause: () => Promise<void> = () => Promise.resolve(),
): Promise<Declared> {
  const from = random(how.seed)
  const declared = { fixed: 0, peeking: new Float64Array(how.looks), alwaysValid: new Float64Array(how.looks) }
  const [wide, proof] = [normalQuantile(1 - how.alpha / 2), -log(how.alpha)]
  const first = { peeking: 0, alwaysValid: 0 }
  const declare = (by: 'peeking' | 'alwaysValid') => {
    for (let look = first[by]; look < how.looks; look++) declared[by][look] += 1 / how.tests
  }
  for (let test = 0; test < how.tests; test++) {
    await pause()
    const [armA, armB] = [emptyArm(), emptyArm()]
    Object.assign(first, { peeking: how.looks, alwaysValid: how.looks })
    for (let visitor = 1, look = 0; visitor <= how.visitors; visitor++) {
      const user = from.integer(a.people)
      if (from.uniform() < how.split) count(armA, a.shown, drawClicks(a, user, from))
      else count(armB, b.shown, drawClicks(b, user, from))
      const isLook = visitor === Math.round(((look + 1) * how.visitors) / how.looks)
      const open = first.alwaysValid === how.looks
      if (!open && !isLook) continue
      const [difference, variance] = differenceOf(armA, armB, how.unit)
      // Evidence is always less than half of z squared, so that most of it need not be worked out.
      const mayBeProof = open && difference * difference > 2 * proof * variance
      if (mayBeProof && logEvidence(difference, variance, how.expected) >= proof) first.alwaysValid = look
      if (!isLook) continue
      const significant = variance > 0 && Math.abs(difference) >= wide * Math.sqrt(variance)
      if (significant && first.peeking === how.looks) first.peeking = look
      if (significant && look === how.looks - 1) declared.fixed += 1 / how.tests
      look++
    }
    declare('peeking')
    declare('alwaysValid')
  }
  return declared
}

/** b − a and its variance if there is none. */
const differenceOf = (a: Arm, b: Arm, unit: Unit): readonly [number, number] => [
  rateOf(b, unit) - rateOf(a, unit),
  nullVariance(a, b, unit),
]
