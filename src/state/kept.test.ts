import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DatasetInfo } from '../../workers/lab/api.ts'
import { fittedTo, merged, mostFilms, nothingKept, ratingsThatHold, readKept, withSaid, type Kept } from './kept.ts'

const dataset = fc.constantFrom('films@1', 'course@1', 'import:0abc')
/** Few films and times, so that they meet. */
const said = fc.record({
  item: fc.nat(8),
  rating: fc.option(fc.integer({ min: 1, max: 5 })),
  at: fc.nat(6),
  since: fc.nat(6),
})
const keptArbitrary: fc.Arbitrary<Kept> = fc
  .record({
    yours: fc.dictionary(dataset, fc.array(said, { maxLength: 12 })),
    notSeen: fc.dictionary(dataset, fc.array(fc.nat(8))),
    opened: fc.array(fc.constantFrom('als', 'ncf', 'svd')),
  })
  .map((any) => merged(nothingKept, any))

const ratings = (kept: Kept, id = 'films@1') => ratingsThatHold(kept.yours[id] ?? [])

describe('what tabs keep together', () => {
  it('is a join: in any order, in any groups, however often', () => {
    fc.assert(
      fc.property(keptArbitrary, keptArbitrary, keptArbitrary, (a, b, c) => {
        expect(merged(a, b)).toEqual(merged(b, a))
        expect(merged(merged(a, b), c)).toEqual(merged(a, merged(b, c)))
        expect(merged(a, a)).toBe(a)
        expect(merged(merged(a, b), b)).toEqual(merged(a, b))
      }),
    )
  })

  it('stays one where there is more than is kept, and nothing taken back returns', () => {
    const many = (from: number, at: number): Kept => ({
      ...nothingKept,
      yours: {
        'films@1': Array.from({ length: mostFilms }, (_, k) => ({
          item: from + k,
          rating: 3,
          at: at + k,
          since: at + k,
        })),
      },
    })
    const old = withSaid(nothingKept, 'films@1', { item: 9e6, rating: 5 }, 1)
    const takenBack = withSaid(old, 'films@1', { item: 9e6, rating: undefined }, 2)
    const full = merged(takenBack, merged(nothingKept, many(0, 100)))
    expect(full.yours['films@1']).toHaveLength(mostFilms)
    expect(ratings(merged(full, old)).some(({ item }) => item === 9e6)).toBe(false)
    const [a, b, c] = [many(0, 10), many(2000, 20), many(4000, 30)].map((each) => merged(nothingKept, each)) as [
      Kept,
      Kept,
      Kept,
    ]
    expect(merged(merged(a, b), c)).toEqual(merged(a, merged(b, c)))
    expect(merged(a, b)).toEqual(merged(b, a))
  })

  it('reads as it was stored', () => {
    fc.assert(
      fc.property(keptArbitrary, (kept) => {
        expect(readKept(JSON.stringify(kept))).toEqual({ kept: merged(nothingKept, kept), lost: 0 })
      }),
    )
  })
})

describe('a film', () => {
  const say = (kept: Kept, item: number, rating: number | undefined, now: number, again = false) =>
    withSaid(kept, 'films@1', { item, rating, again }, now)

  it('rated stands first, and keeps its place where its rating changes', () => {
    let kept = say(say(say(nothingKept, 1, 5, 10), 2, 4, 20), 3, 3, 30)
    kept = say(kept, 1, 2, 40)
    expect(ratings(kept)).toEqual([
      { item: 3, rating: 3 },
      { item: 2, rating: 4 },
      { item: 1, rating: 2 },
    ])
    expect(ratings(say(say(kept, 2, undefined, 50), 2, 4, 60)).map(({ item }) => item)).toEqual([2, 3, 1])
    expect(ratings(say(say(kept, 2, undefined, 50), 2, 4, 60, true)).map(({ item }) => item)).toEqual([3, 2, 1])
  })

  it('is as it was said last, whatever the clock says', () => {
    const act = fc.record({
      item: fc.nat(4),
      rating: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
      now: fc.nat(9),
    })
    fc.assert(
      fc.property(fc.array(act), (acts) => {
        let kept = nothingKept
        for (const { item, rating, now } of acts) {
          const stood = ratings(kept).some((rated) => rated.item === item)
          kept = say(kept, item, rating, now)
          expect(ratings(kept).find((rated) => rated.item === item)?.rating).toBe(rating)
          if (rating !== undefined && !stood) expect(ratings(kept)[0]!.item, 'the newest stands first').toBe(item)
        }
      }),
    )
  })
})

const info = {
  id: 'films@1',
  items: Array.from({ length: 10 }),
  scale: { low: 1, high: 5, step: 1 },
} as unknown as DatasetInfo

