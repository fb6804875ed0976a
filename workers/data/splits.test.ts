import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Interactions } from './dataset.ts'
import {
  keepEntries,
  splitIntoFolds,
  splitLeaveLastOut,
  splitPerPerson,
  splitRandom,
  withValidation,
  type Split,
} from './splits.ts'

/** Interactions of any shape: empty people, one rating, ties in time. */
const interactions = fc
  .integer({ min: 1, max: 12 })
  .chain((columns) =>
    fc.tuple(
      fc.constant(columns),
      fc.array(fc.uniqueArray(fc.nat(columns - 1), { maxLength: columns }), { minLength: 1, maxLength: 12 }),
      fc.infiniteStream(fc.record({ rating: fc.integer({ min: 1, max: 5 }), time: fc.nat(4), code: fc.nat(2) })),
    ),
  )
  .map(([columns, people, stream]): Interactions => {
    const start = new Uint32Array(people.length + 1)
    people.forEach((own, p) => (start[p + 1] = start[p]! + own.length))
    const column = Uint32Array.from(people.flatMap((own) => own.toSorted((a, b) => a - b)))
    const events = [...stream.take(column.length)]
    return {
      ratings: { rows: people.length, columns, start, column, value: Float32Array.from(events, (e) => e.rating) },
      time: Float64Array.from(events, (e) => e.time),
      context: [{ id: 'place', values: ['a', 'b', 'c'], code: Uint8Array.from(events, (e) => e.code) }],
    }
  })

const seed = fc.integer()
const fraction = fc.double({ min: 0, max: 0.99, noNaN: true })

const splits: [string, (all: Interactions, seed: number, testFraction: number) => Split][] = [
  ['per person', (all, seed, testFraction) => splitPerPerson(all, { seed, testFraction })],
  ['leave last out', (all, seed) => splitLeaveLastOut(all, { seed })],
  ['random', (all, seed, testFraction) => splitRandom(all, { seed, testFraction })],
]

/** Every entry in full, so that a rating cannot lose its time or its context on the way. */
function entries({ ratings, time, context }: Interactions): string[] {
  const all: string[] = []
  for (let p = 0; p < ratings.rows; p++) {
    for (let e = ratings.start[p]!; e < ratings.start[p + 1]!; e++) {
      all.push([p, ratings.column[e], ratings.value[e], time[e], ...context.map((f) => f.code[e])].join(' '))
    }
  }
  return all
}

const counts = ({ ratings }: Interactions) =>
  Array.from({ length: ratings.rows }, (_, p) => ratings.start[p + 1]! - ratings.start[p]!)

describe.each(splits)('%s', (_, split) => {
  test('puts every rating, with its time and context, in exactly one part', () => {
    fc.assert(
      fc.property(interactions, seed, fraction, (all, seed, f) => {
        const { train, validation, test } = split(all, seed, f)
        const parts = [train, validation, test].flatMap(entries)
        expect(parts.toSorted()).toEqual(entries(all).toSorted())
        for (const part of [train, validation, test]) {
          expect([part.ratings.rows, part.ratings.columns]).toEqual([all.ratings.rows, all.ratings.columns])
        }
      }),
    )
  })

  test('leaves everybody who has a rating one to learn from', () => {
    fc.assert(
      fc.property(interactions, seed, fraction, (all, seed, f) => {
        const own = counts(all)
        counts(split(all, seed, f).train).forEach((n, p) => expect(n > 0).toBe(own[p]! > 0))
      }),
    )
  })

  test('is the same for the same seed', () => {
    fc.assert(
      fc.property(interactions, seed, fraction, (all, seed, f) => {
        expect(split(all, seed, f)).toEqual(split(all, seed, f))
      }),
    )
  })

  test('gives back training and validation in one, in order', () => {
    fc.assert(
      fc.property(interactions, seed, fraction, (all, seed, f) => {
        const parts = split(all, seed, f)
        const held = new Set(entries(parts.test))
        expect(entries(withValidation(parts))).toEqual(entries(all).filter((entry) => !held.has(entry)))
      }),
    )
  })
})

test('per person: holds out round(f · n) of each, and 10 % of the rest for validation', () => {
  fc.assert(
    fc.property(interactions, seed, (all, seed) => {
      const { validation, test } = splitPerPerson(all, { seed })
      const own = counts(all)
      const held = counts(test)
      own.forEach((n, p) => expect(held[p]).toBe(Math.max(0, Math.min(Math.round(0.25 * n), n - 1))))
      counts(validation).forEach((n, p) => {
        const rest = own[p]! - held[p]!
        expect(n).toBe(Math.max(0, Math.min(Math.round(0.1 * rest), rest - 1)))
      })
    }),
  )
})

