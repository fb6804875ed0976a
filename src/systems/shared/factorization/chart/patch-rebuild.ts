/** A patch of a rating matrix and the factors that rebuild it: people × items, row-major. */
export interface FactoredPatch {
  readonly people: ArrayLike<number>
  readonly items: ArrayLike<number>
  /** NaN where there is no rating */
  readonly ratings: Float32Array
  /** what is there before any factor */
  readonly base: Float32Array
  /** people × factors, items × factors; the strongest factor first */
  readonly personFactors: Float32Array
  readonly itemFactors: Float32Array
  /** how strong each factor is: singular values */
  readonly spectrum: Float32Array
  /** what the squares of all singular values add up to; without it, those of the spectrum */
  readonly whole?: number | undefined
}

/** Every cell as base and the first `rank` factors give it. */
export function rebuiltAt(patch: FactoredPatch, rank: number): Float32Array {
  const { base, personFactors, itemFactors, spectrum, items } = patch
  const [size, width] = [spectrum.length, items.length]
  return base.map((start, cell) => {
    const [p, i] = [Math.floor(cell / width) * size, (cell % width) * size]
    let sum = start
    for (let f = 0; f < rank; f++) sum += personFactors[p + f]! * itemFactors[i + f]!
    return sum
  })
}

/** What each of the first `rank` factors adds to a cell. */
export function termsOf({ personFactors, itemFactors, spectrum, items }: FactoredPatch, cell: number, rank: number) {
  const size = spectrum.length
  const [p, i] = [Math.floor(cell / items.length) * size, (cell % items.length) * size]
  return Array.from({ length: rank }, (_, f) => personFactors[p + f]! * itemFactors[i + f]!)
}

/** How far the rebuilt cells that were rated are off, and what stands where nothing was rated; NaN where there is none. */
export function rebuiltInShort(ratings: Float32Array, rebuilt: Float32Array): { offBy: number; unrated: number } {
  let [off, rated, sum] = [0, 0, 0]
  ratings.forEach((rating, cell) => {
    if (Number.isNaN(rating)) sum += rebuilt[cell]!
    else {
      off += Math.abs(rating - rebuilt[cell]!)
      rated++
    }
  })
  return { offBy: off / rated, unrated: sum / (ratings.length - rated) }
}

/** The length of each factor as a share of the whole matrix's, 0 to 1: squares of it add up to a share. */
export function lengthShares({ spectrum, whole }: FactoredPatch): number[] {
  const all = whole ?? spectrum.reduce((sum, sigma) => sum + sigma * sigma, 0)
  return Array.from(spectrum, (sigma) => (all > 0 ? sigma / Math.sqrt(all) : 0))
}

/** The share of all squares that the first `rank` factors hold. */
export const shareHeld = (shares: readonly number[], rank: number) =>
  shares.slice(0, rank).reduce((sum, share) => sum + share * share, 0)
