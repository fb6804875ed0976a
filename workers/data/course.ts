import { sparseFromDense } from '../lib/sparse.ts'
import type { Dataset } from './dataset.ts'

/** The course's own example: five people, five items, small enough to check by hand. */
export function courseDataset(): Dataset {
  const ratings = sparseFromDense([
    [5, 3, 0, 1, 0],
    [4, 0, 0, 1, 1],
    [1, 1, 0, 5, 0],
    [1, 0, 0, 4, 0],
    [0, 1, 5, 4, 0],
  ])
  return {
    id: 'course@1',
    name: 'Course, 5 × 5',
    simulated: false,
    items: [1, 2, 3, 4, 5].map((n) => ({ title: `Item ${n}`, genres: [], tones: [] })),
    interactions: { ratings, time: new Float64Array(ratings.column.length), context: [] },
    scale: { low: 1, high: 5, step: 1 },
    provenance: 'The 5 × 5 matrix of the course’s collaborative filtering example. Blank cells were not rated.',
    licence: 'Twenty-five numbers, too few to own.',
  }
}
