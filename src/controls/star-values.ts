import type { RatingScale } from '../../workers/data/dataset.ts'

export const starCount = 5

/** The rating that a star stands for: five stars are the highest, whatever the scale. */
export function ratingOf(stars: number, { low, high, step }: RatingScale): number {
  const exact = (high * stars) / starCount
  return Math.min(high, Math.max(low, Number((Math.round(exact / step) * step).toPrecision(12))))
}

/** How many stars are filled for a rating: the nearest whole number, at least one. */
export function starsOf(rating: number, { high }: RatingScale): number {
  return Math.min(starCount, Math.max(1, Math.round((rating / high) * starCount)))
}
