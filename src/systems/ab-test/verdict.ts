import { count, fixed, percent, signed } from '../../format/numbers.ts'
import type { Standing } from './standing.ts'

export const alpha = 0.05

export const pInWords = (p: number) => (p < 0.001 ? '< 0.001' : fixed(p, 3))

const points = (value: number) => signed(100 * value, 1)

/** What may be said at this visitor, and by which test. */
export function verdict(standing: Standing, step: number, visitors: number): string {
  const { a, b, difference, p, alwaysP, needed } = standing
  if (a.visitors + b.visitors === 0) return 'Press play: visitors come, and chance gives each an arm.'
  if (a.visitors === 0 || b.visitors === 0)
    return `Nobody is in arm ${a.visitors === 0 ? 'A' : 'B'} yet, so there is nothing to compare.`
  const so = `B less A is ${points(difference.value)} points, ${points(difference.low)} to ${points(difference.high)}.`
  const read =
    step < visitors
      ? alwaysP < alpha
        ? `The always-valid p is ${pInWords(alwaysP)}: this test may stop now.`
        : `The always-valid p is ${pInWords(alwaysP)}: go on.${p < alpha ? ` The other p is ${pInWords(p)}, but it may be read only at the end.` : ''}`
      : `At the end p is ${pInWords(p)}: ${p < alpha ? 'more than chance would make' : 'chance alone might do that'}.`
  const truth = Number.isFinite(needed)
    ? `Truly it is ${signed(100 * (b.truly - a.truly), 1)} points, for which it takes ${count(needed)} visitors an arm.`
    : 'Truly there is no difference: both arms are the same system.'
  return `${so} ${read} ${truth}`
}

/** So rarely do arms of the planned sizes come out as uneven, that something else is the likelier cause. */
const mismatch = 0.001
/** χ² is a good approximation where each arm was to have so many. */
const fewestWanted = 5

/** Whether the arms are as large as was planned. */
export function sizesInWords({ a, b, plannedA, sampleRatio: { chiSquare, p } }: Standing): string {
  const visitors = a.visitors + b.visitors
  if (visitors === 0) return 'Nobody has come yet, so there are no sizes to check.'
  const so = `${count(a.visitors)} and ${count(b.visitors)}, where ${fixed(visitors * plannedA, 0)} and ${fixed(visitors * (1 - plannedA), 0)} were planned: χ² = ${fixed(chiSquare, 2)}, p ${p < 0.001 ? '' : '= '}${pInWords(p)}.`
  if (visitors * Math.min(plannedA, 1 - plannedA) < fewestWanted) return `${so} Too few have come to judge by that.`
  return p < mismatch
    ? `${so} Chance hardly does that: find out who is missing before you believe any other number here.`
    : `${so} That is as chance would have it.`
}

/** In how many of a thousand tests a difference was declared. */
export function stoppingInWords({ tests, testsVisitors, wrongly }: Standing): string {
  const peeked = wrongly.peeking.at(-1)!
  return `${count(tests)} A/A tests of ${count(testsVisitors)} visitors: stopping at the first significant look is wrong in ${percent(peeked)} of them, one look at the end in ${percent(wrongly.fixed)}, the always-valid test in ${percent(wrongly.always.at(-1)!)}.`
}
