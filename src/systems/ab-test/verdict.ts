import { count, fixed, percent, signed } from '../numbers.ts'
import type { Standing } from './standing.ts'

export const alpha = 0.05

export const pInWords = (p: number) => (p < 0.001 ? '< 0.001' : fixed(p, 3))

/** What may be said at this visitor, and by which test. */
export function verdict(standing: Standing, step: number, visitors: number): string {
  const { a, b, difference, p, alwaysP, needed } = standing
  if (a.visitors === 0 || b.visitors === 0) return 'Press play: visitors come, and chance gives each an arm.'
  const so = `B less A is ${signed(100 * difference.value, 1)} points, ${signed(100 * difference.low, 1)} to ${signed(100 * difference.high, 1)}.`
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

/** In how many of a thousand tests a difference was declared. */
export function stoppingInWords({ tests, testsVisitors, wrongly }: Standing): string {
  const peeked = wrongly.peeking.at(-1)!
  return `${count(tests)} A/A tests of ${count(testsVisitors)} visitors: stopping at the first significant look is wrong in ${percent(peeked)} of them, one look at the end in ${percent(wrongly.fixed)}, the always-valid test in ${percent(wrongly.always.at(-1)!)}.`
}
