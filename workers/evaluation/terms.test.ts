import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  averagePrecision,
  averagePrecisionAt,
  gradedNdcgAt,
  hitRateAt,
  ndcgAt,
  precisionAt,
  recallAt,
  reciprocalRankAt,
} from './metrics.ts'
import { termsOf, type TermGain } from './terms.ts'

const marks = (...items: number[]) => new Map(items.map((item) => [item, 1]))

describe('a list worked out by hand', () => {
  // relevant at ranks 2 and 4; one more is not in the list
  const { sums, discounts, ideal, relevant } = termsOf([7, 1, 8, 2], marks(1, 2, 3), 3, 'binary')

  test('each metric is its terms over its divisor', () => {
    expect([...sums.precision.terms]).toEqual([0, 1, 0, 0])
    expect(sums.precision.divisor).toBe(3)
    expect([...sums.recall.running]).toEqual([0, 0, 1 / 3, 1 / 3, 1 / 3])
    expect([...sums['hit-rate'].terms]).toEqual([0, 1, 0, 0])
    expect([...sums.mrr.terms]).toEqual([0, 1 / 2, 0, 0])
    expect([...sums['map@k'].terms]).toEqual([0, 1 / 2, 0, 0])
    expect([...sums.map.terms], 'the whole list, past the cut').toEqual([0, 1 / 2, 0, 2 / 4])
    expect(sums.map.value).toBeCloseTo(1 / 3, 12)
    expect(relevant).toBe(3)
  })

  test('NDCG is gain times discount, over what the ideal list gains', () => {
    expect(discounts[1]).toBe(1 / Math.log2(3))
    expect([...sums.ndcg.terms]).toEqual([0, discounts[1], 0, 0])
    expect([...ideal]).toEqual([1, 1 / Math.log2(3), 1 / 2])
    expect(sums.ndcg.value).toBeCloseTo(discounts[1] / (1.5 + 1 / Math.log2(3)), 12)
  })
})

test('whole stars gain whole numbers', () => {
  const stars = new Map([1, 2, 3, 4, 5].map((each) => [each, each]))
  expect([...termsOf([1, 2, 3, 4, 5], stars, 5, 'exponential').gains]).toEqual([1, 3, 7, 15, 31])
  expect([...termsOf([1, 2, 3, 4, 5], stars, 5, 'linear').gains]).toEqual([1, 2, 3, 4, 5])
})

test('nothing relevant: every value 0', () => {
  for (const { value, running } of Object.values(termsOf([1, 2], new Map([[1, 0]]), 2, 'linear').sums)) {
    expect(value).toBe(0)
    expect([...running]).toEqual([0, 0, 0])
  }
})

test('what cannot be added up is refused', () => {
  expect(() => termsOf([1], marks(1), 0, 'binary')).toThrow('k must be a whole number from 1')
  expect(() => termsOf([1], new Map([[2, NaN]]), 1, 'binary')).toThrow('a grade must be a finite number')
  expect(() => termsOf([1], new Map([[2, 2000]]), 1, 'exponential')).toThrow('small enough')
})

describe('for any list', () => {
  const lists = fc.array(fc.nat(20), { maxLength: 30 })
  // Terms are shown as they are, so that the smallest numbers there are would round away in them; the library scales.
  const fraction = fc.double({ min: 1e-300, max: 12, noNaN: true })
  const grades = fc
    .array(fc.tuple(fc.nat(20), fc.oneof(fc.integer({ min: -2, max: 5 }), fraction)))
    .map((pairs) => new Map(pairs))
  const cutOffs = fc.integer({ min: 1, max: 40 })
  const gains = fc.constantFrom<TermGain>('exponential', 'linear', 'binary')

  test('the values are those of the library, and every running value is within its bounds', () => {
    fc.assert(
      fc.property(lists, grades, cutOffs, gains, (list, graded, k, gain) => {
        const { sums } = termsOf(list, graded, k, gain)
        const relevant = [...graded].filter(([, grade]) => grade > 0).map(([item]) => item)
        const library = {
          ndcg: gain === 'binary' ? ndcgAt(list, relevant, k) : gradedNdcgAt(list, graded, k, gain),
          'map@k': averagePrecisionAt(list, relevant, k),
          map: averagePrecision(list, relevant),
          mrr: reciprocalRankAt(list, relevant, k),
          precision: precisionAt(list, relevant, k),
          recall: recallAt(list, relevant, k),
          'hit-rate': hitRateAt(list, relevant, k),
        }
        for (const [name, { value, running }] of Object.entries(sums)) {
          expect(value, name).toBeCloseTo(library[name as keyof typeof library], 9)
          for (let rank = 1; rank < running.length; rank++) {
            expect(running[rank]).toBeGreaterThanOrEqual(running[rank - 1])
            expect(running[rank]).toBeLessThanOrEqual(1)
          }
        }
      }),
    )
  })

  test('a running value past the cut is that of a list cut there', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(20)), grades, cutOffs, gains, (list, graded, k, gain) => {
        const { sums } = termsOf(list, graded, k, gain)
        list.forEach((_, rank) => {
          const shorter = termsOf(list.slice(0, rank), graded, k, gain).sums
          for (const [name, { running }] of Object.entries(sums))
            expect(running[rank]).toBe(shorter[name as keyof typeof shorter].value)
        })
      }),
    )
  })
})
