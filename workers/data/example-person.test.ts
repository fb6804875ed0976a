import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sparseFromDense } from '../lib/sparse.ts'
import { infoOf, openData } from '../lab/opened-data.ts'
import type { Interactions, RatingScale } from './dataset.ts'
import { examplePersonOf } from './example-person.ts'
import { splitPerPerson, withValidation } from './splits.ts'

const scales: readonly RatingScale[] = [
  { low: 1, high: 5, step: 1 },
  { low: 0.5, high: 5, step: 0.5 },
]

/** Any data: few or many people and films, at least one rating each, or none; 0 is not rated. */
const anyData = fc.constantFrom(...scales).chain((scale) =>
  fc
    .tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 12 }))
    .chain(([people, films]) => {
      const values = Math.round((scale.high - scale.low) / scale.step)
      const rating = fc.oneof(
        fc.constant(0),
        fc.integer({ min: 0, max: values }).map((k) => scale.low + k * scale.step),
      )
      const row = fc.array(rating, { minLength: films, maxLength: films })
      return fc.array(row, { minLength: people, maxLength: people })
    })
    .filter((rows) => rows.some((row) => row.some((rating) => rating > 0)))
    .map((rows) => ({ scale, rows })),
)

function splitOf(rows: readonly (readonly number[])[]) {
  const ratings = sparseFromDense(rows)
  const interactions: Interactions = { ratings, time: new Float64Array(ratings.column.length), context: [] }
  const split = splitPerPerson(interactions, { seed: 42 })
  return { train: withValidation(split), test: split.test }
}

const rowOf = ({ ratings: { start, value } }: Interactions, person: number) =>
  Array.from(value.subarray(start[person]!, start[person + 1]!))

/** A film that somebody liked is left for them. */
function hasLeft({ ratings: { start, column, value } }: Interactions, person: number, middle: number): boolean {
  const own = new Set(column.subarray(start[person]!, start[person + 1]!))
  return column.some((item, entry) => value[entry]! > middle && !own.has(item))
}

describe('the person who stands in for a visitor', () => {
  it('has ratings to learn from, a film left, and one rating as high as anybody’s, in any data', () => {
    fc.assert(
      fc.property(anyData, ({ scale, rows }) => {
        const { train, test } = splitOf(rows)
        const middle = (scale.low + scale.high) / 2
        const highest = Math.max(...train.ratings.value)
        const example = examplePersonOf({ scale }, train, test)
        const others = rows.map((_, person) => person).filter((person) => rowOf(train, person).length > 0)
        expect(others).toContain(example)
        const left = others.filter((person) => hasLeft(train, person, middle))
        expect(hasLeft(train, example, middle)).toBe(left.length > 0)
        const among = left.length > 0 ? left : others
        expect(rowOf(train, example).includes(highest)).toBe(
          among.some((person) => rowOf(train, person).includes(highest)),
        )
      }),
    )
  })

  it('has ratings on both sides and a favourite held out, where somebody has all of these', () => {
    fc.assert(
      fc.property(anyData, ({ scale, rows }) => {
        const { train, test } = splitOf(rows)
        const middle = (scale.low + scale.high) / 2
        const highest = Math.max(...train.ratings.value)
        const suits = (person: number) =>
          hasLeft(train, person, middle) &&
          rowOf(train, person).includes(highest) &&
          rowOf(train, person).some((rating) => rating < middle) &&
          rowOf(test, person).some((rating) => rating > middle)
        fc.pre(rows.some((_, person) => suits(person)))
        expect(suits(examplePersonOf({ scale }, train, test))).toBe(true)
      }),
    )
  })

  it('is the same person whenever the data is opened, and whoever stands around them', () => {
    fc.assert(
      fc.property(anyData, ({ scale, rows }) => {
        const { train, test } = splitOf(rows)
        const example = examplePersonOf({ scale }, train, test)
        expect(examplePersonOf({ scale }, train, test)).toBe(example)
        // people who rated nothing are nobody: they move the numbers, not the choice
        const none = rows[0]!.map(() => 0)
        const beside = splitOf([...rows, none])
        fc.pre(beside.train.ratings.value.length === train.ratings.value.length)
        expect(examplePersonOf({ scale }, beside.train, beside.test)).toBe(example)
      }),
    )
  })

  it('is of a moderate number of ratings, of well-known films, where people differ in nothing else', () => {
    const known = [5, 4, 3, 2, 1, 5]
    const few = [5, 0, 0, 0, 1, 0]
    const obscure = [0, 0, 0, 0, 0, 0]
    const rows = [
      [...few, ...obscure],
      [...known, ...obscure],
      [...obscure, ...known],
      [...known, ...obscure],
    ]
    const ratings = sparseFromDense(rows)
    const train: Interactions = { ratings, time: new Float64Array(ratings.column.length), context: [] }
    const test = { ...train, ratings: sparseFromDense(rows.map((row) => row.map(() => 0))) }
    expect(examplePersonOf({ scale: scales[0]! }, train, test), 'of equals the first').toBe(1)
  })
})

describe.each(['films@1', 'course@1'] as const)('the example in %s', (id) => {
  it('is of these data, liked a film, and has one held out to be judged by', async () => {
    const opened = await openData({ id })
    const { example, people } = await infoOf(opened)
    expect(example).toBeLessThan(people)
    const own = rowOf(opened.train, example)
    expect(Math.max(...own)).toBe(5)
    expect(rowOf(opened.test, example).length).toBeGreaterThan(0)
    if (id !== 'films@1') return
    expect(example, 'links name Person 97 by this').toBe(96)
    expect(own).toHaveLength(22)
    expect(new Set(own).size, 'one to five stars').toBe(5)
  })
})
