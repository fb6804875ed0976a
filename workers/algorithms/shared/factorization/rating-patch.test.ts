import { expect, test } from 'vitest'
import { sparseFromDense } from '../../../lib/sparse.ts'
import { ratingPatch } from './rating-patch.ts'

test('the most active people and the most rated items, and what is not rated is no number', () => {
  const patch = ratingPatch(
    sparseFromDense([
      [0, 0, 3],
      [1, 0, 2],
      [0, 0, 5],
    ]),
  )
  expect([...patch.people]).toEqual([1, 0, 2])
  expect([...patch.items]).toEqual([2, 0, 1])
  expect([...patch.ratings]).toEqual([2, 1, NaN, 3, NaN, NaN, 5, NaN, NaN])
})

test('no more than 24 people and 32 items', () => {
  const dense = Array.from({ length: 50 }, (_, u) => Array.from({ length: 60 }, (_, i) => (i <= u ? 4 : 0)))
  const patch = ratingPatch(sparseFromDense(dense))
  expect([...patch.people]).toEqual(Array.from({ length: 24 }, (_, p) => 49 - p))
  expect([...patch.items]).toEqual(Array.from({ length: 32 }, (_, i) => i))
  expect(patch.ratings).toHaveLength(24 * 32)
  expect(patch.ratings.every((rating) => rating === 4)).toBe(false)
})
