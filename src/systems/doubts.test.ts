import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Contribution } from '../../workers/contract/system.ts'
import type { DatasetInfo } from '../../workers/lab/api.ts'
import { doubtsOf } from './doubts.ts'

const info = { scale: { low: 1, high: 5, step: 1 } } as unknown as DatasetInfo
const clipped = (score: number) => Math.min(5, Math.max(1, score))
const why = (score: number, contributions: readonly Contribution[], rating: number | undefined = clipped(score)) => ({
  item: 0,
  explanation: { kind: 'neighbours' as const, score, contributions },
  ...(rating !== undefined && { rating }),
})
const neighbour = (person: number): Contribution => ({ person, rating: 1, weight: 0.5, amount: 0.5 })

test('a prediction beyond the scale is said to be, and no other', () => {
  expect(doubtsOf(why(5.62, []), info)).toEqual(['5.62 is above the scale of 1 to 5 stars: the prediction is 5 stars.'])
  expect(doubtsOf(why(0.4, []), info)).toEqual(['0.40 is below the scale of 1 to 5 stars: the prediction is 1 star.'])
  fc.assert(
    fc.property(fc.double({ min: -3, max: 9, noNaN: true }), (score) => {
      const beyond = Math.abs(score - clipped(score)) >= 0.005
      expect(doubtsOf(why(score, [neighbour(1), neighbour(2)]), info)).toHaveLength(Number(beyond))
    }),
  )
})

test('one neighbour alone is said to be alone', () => {
  const base: Contribution = { label: 'everybody’s mean', amount: 3, always: true }
  expect(doubtsOf(why(4, [neighbour(1), base]), info)).toEqual(['It rests on one neighbour alone.'])
  expect(doubtsOf(why(4, [neighbour(1), neighbour(2), base]), info)).toEqual([])
  expect(doubtsOf(why(4, [base]), info)).toEqual([])
})

test('a score that is no rating has no scale to leave', () => {
  const { item, explanation } = why(17, [neighbour(1)])
  expect(doubtsOf({ item, explanation }, info)).toEqual([])
})