test('another seed draws another split', () => {
  const all = oneBigPerson(100)
  expect(entries(splitPerPerson(all, { seed: 1 }).test)).not.toEqual(entries(splitPerPerson(all, { seed: 2 }).test))
  expect(entries(splitRandom(all, { seed: 1 }).test)).not.toEqual(entries(splitRandom(all, { seed: 2 }).test))
})

test('leave last out: nothing kept is later than what is held out', () => {
  fc.assert(
    fc.property(interactions, seed, (all, seed) => {
      const split = splitLeaveLastOut(all, { seed })
      const kept = withValidation(split)
      counts(split.test).forEach((n, p) => {
        expect(n).toBe(counts(all)[p]! > 1 ? 1 : 0)
        if (n === 0) return
        const held = split.test.time[split.test.ratings.start[p]!]!
        const times = kept.time.subarray(kept.ratings.start[p]!, kept.ratings.start[p + 1]!)
        for (const time of times) expect(time).toBeLessThanOrEqual(held)
      })
    }),
  )
})

test('random: holds out the share asked for', () => {
  expect(splitRandom(oneBigPerson(1000), { seed: 3, testFraction: 0.2 }).test.time.length).toBe(200)
})

describe('folds', () => {
  const withTwoRatings = interactions.filter(({ time }) => time.length >= 2)
  const foldsOf = (all: Interactions, n: number) => 2 + (n % (all.time.length - 1))

  test('hold out every rating, with its time and context, exactly once, and as many each', () => {
    fc.assert(
      fc.property(withTwoRatings, seed, fc.nat(20), (all, seed, n) => {
        const folds = foldsOf(all, n)
        const splits = splitIntoFolds(all, { seed, folds })
        expect(splits).toHaveLength(folds)
        expect(splits.flatMap(({ test }) => entries(test)).toSorted()).toEqual(entries(all).toSorted())
        const sizes = splits.map(({ test }) => test.time.length)
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('put every rating in exactly one part of each split', () => {
    fc.assert(
      fc.property(withTwoRatings, seed, fc.nat(20), (all, seed, n) => {
        for (const { train, validation, test } of splitIntoFolds(all, { seed, folds: foldsOf(all, n) })) {
          const parts = [train, validation, test]
          expect(parts.flatMap(entries).toSorted()).toEqual(entries(all).toSorted())
          for (const { ratings } of parts) {
            expect([ratings.rows, ratings.columns]).toEqual([all.ratings.rows, all.ratings.columns])
          }
        }
      }),
    )
  })

  test('are the same for the same seed, and others for another', () => {
    const all = oneBigPerson(100)
    const first = (seed: number) => entries(splitIntoFolds(all, { seed, folds: 5 })[0].test)
    expect(first(1)).toEqual(first(1))
    expect(first(1)).not.toEqual(first(2))
  })

  test.each([1, 2.5, 5, NaN])('%d of 4 ratings are refused', (folds) => {
    expect(() => splitIntoFolds(oneBigPerson(4), { seed: 1, folds })).toThrow(
      `split: folds must be a whole number from 2 to the 4 ratings, got ${folds}`,
    )
  })
})

test('an impossible share is refused', () => {
  expect(() => splitPerPerson(oneBigPerson(4), { seed: 1, testFraction: 1 })).toThrow(
    'split: testFraction must be from 0 to below 1, got 1',
  )
  expect(() => splitRandom(oneBigPerson(4), { seed: 1, testFraction: NaN })).toThrow(RangeError)
})

test('keepEntries keeps ratings, times and contexts together', () => {
  fc.assert(
    fc.property(interactions, (all) => {
      const odd = (entry: number) => entry % 2 === 1
      expect(entries(keepEntries(all, odd))).toEqual(entries(all).filter((_, entry) => odd(entry)))
    }),
  )
})

function oneBigPerson(n: number): Interactions {
  return {
    ratings: {
      rows: 1,
      columns: n,
      start: Uint32Array.of(0, n),
      column: Uint32Array.from({ length: n }, (_, i) => i),
      value: new Float32Array(n).fill(3),
    },
    time: Float64Array.from({ length: n }, (_, i) => i),
    context: [],
  }
}
