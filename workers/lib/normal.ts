import { exp, log } from './portable-math.ts'

/*
 * The standard normal distribution from + − × ÷, square roots and our own exp and log, to about the last digits that
 * float64 has: a series near the middle, a continued fraction in the tails, so that tails are exact relative to
 * themselves.
 */

const rootOfTwoPi = 2.5066282746310002

/** 95 % of a normal distribution lie no further from its mean than so many deviations. */
export const normal95 = 1.959963984540054

/** Past this the continued fraction is quicker than the series, and loses nothing. */
const farOut = 2.5

/** The share of a standard normal variable below z. */
export function normalCdf(z: number): number {
  return z > 0 ? 1 - upperTail(z) : upperTail(-z)
}

/** The chance of a standard normal variable at least as far from 0 as z, to either side. */
export function twoSidedP(z: number): number {
  return Math.min(1, 2 * upperTail(Math.abs(z)))
}

const density = (z: number) => exp((-z * z) / 2) / rootOfTwoPi

/** The share above z, for z from 0. */
function upperTail(z: number): number {
  if (!(z < Infinity)) return z === Infinity ? 0 : NaN
  if (z < farOut) {
    // Φ(z) = 1/2 + φ(z) (z + z³/3 + z⁵/15 + …) (Marsaglia 2004)
    let [sum, term] = [0, z]
    for (let n = 3; sum + term !== sum; n += 2) {
      sum += term
      term *= (z * z) / n
    }
    return 0.5 - density(z) * sum
  }
  // φ(z) / (z + 1/(z + 2/(z + 3/(z + …)))) (Laplace)
  let fraction = z
  for (let n = 120; n >= 1; n--) fraction = z + n / fraction
  return density(z) / fraction
}

/** The z below which a share p of a standard normal variable lies: −∞ at 0, ∞ at 1, NaN beyond. */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return NaN
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity
  if (p > 0.5) return -normalQuantile(1 - p)
  // Abramowitz and Stegun 26.2.23, within 0.00045; then Halley's steps on the tail itself.
  const t = Math.sqrt(-2 * log(p))
  let z = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
  if (p === 0.5) return 0
  for (let pass = 0; pass < 3; pass++) {
    const u = (upperTail(Math.max(0, z)) - p) / density(z)
    z += u / (1 - (z * u) / 2)
  }
  return -z
}
