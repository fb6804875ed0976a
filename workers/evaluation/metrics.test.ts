import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { estimateMean, meanOverPeople } from './estimate.ts'
import {
  auc,
  averagePrecision,
  averagePrecisionAt,
  coverageAt,
  gradedNdcgAt,
  hitRateAt,
  mae,
  ndcgAt,
  precisionAt,
  recallAt,
  reciprocalRankAt,
  rmse,
} from './metrics.ts'

const atCutOff = { precisionAt, recallAt, hitRateAt, averagePrecisionAt, reciprocalRankAt, ndcgAt }

describe('metrics of one list', () => {
  test('a list worked out by hand', () => {
    const list = [7, 1, 8, 2]
    const relevant = [1, 2, 3]
    expect(precisionAt(list, relevant, 2)).toBe(1 / 2)
    expect(recallAt(list, relevant, 2)).toBe(1 / 3)
    expect(hitRateAt(list, relevant, 1)).toBe(0)
    expect(averagePrecision(list, relevant)).toBeCloseTo((1 / 2 + 2 / 4) / 3, 12)
    expect(averagePrecisionAt(list, relevant, 2)).toBeCloseTo(1 / 2 / 2, 12)
    expect(reciprocalRankAt(list, relevant, 4)).toBe(1 / 2)
    expect(ndcgAt(list, relevant, 2)).toBeCloseTo(1 / Math.log2(3) / (1 + 1 / Math.log2(3)), 12)
  })

  test('a short list still divides precision by k', () => {
    expect(precisionAt([1], [1], 10)).toBe(0.1)
  })

  test('repeats are removed before the cut', () => {
    expect(precisionAt([9, 9, 9, 1], [1], 2)).toBe(0.5)
    expect(ndcgAt([1, 1, 1], [1], 3)).toBe(1)
    expect(coverageAt([[9, 9, 1]], 4, 2)).toBe(0.5)
  })

  test.each([0, -1, 1.5, NaN, Infinity])('a cut-off of %s is refused', (k) => {
    for (const metric of Object.values(atCutOff)) expect(() => metric([1], [1], k)).toThrow(RangeError)
    expect(() => gradedNdcgAt([1], new Map([[1, 1]]), k)).toThrow('k must be a whole number from 1')
    expect(() => coverageAt([[1]], 1, k)).toThrow(RangeError)
  })

  test('huge and tiny grades neither overflow nor vanish', () => {
    expect(
      gradedNdcgAt(
        [1, 2],
        new Map([
          [1, 1e300],
          [2, 1],
        ]),
        2,
      ),
    ).toBe(1)
    expect(
      gradedNdcgAt(
        [2, 1],
        new Map([
          [1, 1e-12],
          [2, 0],
        ]),
        2,
      ),
    ).toBeCloseTo(1 / Math.log2(3), 12)
    expect(() => gradedNdcgAt([1], new Map([[1, NaN]]), 1)).toThrow('grade')
  })

  test('linear gains weigh stars as they are', () => {
    const grades = new Map([
      [1, 5],
      [2, 3],
    ])
    const discounted = (first: number, second: number) => first + second / Math.log2(3)
    expect(gradedNdcgAt([2, 1], grades, 2, 'linear')).toBeCloseTo(discounted(3, 5) / discounted(5, 3), 12)
    expect(gradedNdcgAt([2, 1], grades, 2)).toBeCloseTo(discounted(7, 31) / discounted(31, 7), 12)
  })

  test('AUC counts equal scores half and unscored items at the bottom', () => {
    expect(auc([3, 2, 1], [0])).toBe(1)
    expect(auc([1, 2, 3], [0])).toBe(0)
    expect(auc([1, 1, 1, 1], [2])).toBe(0.5)
    expect(auc([-Infinity, 5, NaN], [0])).toBe(0.25)
    expect(auc([1, 2], [])).toBe(0)
    expect(auc([1, 2], [0, 1])).toBe(0.5)
  })

  test('errors of predicted ratings', () => {
    expect(rmse([1, 5], [4, 1])).toBeCloseTo(Math.sqrt((9 + 16) / 2), 12)
    expect(mae([1, 5], [4, 1])).toBe(3.5)
    expect(rmse([], [])).toBe(0)
    expect(() => mae([1], [])).toThrow(RangeError)
  })
})

