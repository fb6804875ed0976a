import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Recommender } from '../contract/system.ts'
import type { Interactions } from '../data/dataset.ts'
import { sparseFromDense } from '../lib/sparse.ts'
import { student95 } from '../lib/student.ts'
import { topK } from '../lib/top-k.ts'
import {
  auc,
  averagePrecision,
  averagePrecisionAt,
  hitRateAt,
  ndcgAt,
  precisionAt,
  recallAt,
  reciprocalRankAt,
} from './metrics.ts'
import { evaluateRanking, evaluateRatings, pairedDifference, pairedRmse } from './protocol.ts'

function interactions(dense: readonly (readonly number[])[], columns = dense[0]?.length ?? 0): Interactions {
  const ratings = { ...sparseFromDense(dense), columns }
  return { ratings, time: new Float64Array(ratings.column.length), context: [] }
}

function recommenderOf(
  scores: readonly (readonly number[])[],
  predict?: (user: number, item: number) => number,
): Recommender {
  return {
    person: (user) => ({
      scores: () => Float64Array.from(scores[user]),
      explain: () => ({ kind: 'factors', score: 0, contributions: [] }),
      ...(predict && { predict: (item: number) => predict(user, item) }),
    }),
    foldIn: () => undefined,
    similarItems: () => [],
    export: () => ({}),
  }
}

