/** One feature, or one word: its weight in the profile and in the film, each as a share of a length of 1. */
export interface ProductRow {
  readonly id: number
  readonly name: string
  /** what sort of feature it is: "genre" */
  readonly kind: string
  readonly profile: number
  readonly film: number
}

/** From the largest weight to the smallest, through 0; equal ones in order of id. */
export function byWeight(rows: readonly ProductRow[]): ProductRow[] {
  return [...rows].sort((a, b) => b.profile - a.profile || a.id - b.id)
}

/**
 * As many rows as fit, in the order given: first of all those that profile and film share, by their products, then the
 * profile's strongest, whichever way they point, then what only the film has.
 */
export function rowsShown(rows: readonly ProductRow[], most: number): ProductRow[] {
  const strength = ({ profile, film }: ProductRow) => {
    if (film === 0) return Math.abs(profile)
    return profile === 0 ? 1e-9 * film : 10 + Math.abs(profile * film)
  }
  const kept = new Set(
    [...rows]
      .filter((row) => strength(row) > 0)
      .sort((a, b) => strength(b) - strength(a) || a.id - b.id)
      .slice(0, most),
  )
  return rows.filter((row) => kept.has(row))
}
