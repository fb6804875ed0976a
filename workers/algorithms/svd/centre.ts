import type { WideSparseMatrix } from './sparse-dense.ts'
import type { Rated, TrainingData } from '../../contract/system.ts'
import { positivesOf, positiveRatings } from '../../contract/positives.ts'
import type { Settings } from '../../contract/spec.ts'

/** The matrix that is taken apart, and how anybody's ratings become a row of it. */
export interface Centred {
  /** people × items: ratings less the centre; what is missing is 0, which then means the centre */
  readonly matrix: WideSparseMatrix
  /** what was taken from each person's ratings */
  readonly centres: Float64Array
  /** what is taken from someone new's */
  centreOf(ratings: readonly Rated[]): number
  /** the ratings of someone new that count, in order of item */
  counted(ratings: readonly Rated[]): Rated[]
}

/**
 * Without a centre the stars themselves are factored: even one star is more than nothing, so those below `likedFrom` are
 * left out. With a centre a low rating is negative, and all count.
 */
export function centred({ interactions, scale }: TrainingData, settings: Settings): Centred {
  const { centre } = settings
  const ratings = centre === 'none' ? positiveRatings(interactions.ratings, settings) : interactions.ratings
  const { rows, start } = ratings
  const mean = meanOf(ratings.value, (scale.low + scale.high) / 2)
  const ofPerson = (stars: ArrayLike<number>) =>
    centre === 'none' ? 0 : centre === 'user mean' ? meanOf(stars, mean) : mean
  const centres = Float64Array.from({ length: rows }, (_, user) =>
    ofPerson(ratings.value.subarray(start[user], start[user + 1])),
  )
  const value = Float64Array.from(ratings.value)
  centres.forEach((centre, user) => {
    for (let e = start[user]; e < start[user + 1]; e++) value[e] = lessRounding(value[e] - centre, centre)
  })
  return {
    matrix: { ...ratings, value },
    centres,
    centreOf: (own) => ofPerson(own.map(({ rating }) => rating)),
    counted: (own) => (centre === 'none' ? positivesOf(own, settings) : positivesOf(own, { likedFrom: 0 })),
  }
}

/** What rounding leaves of someone who gives every film the same must not be taken for an opinion. */
export function lessRounding(difference: number, centre: number): number {
  return Math.abs(difference) < 1e-12 * Math.abs(centre) ? 0 : difference
}

function meanOf(stars: ArrayLike<number>, without: number): number {
  let sum = 0
  for (let k = 0; k < stars.length; k++) sum += stars[k]
  return stars.length > 0 ? sum / stars.length : without
}
