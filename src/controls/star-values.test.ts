import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ratingOf, starsOf } from './star-values.ts'

const whole = { low: 1, high: 5, step: 1 }
const halves = { low: 0.5, high: 5, step: 0.5 }
const ten = { low: 1, high: 10, step: 1 }

test('five stars are the highest rating of any scale', () => {
  expect([1, 2, 3, 4, 5].map((stars) => ratingOf(stars, whole))).toEqual([1, 2, 3, 4, 5])
  expect([1, 2, 3, 4, 5].map((stars) => ratingOf(stars, halves))).toEqual([1, 2, 3, 4, 5])
  expect([1, 2, 3, 4, 5].map((stars) => ratingOf(stars, ten))).toEqual([2, 4, 6, 8, 10])
})

test('a half star is shown as the nearest whole one', () => {
  expect([0.5, 1, 3.5, 4.5, 5].map((rating) => starsOf(rating, halves))).toEqual([1, 1, 4, 5, 5])
})

test('what is clicked is what is shown', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.constantFrom(whole, halves, ten), (stars, scale) => {
      expect(starsOf(ratingOf(stars, scale), scale)).toBe(stars)
    }),
  )
})
