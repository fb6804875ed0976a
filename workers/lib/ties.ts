/**
 * A score as it is compared: rounded to 40 of its 53 bits, some twelve digits, so that sums of the same numbers in another
 * order are equal (Dekker 1971, splitting). What is not finite is −∞: it ties at the bottom. A float32 is unchanged.
 */
export function comparable(score: number): number {
  const shifted = score * 8193
  const rounded = shifted - (shifted - score)
  if (rounded - rounded === 0) return rounded
  return Number.isFinite(score) ? score : -Infinity
}

/** Whether scores are the same to as many digits, so that how far they lie apart is rounding alone. */
export function allEqual(scores: ArrayLike<number>): boolean {
  let [low, high] = [Infinity, -Infinity]
  for (let i = 0; i < scores.length; i++) {
    low = Math.min(low, scores[i]!)
    high = Math.max(high, scores[i]!)
  }
  return !(high - low > Math.max(Math.abs(low), Math.abs(high)) * 2 ** -40)
}
