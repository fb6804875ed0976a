import { expect, test } from 'vitest'
import { lengthShares, rebuiltAt, rebuiltInShort, shareHeld, termsOf, type FactoredPatch } from './patch-rebuild.ts'

/** 2 people × 3 items with 2 factors. */
const patch: FactoredPatch = {
  people: [7, 3],
  items: [1, 4, 9],
  ratings: Float32Array.of(5, NaN, 1, NaN, 3, NaN),
  base: Float32Array.of(3, 3, 3, 2, 2, 2),
  personFactors: Float32Array.of(2, 1, -1, 0.5),
  itemFactors: Float32Array.of(1, 0, 0.5, 2, -1, 1),
  spectrum: Float32Array.of(4, 3),
}

test('rebuilds from the base, a factor after another', () => {
  expect([...rebuiltAt(patch, 0)]).toEqual([3, 3, 3, 2, 2, 2])
  expect([...rebuiltAt(patch, 1)]).toEqual([5, 4, 1, 1, 1.5, 3])
  expect([...rebuiltAt(patch, 2)]).toEqual([5, 6, 2, 1, 2.5, 3.5])
})

test('the terms of a cell are what it is rebuilt of', () => {
  for (let cell = 0; cell < 6; cell++) {
    const sum = termsOf(patch, cell, 2).reduce((all, term) => all + term, patch.base[cell]!)
    expect(sum).toBe(rebuiltAt(patch, 2)[cell])
  }
})

test('says how far rated cells are off, and what stands where nothing was rated', () => {
  expect(rebuiltInShort(patch.ratings, rebuiltAt(patch, 1))).toEqual({ offBy: 0.5, unrated: 8 / 3 })
  expect(rebuiltInShort(Float32Array.of(1), Float32Array.of(3)).unrated).toBeNaN()
})

test('shares are of the whole matrix where that is known', () => {
  expect(lengthShares(patch)).toEqual([0.8, 0.6])
  expect(shareHeld(lengthShares(patch), 1)).toBeCloseTo(0.64)
  expect(lengthShares({ ...patch, whole: 100 })).toEqual([0.4, 0.3])
  expect(lengthShares({ ...patch, spectrum: new Float32Array(2) })).toEqual([0, 0])
})
