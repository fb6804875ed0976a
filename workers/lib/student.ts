import { normal95 } from './normal.ts'

/** By degrees of freedom, from 1. */
const fewDegrees = [
  12.706204736174705, 4.302652729749464, 3.18244630528371, 2.776445105197793, 2.570581835636314, 2.446911851144969,
  2.364624251592784, 2.306004135204167, 2.262157162798205,
]

/**
 * Where 97.5 % of Student's distribution lies below: what 1.96 is to the normal one. Tabled where the degrees of freedom are
 * few, else by the expansion of Cornish and Fisher (Abramowitz and Stegun 26.7.5), to six digits. Infinity for none.
 */
export function student95(degrees: number): number {
  if (degrees < 1) return Infinity
  const few = fewDegrees[degrees - 1]
  if (few !== undefined) return few
  const z = normal95
  const z2 = z * z
  const terms = [
    (z2 + 1) / 4,
    ((5 * z2 + 16) * z2 + 3) / 96,
    (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384,
    ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92160,
  ]
  return terms.reduceRight((sum, term) => (sum + z * term) / degrees, 0) + z
}
