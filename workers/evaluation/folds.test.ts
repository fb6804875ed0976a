import { describe, expect, test } from 'vitest'
import type { Recommender } from '../contract/system.ts'
import type { Interactions } from '../data/dataset.ts'
import { sparseFromDense } from '../lib/sparse.ts'
import { rankingOverFolds, ratingsOverFolds } from './folds.ts'
import { evaluateRanking, evaluateRatings } from './protocol.ts'

function interactions(dense: readonly (readonly number[])[]): Interactions {
  const ratings = sparseFromDense(dense)
  return { ratings, time: new Float64Array(ratings.column.length), context: [] }
}

/** Recommends in order of id and guesses one number of stars. */
function recommenderOf(items: number, stars: number): Recommender {
  return {
    person: () => ({
      scores: () => Float64Array.from({ length: items }, (_, item) => -item),
      predict: () => stars,
      explain: () => ({ kind: 'factors', score: 0, contributions: [] }),
    }),
    foldIn: () => undefined,
    similarItems: () => [],
    export: () => ({}),
  }
}

const nothing = interactions([
  [0, 0, 0],
  [0, 0, 0],
  [0, 0, 0],
])
const held = [
  interactions([
    [4, 0, 0],
    [0, 0, 5],
    [0, 0, 0],
  ]),
  interactions([
    [0, 0, 2],
    [0, 0, 0],
    [0, 0, 0],
  ]),
]

describe('rankingOverFolds', () => {
  const reports = held.map((test) => evaluateRanking(recommenderOf(3, 3), nothing, test, { k: 2 }))

  test('is the mean over people of their means over the folds that count them', () => {
    const report = rankingOverFolds(reports)
    expect([...report.people]).toEqual([0, 1])
    expect(report.skipped).toBe(1)
    expect([...report.values['hit-rate@2']]).toEqual([1 / 2, 0]) // first in one fold, third in the other; third
    expect(report.metrics['hit-rate@2'].value).toBe(1 / 4)
    expect(report.coverage).toBe(2 / 3)
  })

  test('of one fold is that fold', () => {
    expect(rankingOverFolds([reports[0]])).toEqual(reports[0])
  })

  test('none, or lists of several lengths, are refused', () => {
    const other = evaluateRanking(recommenderOf(3, 3), nothing, held[0], { k: 1 })
    expect(() => rankingOverFolds([])).toThrow(RangeError)
    expect(() => rankingOverFolds([reports[0], other])).toThrow(RangeError)
  })
})

test('ratingsOverFolds is the error over all ratings, with people as the unit', () => {
  const report = ratingsOverFolds([...held.map((test) => evaluateRatings(recommenderOf(3, 3), test)), undefined])
  const whole = interactions([
    [4, 0, 2],
    [0, 0, 5],
    [0, 0, 0],
  ])
  expect(report).toEqual(evaluateRatings(recommenderOf(3, 3), whole))
  expect(report!.rmse.value).toBeCloseTo(Math.sqrt((1 + 1 + 4) / 3), 12)
  expect(ratingsOverFolds([undefined])).toBeUndefined()
})
