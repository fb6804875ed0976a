import type { DatasetInfo, View } from '../../workers/lab/api.ts'
import { counted, fixed, significant } from '../format/numbers.ts'

/** What a visitor should know before believing a predicted score: that it lies beyond the scale, or on whom alone it rests. */
export function doubtsOf({ explanation, rating }: NonNullable<View['why']>, { scale }: DatasetInfo): string[] {
  if (rating === undefined) return []
  const { score, contributions, kind } = explanation
  const beyond = score > scale.high ? 'above' : score < scale.low ? 'below' : undefined
  const neighbours = contributions.filter(({ item, person }) => item !== undefined || person !== undefined).length
  const byNeighbours = contributions.some(({ weight }) => weight !== undefined) && kind !== 'parts'
  return [
    ...(beyond && Math.abs(score - rating) >= 0.005
      ? [
          `${fixed(score, 2)} is ${beyond} the scale of ${scale.low} to ${scale.high} stars: the prediction is ${counted(Number(significant(rating)), 'star', 'stars')}.`,
        ]
      : []),
    ...(byNeighbours && neighbours === 1 ? ['It rests on one neighbour alone.'] : []),
  ]
}
