import type { RatingScale } from '../data/dataset.ts'
import type { Contribution, Explanation, Rated } from './system.ts'

/**
 * An explanation as it is told: what counted against the item says so, and what the person rated says with how many
 * stars, since a film may speak for another by having been disliked.
 */
export function told(explanation: Explanation, rated: readonly Rated[]): Explanation {
  const starsOf = new Map(rated.map(({ item, rating }) => [item, rating]))
  const contributions = explanation.contributions.map((part): Contribution => {
    const given = part.item === undefined ? undefined : starsOf.get(part.item)
    return {
      ...part,
      ...(given !== undefined && { given }),
      ...(countsAgainst(part, explanation) && { against: true as const }),
    }
  })
  return { ...explanation, contributions }
}

/** A share of a mean counts against the item where it is below what it is told against, whatever its sign. */
function countsAgainst({ amount, rating, always }: Contribution, { level }: Explanation): boolean {
  if (always) return false
  return level !== undefined && rating !== undefined ? rating < level : amount < 0
}

/**
 * What counted for the item, the largest first: what a reason may name. What was rated low comes last, since it is odd
 * company for a recommendation, if no less true.
 */
export function helpersOf({ contributions }: Explanation, scale: RatingScale): Contribution[] {
  const helped = contributions.filter(({ amount, against, always }) => !always && !against && amount !== 0)
  const low = ({ given }: Contribution) => given !== undefined && isLow(given, scale)
  return [...helped.filter((part) => !low(part)), ...helped.filter(low)]
}

/** Below the middle of the scale. */
export const isLow = (stars: number, { low, high }: RatingScale): boolean => stars < (low + high) / 2
