import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cosinesTo, cosineTo, profileOf, profileWeights, rowsFromDense } from './feature-rows.ts'

const [items, size] = [8, 5]
const features = fc
  .array(
    fc.oneof(
      fc.constant(0),
      fc.integer({ min: -200, max: 200 }).map((x) => x / 100),
    ),
    {
      minLength: items * size,
      maxLength: items * size,
    },
  )
  .map((values) => rowsFromDense(Float64Array.from(values), items, size))
const ratings = fc
  .uniqueArray(fc.integer({ min: 0, max: items - 1 }), { minLength: 1 })
  .chain((rated) =>
    fc
      .array(fc.integer({ min: 1, max: 5 }), { minLength: rated.length, maxLength: rated.length })
      .map((stars) => rated.map((item, place) => ({ item, rating: stars[place] }))),
  )
const ways = ['raw', 'centred'] as const

describe.each(ways)('weights %s', (way) => {
  test('their sizes add up to 1', () => {
    fc.assert(
      fc.property(ratings, (own) => {
        const total = profileWeights(own, way).reduce((sum, w) => sum + Math.abs(w), 0)
        expect(total).toBeCloseTo(1, 9)
      }),
    )
  })

  test('doubling all of a person’s ratings leaves the profile as it was', () => {
    fc.assert(
      fc.property(features, ratings, (rows, own) => {
        const doubled = own.map(({ item, rating }) => ({ item, rating: 2 * rating }))
        const [once, twice] = [own, doubled].map((given) => profileOf(rows, given, way).vector)
        once.forEach((x, f) => expect(twice[f]).toBeCloseTo(x, 9))
      }),
    )
  })

  test('the order in which ratings come makes no difference, to the last bit', () => {
    fc.assert(
      fc.property(features, ratings, (rows, own) => {
        expect(profileOf(rows, [...own].reverse(), way)).toEqual(profileOf(rows, own, way))
      }),
    )
  })

  test('a cosine is from −1 to 1, and 0 where film or profile is nothing', () => {
    fc.assert(
      fc.property(features, ratings, (rows, own) => {
        const profile = profileOf(rows, own, way)
        for (let item = 0; item < items; item++) {
          const cosine = cosineTo(rows, item, profile)
          expect(Math.abs(cosine)).toBeLessThanOrEqual(1)
          if (profile.length === 0 || rows.lengths[item] === 0) expect(cosine).toBe(0)
        }
      }),
    )
  })
})

test('a rating above the mean pulls a centred profile towards the film, one below pushes it away', () => {
  const rows = rowsFromDense(Float64Array.of(1, 0, 0, 1), 2, 2)
  const { vector } = profileOf(
    rows,
    [
      { item: 0, rating: 5 },
      { item: 1, rating: 1 },
    ],
    'centred',
  )
  expect(Array.from(vector)).toEqual([0.5, -0.5])
})

test('equal ratings weigh 1 each, also centred', () => {
  expect(
    Array.from(
      profileWeights(
        [
          { item: 0, rating: 3 },
          { item: 1, rating: 3 },
        ],
        'centred',
      ),
    ),
  ).toEqual([0.5, 0.5])
})

test('what cancels out says nothing', () => {
  const rows = rowsFromDense(Float64Array.of(1, 1), 2, 1)
  const own = [
    { item: 0, rating: 5 },
    { item: 1, rating: 2.3 },
  ]
  expect(profileOf(rows, own, 'centred').length).toBe(0)
})

test('similarity is the same from both sides, and leaves out what is not known', () => {
  fc.assert(
    fc.property(features, (rows) => {
      const all = Array.from({ length: items }, (_, item) => cosinesTo(rows, item))
      for (let a = 0; a < items; a++) {
        for (let b = 0; b < items; b++) {
          const known = a !== b && rows.lengths[a] * rows.lengths[b] > 0
          if (known) expect(all[a][b]).toBeCloseTo(all[b][a], 12)
          else expect(all[a][b]).toBe(-Infinity)
        }
      }
    }),
  )
})

test('a matrix of the wrong size is refused', () => {
  expect(() => rowsFromDense(new Float64Array(5), 2, 3)).toThrow('2 items × 3 features are 6 values, got 5')
})