describe('evaluateRanking', () => {
  test('two people worked out by hand', () => {
    const train = interactions([
      [5, 0, 0, 0],
      [0, 0, 0, 3],
    ])
    const test = interactions([
      [0, 0, 4, 2],
      [1, 0, 0, 0],
    ])
    const report = evaluateRanking(
      recommenderOf([
        [9, 3, 2, 1],
        [1, 2, 3, 4],
      ]),
      train,
      test,
      { k: 2 },
    )
    // the first ranks 1, 2, 3 with 2 and 3 wanted; the second 2, 1, 0 with 0 wanted
    expect(report.metrics['recall@2'].value).toBe((1 / 2 + 0) / 2)
    expect(report.metrics['mrr@2'].value).toBe(1 / 4)
    expect(report.metrics['map'].value).toBeCloseTo(((1 / 2 + 2 / 3) / 2 + 1 / 3) / 2, 12)
    expect(report.metrics['auc'].value).toBe(0)
    expect(report.coverage).toBe(2 / 4)
    expect([...report.people]).toEqual([0, 1])
  })

  test('a threshold leaves people without a relevant item out', () => {
    const train = interactions([
      [1, 0, 0],
      [1, 0, 0],
    ])
    const test = interactions([
      [0, 5, 2],
      [0, 2, 0],
    ])
    const report = evaluateRanking(
      recommenderOf([
        [0, 1, 2],
        [0, 1, 2],
      ]),
      train,
      test,
      { k: 1, relevantFrom: 4 },
    )
    expect([...report.people]).toEqual([0])
    expect(report.skipped).toBe(1)
    expect(report.metrics['ndcg@1'].value).toBe(0) // item 2 is a candidate, and not relevant
  })

  test('equal scores share their ranks; items without a score are never listed', () => {
    const report = evaluateRanking(
      recommenderOf([[1, 1, 1, -Infinity]]),
      interactions([[0, 0, 0, 0]]),
      interactions([[0, 4, 0, 4]]),
      { k: 4 },
    )
    expect(report.metrics['mrr@4'].value).toBeCloseTo((1 + 1 / 2 + 1 / 3) / 3, 12)
    expect(report.metrics['recall@4'].value).toBe(1 / 2)
    expect(report.coverage).toBe(3 / 4)
  })

  test('a seeded sample is the same twice and another for another seed', () => {
    const dense = Array.from({ length: 40 }, () => [0, 3])
    const [train, test] = [interactions(dense.map(() => [0, 0])), interactions(dense)]
    const of = (seed: number) =>
      evaluateRanking(recommenderOf(dense), train, test, { k: 1, people: { count: 8, seed } }).people
    expect(of(1)).toEqual(of(1))
    expect(of(1)).toHaveLength(8)
    expect(of(1)).not.toEqual(of(2))
  })

  test('nothing held out: nobody counted, and nothing measured', () => {
    const empty = interactions([[0, 0]])
    const report = evaluateRanking(recommenderOf([[1, 2]]), empty, empty, { k: 5 })
    expect(report.people).toHaveLength(0)
    for (const { value } of Object.values(report.metrics)) expect(value).toBeNaN()
  })

  test('beyond accuracy: only where asked for, by the definitions of beyond.ts', () => {
    const train = interactions([
      [5, 0, 0, 3],
      [5, 4, 0, 0],
    ])
    const test = interactions([
      [0, 4, 0, 0],
      [0, 0, 4, 0],
    ])
    const items = [['drama'], ['drama'], ['war'], []].map((genres) => ({ title: '', genres, tones: [] }))
    const recommender = recommenderOf([
      [9, 3, 2, 1],
      [1, 1, 3, 2],
    ])
    expect(evaluateRanking(recommender, train, test, { k: 2 })).not.toHaveProperty('gini')
    const report = evaluateRanking(recommender, train, test, { k: 2, beyondAccuracy: true, items })
    // lists: 1 and 2; 2 and 3. Of two people one rated item 1, none item 2, one item 3.
    expect([...report.values['novelty@2']]).toEqual([1, 1])
    expect([...report.values['diversity@2']]).toEqual([1, 0])
    expect([...report.values['popularity-bias@2']]).toEqual([0.25 - 0.75, 0.25 - 0.75])
    expect(report.gini).toBeCloseTo(3 / 8, 12)
    const { values } = evaluateRanking(recommender, train, test, { k: 2, beyondAccuracy: true })
    expect(values).not.toHaveProperty('diversity@2')
  })

  test('where the truth is known, the first k are judged by it', () => {
    const [train, test] = [interactions([[5, 0, 0, 0]]), interactions([[0, 0, 0, 4]])]
    const truth = { liking: Float32Array.of(9, 0.5, 1.5, -1) }
    const report = evaluateRanking(recommenderOf([[4, 3, 2, 1]]), train, test, { k: 2, truth })
    expect(report.metrics['true-liking@2'].value).toBe(1)
  })

  test('other shapes and cut-offs are refused', () => {
    const [two, three] = [interactions([[0, 1]]), interactions([[0, 1, 1]])]
    expect(() => evaluateRanking(recommenderOf([[1, 2]]), two, three, { k: 1 })).toThrow(RangeError)
    expect(() => evaluateRanking(recommenderOf([[1, 2]]), two, two, { k: 0 })).toThrow(RangeError)
  })

  test('agrees with the definitions over a full sort where no scores tie, holes and all', () => {
    const roles = fc.constantFrom('train', 'test', 'none', 'none')
    const score = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(-Infinity, NaN, 0.5))
    const person = fc.array(fc.tuple(roles, score), { minLength: 25, maxLength: 25 })
    fc.assert(
      fc.property(fc.array(person, { minLength: 1, maxLength: 5 }), fc.integer({ min: 1, max: 30 }), (people, k) => {
        const dense = (role: string) => people.map((row) => row.map(([r]) => (r === role ? 3 : 0)))
        const scores = people.map((row) => row.map(([, s], item) => s + item / 100))
        const report = evaluateRanking(
          recommenderOf(scores),
          interactions(dense('train')),
          interactions(dense('test')),
          { k },
        )
        report.people.forEach((u, place) => {
          const skip = Uint8Array.from(people[u], ([role]) => (role === 'train' ? 1 : 0))
          const list = topK(scores[u], 25, skip).map(({ item }) => item)
          const relevant = people[u].flatMap(([role], item) => (role === 'test' ? [item] : []))
          const candidates = people[u].flatMap(([role], item) => (role === 'train' ? [] : [item]))
          const want = {
            [`ndcg@${k}`]: ndcgAt(list, relevant, k),
            [`recall@${k}`]: recallAt(list, relevant, k),
            [`precision@${k}`]: precisionAt(list, relevant, k),
            [`hit-rate@${k}`]: hitRateAt(list, relevant, k),
            [`map@${k}`]: averagePrecisionAt(list, relevant, k),
            [`mrr@${k}`]: reciprocalRankAt(list, relevant, k),
            map: averagePrecision(list, relevant),
            auc: auc(
              candidates.map((item) => scores[u][item]),
              relevant.map((item) => candidates.indexOf(item)),
            ),
          }
          for (const [name, value] of Object.entries(want)) expect(report.values[name][place]).toBeCloseTo(value, 12)
        })
        const shown = new Set<number>()
        report.people.forEach((u) => {
          const skip = Uint8Array.from(people[u], ([role]) => (role === 'train' ? 1 : 0))
          for (const { item } of topK(scores[u], k, skip)) shown.add(item)
        })
        expect(report.coverage).toBeCloseTo(shown.size / 25, 12)
      }),
    )
  })
})

