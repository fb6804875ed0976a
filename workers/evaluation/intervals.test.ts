import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { random, type Random } from '../lib/random.ts'
import { estimateDifference, estimateMean, estimateShare } from './estimate.ts'
import { differenceInterval, wilson, type Estimate } from './intervals.ts'
import { discount } from './ranks.ts'

const seeds = [1, 2, 3]
const sizes = [5, 20, 200]
/** From 2 to 98 %. */
const rates = Array.from({ length: 25 }, (_, step) => 0.02 + 0.04 * step)
const samples = 100

/** A quantity as it is drawn, and its true mean. */
interface Quantity {
  readonly mean: number
  readonly draw: (from: Random) => number
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const hit = (rate: number, from: Random) => Number(from.uniform() < rate)
const gains = Array.from({ length: 10 }, (_, place) => discount(place + 1))
const reciprocals = Array.from({ length: 10 }, (_, place) => 1 / (place + 1))

/** One of ten values where the person's item is found, 0 where it is not. */
const found = (values: readonly number[], rate: number): Quantity => ({
  mean: rate * meanOf(values),
  draw: (from) => hit(rate, from) * values[from.integer(10)],
})

/** What a metric of one person looks like, by the rate at which people are served well. */
const shares: Readonly<Record<string, (rate: number) => Quantity>> = {
  'hit rate': (rate) => ({ mean: rate, draw: (from) => hit(rate, from) }),
  NDCG: (rate) => found(gains, rate),
  'reciprocal rank': (rate) => found(reciprocals, rate),
  precision: (rate) => ({
    mean: rate,
    // Each person's own rate is one of two, as far apart as they can be and half of all people have each.
    draw(from) {
      const apart = hit(0.5, from) ? 0.8 : -0.8
      const own = rate + apart * Math.min(rate, 1 - rate)
      return meanOf(Array.from({ length: 10 }, () => hit(own, from)))
    },
  }),
  'a half or nothing': (rate) => ({ mean: rate / 2, draw: (from) => hit(rate, from) / 2 }),
}

/** The share of samples whose interval holds the truth; none may leave the bounds. */
function coverage(estimate: (from: Random) => Estimate, truth: number, seed: number, [least, most]: readonly number[]) {
  const from = random(seed)
  let held = 0
  for (let sample = 0; sample < samples; sample++) {
    const { value, low, high } = estimate(from)
    const inOrder = least <= low && low <= value && value <= high && high <= most && low < high
    if (!inOrder) throw new Error(`${low} to ${high} about ${value}`)
    // A rate of ten tenths is 1, but for its last digit.
    if (low <= truth + 1e-12 && truth - 1e-12 <= high) held++
  }
  return held / samples
}

const drawn = (n: number, draw: (from: Random) => number, from: Random) =>
  Float64Array.from({ length: n }, () => draw(from))

describe.each(seeds)('of 95 of 100 intervals the truth is inside, seed %i', (seed) => {
  test.each(sizes)('hits, of %i', (n) => {
    const covered = meanOf(
      rates.map((rate, at) =>
        coverage(
          (from) =>
            wilson(
              drawn(n, (one) => hit(rate, one), from).reduce((a, b) => a + b),
              n,
            ),
          rate,
          seed + 10 * at,
          [0, 1],
        ),
      ),
    )
    expect(covered).toBeGreaterThan(0.93)
    expect(covered).toBeLessThan(0.98)
  })

  test.each(sizes)('means of what %i people have each, from 0 to 1', (n) => {
    const covered = Object.entries(shares).map(([name, of]) => {
      const own = meanOf(
        rates.map((rate, at) => {
          const { mean, draw } = of(rate)
          return coverage((from) => estimateShare(drawn(n, draw, from)), mean, seed + 10 * at, [0, 1])
        }),
      )
      expect(own, name).toBeGreaterThan(0.93)
      return own
    })
    expect(meanOf(covered)).toBeLessThan(0.985)
  })

  test.each(sizes)('differences of the rates of two arms of %i', (n) => {
    const covered = meanOf(
      rates.flatMap((a, at) =>
        [0.1, 0.5, 0.96].map((b) => {
          const arm = (rate: number, from: Random) =>
            wilson(
              drawn(n, (one) => hit(rate, one), from).reduce((x, y) => x + y),
              n,
            )
          return coverage((from) => differenceInterval(arm(a, from), arm(b, from)), b - a, seed + 10 * at, [-1, 1])
        }),
      ),
    )
    expect(covered).toBeGreaterThan(0.93)
    expect(covered).toBeLessThan(0.98)
  })

  test.each(sizes)('differences of %i people, who often are served alike', (n) => {
    const covered = meanOf(
      rates.map((rate, at) => {
        const draw = (from: Random) =>
          hit(0.5, from) ? 0 : hit(0.5, from) * gains[from.integer(10)] - hit(rate, from) * gains[from.integer(10)]
        const truth = 0.5 * (0.5 - rate) * meanOf(gains)
        return coverage((from) => estimateDifference('ndcg@10', drawn(n, draw, from)), truth, seed + 10 * at, [-1, 1])
      }),
    )
    expect(covered).toBeGreaterThan(0.93)
  })

  test.each(sizes)('means of %i values that are normal, without bounds', (n) => {
    const normal = (from: Random) => estimateMean(drawn(n, (one) => one.normal(), from))
    const covered = meanOf(rates.map((_, at) => coverage(normal, 0, seed + 10 * at, [-Infinity, Infinity])))
    expect(covered).toBeGreaterThan(0.93)
    expect(covered).toBeLessThan(0.97)
  })
})

describe('for any values', () => {
  const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 })
  const alike = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 30 }))

  test('an interval is inside the bounds of its quantity, about its value, and not the value alone', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          values,
          alike.map(([value, n]) => Array.from({ length: n }, () => value)),
        ),
        (own) => {
          for (const name of ['ndcg@10', 'popularity-bias@10', 'auc']) {
            for (const [estimate, least] of [
              [estimateShare(own), 0],
              [estimateDifference(name, own), -2],
            ] as const) {
              expect(estimate.low).toBeGreaterThanOrEqual(least)
              expect(estimate.low).toBeLessThanOrEqual(estimate.value)
              expect(estimate.high).toBeGreaterThanOrEqual(estimate.value)
              expect(estimate.high).toBeLessThanOrEqual(least === 0 ? 1 : 2)
              expect(estimate.high).toBeGreaterThan(estimate.low)
            }
          }
        },
      ),
    )
  })

  test('of none nothing is known', () => {
    const nothing = { value: NaN, low: NaN, high: NaN }
    expect([estimateShare([]), estimateMean([]), estimateDifference('ndcg@10', [])]).toEqual([
      nothing,
      nothing,
      nothing,
    ])
  })

  test('one value without bounds has no interval', () => {
    expect(estimateMean([3])).toEqual({ value: 3, low: -Infinity, high: Infinity })
  })
})

test.each([
  [56, 70, 48, 80, 0.0524, 0.3339],
  [9, 10, 3, 10, 0.1705, 0.809],
  [6, 7, 2, 7, 0.0582, 0.8062],
  [5, 56, 0, 29, -0.0381, 0.1926],
  [0, 10, 0, 20, -0.1611, 0.2775],
  [0, 10, 0, 10, -0.2775, 0.2775],
  [10, 10, 0, 20, 0.6791, 1],
  [10, 10, 0, 10, 0.6075, 1],
])('%i of %i less %i of %i is as in table II of Newcombe 1998', (hits, size, otherHits, otherSize, low, high) => {
  const difference = differenceInterval(wilson(otherHits, otherSize), wilson(hits, size))
  expect(difference.low).toBeCloseTo(low, 4)
  expect(difference.high).toBeCloseTo(high, 4)
})