describe('what is stored', () => {
  it('by the first version reads as it was', () => {
    const first = {
      yours: { 'films@1': [7, 3, 5].map((item) => ({ item, rating: 4 })), 'course@1': [] },
      notSeen: { 'films@1': [9, 2] },
      opened: ['als', 'item-cf'],
    }
    const { kept, lost } = readKept(JSON.stringify(first))
    expect(ratings(kept)).toEqual(first.yours['films@1'])
    expect(kept).toMatchObject({ notSeen: { 'films@1': [2, 9] }, opened: first.opened })
    expect(lost).toBe(0)
  })

  it('whatever it is, reads without a throw, as ratings only, and reads the same again', () => {
    const shaped = fc.record(
      {
        yours: fc.dictionary(
          fc.oneof(dataset, fc.constantFrom('__proto__', 'constructor'), fc.string()),
          fc.array(
            fc.oneof(
              fc.record(
                { item: fc.anything(), rating: fc.anything(), at: fc.anything(), since: fc.anything() },
                { requiredKeys: [] },
              ),
              fc.anything(),
            ),
          ),
        ),
        notSeen: fc.dictionary(dataset, fc.array(fc.anything())),
        opened: fc.array(fc.anything()),
      },
      { requiredKeys: [] },
    )
    const stored = fc.oneof(
      fc.string(),
      fc.json(),
      fc.oneof(fc.anything(), shaped).map((any) => String(JSON.stringify(replaceUnwritable(any)))),
    )
    fc.assert(
      fc.property(stored, (text) => {
        const { kept } = readKept(text)
        for (const list of Object.values(kept.yours))
          for (const { item, rating } of list) {
            expect(Number.isInteger(item) && item >= 0).toBe(true)
            expect(rating === null || Number.isFinite(rating)).toBe(true)
          }
        expect(readKept(JSON.stringify(kept))).toEqual({ kept, lost: 0 })
        const fitted = fittedTo(info, kept).kept
        for (const { item, rating } of ratings(fitted)) {
          expect(item).toBeLessThan(10)
          expect([1, 2, 3, 4, 5]).toContain(rating)
        }
        expect(fittedTo(info, fitted)).toEqual({ kept: fitted, lost: 0 })
      }),
      { numRuns: 500 },
    )
    expect(Object.prototype).toEqual({})
  })

  const rated = (list: unknown) => JSON.stringify({ yours: { 'films@1': list } })
  const good = { item: 1, rating: 5 }
  const rubbish: readonly [string, string, number][] = [
    ['no JSON', 'not json{', 1],
    ['nothing', '', 1],
    ['null', 'null', 1],
    ['a list', '[]', 1],
    ['lists of another kind', rated({ 0: good }), 1],
    ['a rating that is a word', rated([{ item: 1, rating: '5' }]), 1],
    ['no number', rated([{ item: 1, rating: null, at: 'now' }]), 1],
    ['a film that is none', rated([{ item: -1, rating: 5 }, { item: 1.5, rating: 5 }, { rating: 5 }]), 3],
    ['one film twice', rated([good, good]), 1],
    [
      'a time that is none',
      rated([
        { ...good, at: 1e300, since: 0 },
        { item: 2, rating: 1, at: -5 },
      ]),
      2,
    ],
    ['prototype keys', '{"__proto__":{"yours":{}},"yours":{"__proto__":[{"item":1,"rating":5}],"constructor":[]}}', 2],
    [
      'more films than anybody rates',
      rated(Array.from({ length: mostFilms + 7 }, (_, item) => ({ item, rating: 3 }))),
      7,
    ],
    ['not seen what is none', JSON.stringify({ notSeen: { 'films@1': ['Alien', -1, 4, 4] } }), 3],
    ['systems that are none', JSON.stringify({ opened: [7, 'als', '<b>'] }), 2],
  ]
  for (const [what, text, lost] of rubbish)
    it(`counts what is of no use: ${what}`, () => expect(readKept(text).lost).toBe(lost))

  it('that the data cannot have is taken back for good, in every tab', () => {
    const off = [
      { item: 10, rating: 5 },
      { item: 2, rating: 6 },
      { item: 3, rating: 0 },
      { item: 4, rating: 3.5 },
      { item: 5, rating: -2 },
    ]
    const { kept } = readKept(rated([good, ...off]))
    const fitted = fittedTo(info, kept)
    expect(fitted.lost).toBe(off.length)
    expect(ratings(fitted.kept)).toEqual([good])
    expect(ratings(merged(kept, fitted.kept))).toEqual([good])
  })
})

/** What JSON cannot hold. */
const replaceUnwritable = (any: unknown): unknown => {
  try {
    JSON.stringify(any)
    return any
  } catch {
    return null
  }
}
