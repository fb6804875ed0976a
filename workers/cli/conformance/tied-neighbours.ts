import { within } from './compare.ts'
import type { Tolerance } from './fixture.ts'

export interface Candidate {
  readonly similarity: number
  /** what it contributes: stars, or how far they lie above a mean */
  readonly value: number
}

/**
 * Whether a weighted mean is one of those that k of the candidates can give: where several are equally near at the cut,
 * which of them are taken is rounding noise.
 *
 * @param tie similarities nearer than this are equal
 */
export function isReachable(
  wanted: number,
  candidates: readonly Candidate[],
  k: number,
  { tie, tolerance }: { readonly tie: number; readonly tolerance: Tolerance },
): boolean {
  const sorted = candidates.filter(({ similarity }) => similarity > 1e-12).sort((a, b) => b.similarity - a.similarity)
  if (sorted.length === 0) return false
  const cut = sorted[Math.min(k, sorted.length) - 1].similarity
  const sure = sorted.filter(({ similarity }) => similarity > cut + tie)
  const tied = sorted.filter(({ similarity }) => Math.abs(similarity - cut) <= tie)
  const meanOf = (chosen: readonly Candidate[]) => {
    const weight = chosen.reduce((sum, { similarity }) => sum + similarity, 0)
    return chosen.reduce((sum, { similarity, value }) => sum + similarity * value, 0) / weight
  }
  const some = (chosen: readonly Candidate[], next: number): boolean => {
    if (chosen.length === Math.min(k, sorted.length)) return within(tolerance, meanOf(chosen), wanted)
    return next < tied.length && (some([...chosen, tied[next]], next + 1) || some(chosen, next + 1))
  }
  return some(sure, 0)
}
