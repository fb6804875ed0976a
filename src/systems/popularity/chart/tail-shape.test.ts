import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tailSummary, tailWords } from './tail-readout.tsx'
import {
  groupMeans,
  groupSize,
  halfAt,
  highest,
  ranksOf,
  reach,
  stepsPath,
  tailPath,
  viewersMeasure as measure,
} from './tail-shape.ts'

const counts = [3, 10, 0, 5]
const order = [1, 3, 0, 2]
const scale = { left: 10, step: 5, base: 100, up: (count: number) => 100 - count }

describe('a tail in numbers', () => {
  test('has half of all counts among its first', () => {
    expect(halfAt({ counts, order })).toBe(1)
    expect(halfAt({ counts: [1, 1, 1, 1], order })).toBe(2)
    expect(halfAt({ counts: [0, 0, 0, 0], order })).toBe(0)
  })

  test('reaches what has a count', () => {
    expect(reach(counts)).toBe(3)
    expect(highest(counts)).toBe(10)
    expect(highest([])).toBe(0)
  })

  test('has a rank for every item', () => {
    expect([...ranksOf(order)]).toEqual([2, 0, 3, 1])
  })

  test('is told in words', () => {
    const titles = ['Heat', 'Alien', 'Ran', 'Solaris']
    const overlays = [{ name: 'ALS', times: [1, 0, 0, 2], people: 4, look: 0 }]
    const words = tailSummary({ counts, measure, titles, order, overlays })
    expect(words).toContain('10 viewers for Alien, 0 viewers for Ran.')
    expect(words).toContain('ALS recommends 2 films')
    expect(tailWords({ counts, measure, titles, order, overlays }, 3, 1)).toBe(
      '2. Solaris, 5 viewers, ALS recommends it to 2 of 4 people',
    )
    expect(tailSummary({ counts: [0, 0, 0, 0], measure, titles, order, overlays })).toContain('nobody is counted yet')
  })
})

describe('a tail as a path', () => {
  test('steps down and closes on its base', () => {
    expect(tailPath({ counts, order }, scale)).toBe('M10 90H15V95H20V97H25V100H30V100H10Z')
    expect(tailPath({ counts: [], order: [] }, scale)).toBe('')
  })

  test('has steps of several items, and ends with the last item', () => {
    expect(stepsPath([7, 2], 3, 4, scale)).toBe('M10 93H25V98H30')
    expect(stepsPath([7, 7], 3, 4, scale)).toBe('M10 93H30')
  })
})

describe('neighbours in fame', () => {
  test('are few enough for some fifty steps, and one by one in a small catalogue', () => {
    expect([5, 48, 365, 3706].map(groupSize)).toEqual([1, 1, 8, 77])
  })

  test('have a mean, the last group too', () => {
    expect([...groupMeans({ counts, order: [1, 3, 0] }, 2)]).toEqual([7.5, 3])
  })

  test('together hold all there is', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(600), { minLength: 1 }), fc.integer({ min: 1, max: 12 }), (all, size) => {
        const means = groupMeans({ counts: all, order: [...all.keys()] }, size)
        const sum = means.reduce((total, mean, group) => {
          return total + mean * Math.min(size, all.length - group * size)
        }, 0)
        expect(sum).toBeCloseTo(all.reduce((total, count) => total + count, 0))
      }),
    )
  })
})