describe('evaluateRatings', () => {
  const test1 = interactions([
    [0, 4, 2],
    [0, 0, 0],
    [5, 0, 0],
  ])

  test('errors over all ratings, intervals over people', () => {
    const report = evaluateRatings(
      recommenderOf([[], [], []], () => 3),
      test1,
    )
    expect(report).toMatchObject({ ratings: 3, people: 2 })
    expect(report!.mae.value).toBeCloseTo(4 / 3, 12)
    expect(report!.rmse.value).toBeCloseTo(Math.sqrt(2), 12)
    // squared errors 2 over 2 ratings and 4 over 1, mean 2: residuals -2 and 2
    const standardError = Math.sqrt((8 * 2) / 1) / 3
    expect(report!.rmse.high).toBeCloseTo(Math.sqrt(2 + student95(1) * standardError), 12)
    expect(report!.rmse.low, 'no error is below 0').toBe(0)
  })

  test('a system that does not predict ratings has none', () => {
    expect(evaluateRatings(recommenderOf([[], [], []]), test1)).toBeUndefined()
  })

  test('a prediction that is not a number is refused, by person and item', () => {
    expect(() =>
      evaluateRatings(
        recommenderOf([[], [], []], () => NaN),
        test1,
      ),
    ).toThrow('person 0, item 1')
  })
})

describe('pairedDifference', () => {
  const train = interactions(Array.from({ length: 30 }, () => [0, 0, 0]))
  const held = interactions(Array.from({ length: 30 }, (_, u) => [u % 3 === 0 ? 0 : 1, 1, 0]))
  const worse = evaluateRanking(recommenderOf(Array.from({ length: 30 }, () => [0, 1, 2])), train, held, { k: 2 })
  const better = evaluateRanking(recommenderOf(Array.from({ length: 30 }, () => [2, 1, 0])), train, held, { k: 2 })

  test('is the difference of the means, and narrower than both intervals where people agree', () => {
    const difference = pairedDifference(worse, better, 'ndcg@2')
    expect(difference.value).toBeCloseTo(better.metrics['ndcg@2'].value - worse.metrics['ndcg@2'].value, 12)
    expect(difference.people).toBe(30)
    expect(difference.low).toBeGreaterThan(0)
    const none = pairedDifference(worse, worse, 'ndcg@2')
    expect(none).toMatchObject({ value: 0, people: 30 })
    expect(none.high, 'thirty people who agree are not everybody').toBeCloseTo(-none.low, 12)
    expect(none.high).toBeGreaterThan(0)
  })

  test('compares only the people in both', () => {
    const some = evaluateRanking(recommenderOf(Array.from({ length: 30 }, () => [0, 1, 2])), train, held, {
      k: 2,
      people: { count: 7, seed: 1 },
    })
    expect(pairedDifference(some, better, 'auc').people).toBe(7)
  })

  test('a metric that is not there is named', () => {
    expect(() => pairedDifference(worse, better, 'ndcg@3')).toThrow('ndcg@3')
  })
})

describe('pairedRmse', () => {
  const held = interactions(Array.from({ length: 30 }, (_, u) => [3 + (u % 3), 0, u % 2 === 0 ? 2 : 0]))
  const report = (guess: (user: number, item: number) => number) =>
    evaluateRatings(
      recommenderOf(
        Array.from({ length: 30 }, () => []),
        guess,
      ),
      held,
    )!

  test('is the difference of both, and its interval that of leaving people out one by one', () => {
    const [a, b] = [report(() => 3), report((user, item) => 3.2 + 0.1 * ((user + item) % 4))]
    const difference = pairedRmse(a, b)
    expect(difference.value).toBeCloseTo(b.rmse.value - a.rmse.value, 12)
    expect(difference.people).toBe(30)
    const without = Array.from({ length: 30 }, (_, left) => {
      const others = Uint32Array.from({ length: 29 }, (_, i) => (i < left ? i : i + 1))
      const of = (guess: (user: number, item: number) => number) =>
        evaluateRatings(
          recommenderOf(
            Array.from({ length: 30 }, () => []),
            guess,
          ),
          held,
          others,
        )!.rmse.value
      return of((user, item) => 3.2 + 0.1 * ((user + item) % 4)) - of(() => 3)
    })
    const mean = without.reduce((sum, x) => sum + x, 0) / 30
    const jackknife = Math.sqrt((29 / 30) * without.reduce((sum, x) => sum + (x - mean) ** 2, 0))
    expect((difference.high - difference.low) / 2 / student95(29) / jackknife).toBeCloseTo(1, 1)
  })

  test('of two alike is nothing, by no known spread, and of other ratings is refused', () => {
    const one = report(() => 3)
    expect(pairedRmse(one, one)).toEqual({ value: 0, low: -Infinity, high: Infinity, people: 30 })
    const other = evaluateRatings(
      recommenderOf([[]], () => 3),
      interactions([[4]]),
    )!
    expect(() => pairedRmse(one, other)).toThrow('the same ratings')
  })
})