describe('over people', () => {
  test('people without anything relevant are left out and counted', () => {
    const mean = meanOverPeople([[1], [2], [3]], [[1], [], [1]], averagePrecision)
    expect(mean).toMatchObject({ value: 0.5, counted: 2, skipped: 1 })
  })

  test('of nobody at all there is no mean', () => {
    const nothing = { value: NaN, low: NaN, high: NaN }
    expect(meanOverPeople([], [], averagePrecision)).toEqual({ ...nothing, counted: 0, skipped: 0 })
  })

  test("the interval is as many standard errors as Student's distribution says", () => {
    const { value, low, high } = estimateMean([1, 2, 3, 4])
    expect(value).toBe(2.5)
    expect(high - value).toBeCloseTo(3.18244630528371 * Math.sqrt(5 / 3 / 4), 12)
    expect(value - low).toBeCloseTo(high - value, 12)
  })
})

const lists = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 30 })
const cutOffs = fc.integer({ min: 1, max: 40 })

describe('for any input', () => {
  test('every metric is from 0 to 1', () => {
    fc.assert(
      fc.property(lists, lists, cutOffs, (list, relevant, k) => {
        for (const metric of Object.values(atCutOff)) within01(metric(list, relevant, k))
        within01(averagePrecision(list, relevant))
        within01(coverageAt([list, relevant], 21, k))
      }),
    )
  })

  test('graded NDCG is from 0 to 1, and 1 for the ideal order', () => {
    const grades = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 20 }), fc.double({ noNaN: true, noDefaultInfinity: true })),
    )
    fc.assert(
      fc.property(lists, grades, cutOffs, fc.constantFrom('exponential', 'linear'), (list, pairs, k, gain) => {
        const byItem = new Map(pairs)
        within01(gradedNdcgAt(list, byItem, k, gain))
        const ideal = [...byItem].sort((a, b) => b[1] - a[1]).map(([item]) => item)
        const best = gradedNdcgAt(ideal, byItem, k, gain)
        expect(best === 0 || best === 1).toBe(true)
      }),
    )
  })

  test('AUC is from 0 to 1 and turns over with the scores', () => {
    const scores = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 2, maxLength: 30 })
    fc.assert(
      fc.property(scores, lists, (values, relevant) => {
        const present = relevant.filter((item) => item < values.length)
        const forward = auc(values, present)
        within01(forward)
        if (present.length > 0)
          expect(
            forward +
              auc(
                values.map((s) => -s),
                present,
              ),
          ).toBeCloseTo(1, 9)
      }),
    )
  })

  test('errors are never negative, never NaN, and RMSE is at least MAE', () => {
    const pairs = fc.array(
      fc.tuple(fc.float({ noNaN: true }), fc.float({ noNaN: true })).filter((p) => p.every(Number.isFinite)),
    )
    fc.assert(
      fc.property(pairs, (ratings) => {
        const [predicted, actual] = [ratings.map((p) => p[0]), ratings.map((p) => p[1])]
        const [root, mean] = [rmse(predicted, actual), mae(predicted, actual)]
        expect(mean).toBeGreaterThanOrEqual(0)
        expect(root).toBeGreaterThanOrEqual(mean * (1 - 1e-12))
      }),
    )
  })

  test('what is longer in the list cannot lose recall, and swapping a hit upward cannot lose NDCG', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 20 }), { minLength: 2 }),
        lists,
        cutOffs,
        (list, relevant, k) => {
          expect(recallAt(list, relevant, k + 1)).toBeGreaterThanOrEqual(recallAt(list, relevant, k))
          const wanted = new Set(relevant)
          const at = list.findIndex((item, i) => i > 0 && wanted.has(item) && !wanted.has(list[i - 1]))
          if (at < 0) return
          const better = [...list]
          ;[better[at - 1], better[at]] = [better[at], better[at - 1]]
          expect(ndcgAt(better, relevant, k)).toBeGreaterThanOrEqual(ndcgAt(list, relevant, k))
        },
      ),
    )
  })
})

function within01(value: number) {
  expect(value).toBeGreaterThanOrEqual(0)
  expect(value).toBeLessThanOrEqual(1)
}
