import { describe, expect, test } from 'vitest'
import type { Context, Recommender } from '../contract/system.ts'
import type { Interactions } from '../data/dataset.ts'
import { sparseFromDense } from '../lib/sparse.ts'
import { evaluateEvents } from './events.ts'
import { eventsOverFolds } from './folds.ts'

/** Ratings with the time of day of each, entry by entry. */
function interactions(dense: readonly (readonly number[])[], times: readonly number[]): Interactions {
  const ratings = { ...sparseFromDense(dense), columns: dense[0].length }
  const context = [{ id: 'time of day' as const, values: ['morning', 'night'], code: Uint8Array.from(times) }]
  return { ratings, time: new Float64Array(ratings.column.length), context }
}

/** Scores by person and time of day; keeps what it was asked. */
function recommenderOf(scores: readonly (readonly (readonly number[])[])[]) {
  const asked: string[] = []
  const recommender: Pick<Recommender, 'person'> = {
    person(user: number, now?: Context) {
      asked.push(`${user} ${now!.join()}`)
      return {
        scores: () => Float64Array.from(scores[user][now![0]!]),
        explain: () => ({ kind: 'factors', score: 0, contributions: [] }),
      }
    },
  }
  return { recommender, asked }
}

const train = interactions(
  [
    [5, 0, 0, 0, 0],
    [0, 0, 0, 0, 3],
    [0, 1, 0, 0, 0],
  ],
  [0, 0, 0],
)
// The first watches 1 in the morning, 2 and 4 at night; the second 0 at night; the third nothing more.
const heldOut = interactions(
  [
    [0, 4, 2, 0, 5],
    [1, 0, 0, 0, 0],
    [0, 0, 0, 0, 0],
  ],
  [0, 1, 1, 1],
)
const scores = [
  [
    [9, 4, 3, 2, 1], // 1, 2, 3, 4: 1 is first
    [9, 1, 4, 3, 3], // 2, then 3 and 4 alike: 4 is second or third
  ],
  [
    [0, 0, 0, 0, 0],
    [2, 3, NaN, 1, 9], // 1, 0, 3: 0 is second, and 2 is never found
  ],
  [
    [0, 0, 0, 0, 0],
    [0, 0, 0, 0, 0],
  ],
]

describe('events in their context', () => {
  test('two people worked out by hand', () => {
    const { recommender, asked } = recommenderOf(scores)
    const report = evaluateEvents(recommender, train, heldOut, { k: 2 })
    expect(Array.from(report.people)).toEqual([0, 1])
    expect(report.events).toBe(4)
    // The first: ranks 1, 1 and half a time 2. The second: rank 2. A person counts once, however many events they have.
    expect(report.values['event-hr@2'][0]).toBeCloseTo(2.5 / 3, 12)
    expect(report.values['event-hr@2'][1]).toBe(1)
    expect(report.values['event-ndcg@2'][0]).toBeCloseTo((2 + 1 / Math.log2(3) / 2) / 3, 12)
    expect(report.values['event-ndcg@2'][1]).toBeCloseTo(1 / Math.log2(3), 12)
    expect(report.metrics['event-hr@2'].value).toBeCloseTo(5.5 / 6, 12)
    // Each moment is asked about once.
    expect(asked).toEqual(['0 0', '0 1', '1 1'])
  })

  test('what is held out of the same person at another time stays among the candidates', () => {
    const { recommender } = recommenderOf([[[0, 1, 2, 0, 9], scores[0][1]], scores[1], scores[2]])
    const report = evaluateEvents(recommender, train, heldOut, { k: 2 })
    // 4 and 2 are above 1 in the morning, so 1 is third there; at night 2 is found, and 4 half a time.
    expect(report.values['event-hr@2'][0]).toBeCloseTo(1.5 / 3, 12)
  })

  test('only ratings from so many stars are events, and an item without a score is never found', () => {
    const { recommender } = recommenderOf([[scores[0][0], [9, 1, 4, 3, NaN]], scores[1], scores[2]])
    const report = evaluateEvents(recommender, train, heldOut, { k: 5, relevantFrom: 4 })
    expect(Array.from(report.people)).toEqual([0])
    expect(report.events).toBe(2)
    expect(report.values['event-hr@5']).toEqual(Float64Array.of(0.5))
  })

  test('folds are looked at together: a person has the mean of theirs', () => {
    const one = evaluateEvents(recommenderOf(scores).recommender, train, heldOut, { k: 2 })
    const other = { ...one, people: Uint32Array.of(1), values: { ...one.values, 'event-hr@2': Float64Array.of(0) } }
    const both = eventsOverFolds([one, undefined, other])!
    expect(both.events).toBe(8)
    expect(both.values['event-hr@2'][0]).toBeCloseTo(2.5 / 3, 12)
    expect(both.values['event-hr@2'][1]).toBe(0.5)
    expect(both.metrics['event-hr@2'].value).toBeCloseTo(8 / 12, 12)
    expect(eventsOverFolds([undefined])).toBeUndefined()
  })

  test('another shape and a cut-off that is none are refused', () => {
    const { recommender } = recommenderOf(scores)
    expect(() => evaluateEvents(recommender, train, heldOut, { k: 0 })).toThrow(RangeError)
    const wider = interactions([[0, 0, 0, 0, 0, 1]], [0])
    expect(() => evaluateEvents(recommender, train, wider, { k: 2 })).toThrow('same people and items')
  })
})

test('of each person so many events at most, drawn by the seed and the same for every system', () => {
  const at = (count: number, seed = 1) => {
    const { recommender, asked } = recommenderOf(scores)
    const { events, values } = evaluateEvents(recommender, train, heldOut, { k: 3, each: { count, seed } })
    return { events, values, asked }
  }
  const all = evaluateEvents(recommenderOf(scores).recommender, train, heldOut, { k: 3 })
  expect(at(3).values).toEqual(all.values)
  expect(at(1).events).toBe(2)
  expect(at(1)).toEqual(at(1))
  expect(at(1).asked).toHaveLength(2)
  const drawn = Array.from({ length: 20 }, (_, seed) => at(1, seed).values['event-ndcg@3'][0])
  expect(new Set(drawn).size).toBeGreaterThan(1)
})
