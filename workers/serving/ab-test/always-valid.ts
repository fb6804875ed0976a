import { log } from '../../lib/portable-math.ts'

/**
 * The logarithm of the mixture likelihood ratio of a difference against none (Robbins 1970; Johari, Pekelis and Walsh
 * 2015): the true difference is thought to be normal around 0 with deviation `expected`. Under no difference its
 * expectation is 1 however long one waits, so it exceeds 1/α at any time at all with probability α at most: one may look
 * after every visitor.
 *
 * @param variance of the difference, as known by now; 0 (nothing known) gives 0
 */
export function logEvidence(difference: number, variance: number, expected: number): number {
  if (variance <= 0) return 0
  const spread = expected * expected
  const whole = variance + spread
  return 0.5 * log(variance / whole) + (spread * difference * difference) / (2 * variance * whole)
}
