import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sparseFromDense } from '../lib/sparse.ts'
import {
  averagePopularityAt,
  diversityAt,
  featuresOf,
  gini,
  noveltyAt,
  popularityBiasAt,
  popularityOf,
  ratersOf,
  selfInformation,
} from './beyond.ts'

const item = (title: string, genres: string[], tones: string[] = []) => ({ title, genres, tones })

describe('worked out by hand', () => {
  const train = {
    ratings: sparseFromDense([
      [5, 0, 1],
      [4, 0, 0],
      [3, 2, 0],
      [2, 0, 0],
    ]),
    time: new Float64Array(6),
    context: [],
  }

  test('novelty: everybody rated the first, one in four the others', () => {
    const information = selfInformation(ratersOf(train), 4)
    expect([...information]).toEqual([0, 2, 2])
    expect(noveltyAt([0, 1], information, 2)).toBe(1)
    expect(noveltyAt([1, 1, 0], information, 2)).toBe(1) // a repeat is removed before the cut
    expect(noveltyAt([], information, 2)).toBe(0)
    expect([...selfInformation([0], 8)], 'rated by nobody: as by one').toEqual([3])
  })

  test('popularity bias: the list against the profile', () => {
    const popularity = popularityOf(train)
    expect([...popularity]).toEqual([1, 0.25, 0.25])
    expect(averagePopularityAt([0, 1], popularity, 2)).toBe(0.625)
    expect(popularityBiasAt([0], [0, 2], popularity, 1)).toBe(1 - 0.625)
    expect(popularityBiasAt([1], [0], popularity, 1)).toBe(-0.75)
    expect(popularityBiasAt([1], [], popularity, 1)).toBe(0)
  })

  test('diversity: the mean over the pairs', () => {
    const features = sparseFromDense([
      [1, 1, 0],
      [1, 0, 0],
      [0, 0, 1],
      [0, 0, 0],
    ])
    expect(diversityAt([0, 1, 2], features, 3)).toBeCloseTo(1 - 1 / Math.SQRT2 / 3, 12)
    expect(diversityAt([1, 1, 2], features, 2)).toBe(1)
    expect(diversityAt([1, 3], features, 2), 'one with features is not varied').toBe(0)
    expect(diversityAt([0], features, 5)).toBe(0)
    expect(() => diversityAt([0], sparseFromDense([[Infinity]]), 1)).toThrow('a feature must be a finite number')
  })

  test('features of items are their genres and tones', () => {
    const features = featuresOf([item('a', ['drama'], ['quiet']), item('b', []), item('c', ['drama', 'drama'])])!
    expect(features).toMatchObject({ rows: 3, columns: 2 })
    expect([...features.start]).toEqual([0, 2, 2, 3])
    expect(featuresOf([item('a', [])])).toBeUndefined()
  })

  test('Gini: all alike, one alone, half of them', () => {
    expect(gini([3, 3, 3])).toBe(0)
    expect(gini([0, 0, 0, 9])).toBe(3 / 4)
    expect(gini([0, 1, 0, 1])).toBe(1 / 2)
    expect(gini([])).toBe(0)
    expect(gini([0, 0])).toBe(0)
    expect(() => gini([1, -1])).toThrow('exposure must be a number from 0, got -1')
    expect(() => gini([NaN])).toThrow(RangeError)
  })

  test.each([0, -1, 1.5, NaN, Infinity])('a cut-off of %s is refused', (k) => {
    const features = sparseFromDense([[1]])
    expect(() => noveltyAt([0], [1], k)).toThrow('k must be a whole number from 1')
    expect(() => averagePopularityAt([0], [1], k)).toThrow(RangeError)
    expect(() => popularityBiasAt([0], [0], [1], k)).toThrow(RangeError)
    expect(() => diversityAt([0], features, k)).toThrow(RangeError)
  })
})

describe('for any input', () => {
  const size = 12
  const lists = fc.array(fc.nat(size - 1), { maxLength: 25 })
  const cutOffs = fc.integer({ min: 1, max: 30 })
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true })

  test('novelty is from 0 to log2 of the people, popularity from 0 to 1, its bias from −1 to 1', () => {
    const raters = fc.array(fc.nat(50), { minLength: size, maxLength: size })
    fc.assert(
      fc.property(lists, lists, raters, cutOffs, (list, profile, counts, k) => {
        const popularity = counts.map((count) => count / 50)
        within(noveltyAt(list, selfInformation(counts, 50), k), 0, Math.log2(50))
        within(averagePopularityAt(list, popularity, k), 0, 1)
        within(popularityBiasAt(list, profile, popularity, k), -1, 1)
      }),
    )
  })

  test('diversity is from 0 to 2, to 1 without negative features, and is 1 less the mean cosine of the pairs', () => {
    const feature = fc.oneof(fc.constant(0), fc.float({ noNaN: true, noDefaultInfinity: true }))
    const rows = fc.array(fc.array(feature, { minLength: 3, maxLength: 3 }), { minLength: size, maxLength: size })
    fc.assert(
      fc.property(lists, rows, cutOffs, (list, dense, k) => {
        within(diversityAt(list, sparseFromDense(dense), k), 0, 2)
        const positive = dense.map((row) => row.map(Math.abs))
        const value = diversityAt(list, sparseFromDense(positive), k)
        within(value, 0, 1 + 1e-12)
        const shown = [...new Set(list)].slice(0, k).filter((each) => positive[each].some((one) => one > 0))
        if (shown.length > 1) expect(value).toBeCloseTo(1 - meanCosine(shown.map((each) => positive[each])), 6)
      }),
    )
  })

  test('Gini is from 0 to (n − 1) / n, whatever the order and the unit', () => {
    fc.assert(
      fc.property(fc.array(finite.map(Math.abs), { minLength: 1, maxLength: 30 }), (exposure) => {
        const value = gini(exposure)
        within(value, 0, (exposure.length - 1) / exposure.length + 1e-12)
        expect(gini(exposure.toReversed())).toBe(value)
        const whole = exposure.map((each) => Math.floor(each % 1000))
        expect(gini(whole.map((each) => each * 4))).toBeCloseTo(gini(whole), 12)
      }),
    )
  })
})

function meanCosine(rows: readonly (readonly number[])[]): number {
  const unit = rows.map((row) => {
    const scaled = row.map((one) => one / Math.max(...row))
    return scaled.map((one) => one / Math.hypot(...scaled))
  })
  const pairs = unit.flatMap((a, i) => unit.slice(i + 1).map((b) => a.reduce((sum, one, f) => sum + one * b[f], 0)))
  return pairs.reduce((sum, one) => sum + one, 0) / pairs.length
}

function within(value: number, low: number, high: number) {
  expect(value).toBeGreaterThanOrEqual(low)
  expect(value).toBeLessThanOrEqual(high)
}
