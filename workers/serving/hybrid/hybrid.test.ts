import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { recommend, type Recommender } from '../../contract/system.ts'
import { ratingsOfRow } from '../../contract/positives.ts'
import { withSettings, type Settings } from '../../contract/spec.ts'
import { filmsDataset } from '../../data/audience.ts'
import { splitPerPerson, withValidation } from '../../data/splits.ts'
import { atLastStep, servedContext } from '../../lab/train-to-end.ts'
import { hybrid } from './hybrid.ts'
import { merge, normalised, type Normalisation } from './merge.ts'
import { hybridSpec } from './spec.ts'

const scoredAs = (...scores: number[]) => scores.map((score, place) => ({ item: 10 + place, score }))

describe('a list on a shared scale', () => {
  test.each([
    ['min-max', [9, 5, 1], [1, 0.5, 0]],
    ['z', [9, 5, 1], [8, 4, 0].map((above) => above / Math.sqrt(32 / 3))],
    ['rank', [9, 8.99, 1], [1, 2 / 3, 1 / 3]],
    ['raw', [9, 5, 1], [9, 5, 1]],
  ] as const)('%s', (how, scores, want) => {
    const got = normalised(scoredAs(...scores), how)
    want.forEach((value, place) => expect(got[place]).toBeCloseTo(value, 12))
  })

  test('is 1 throughout where all scores are the same or there is one', () => {
    for (const how of ['min-max', 'z'] as const) {
      expect([...normalised(scoredAs(4, 4, 4), how)]).toEqual([1, 1, 1])
      expect([...normalised(scoredAs(-2), how)]).toEqual([1])
      expect([...normalised([], how)]).toEqual([])
    }
  })

  test('is the same, but raw, however its scores were stretched and moved', () => {
    const lists = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 30 })
    fc.assert(
      fc.property(lists, fc.integer({ min: 1, max: 9 }), fc.integer({ min: -99, max: 99 }), (scores, stretch, by) => {
        const sorted = scores.toSorted((a, b) => b - a)
        for (const how of ['min-max', 'z', 'rank'] as const) {
          const own = normalised(scoredAs(...sorted), how)
          normalised(scoredAs(...sorted.map((score) => score * stretch + by)), how).forEach((value, place) =>
            expect(value).toBeCloseTo(own[place], 9),
          )
        }
      }),
    )
  })
})

test('raw, a list in large numbers drowns the other', () => {
  const lists = [
    { weight: 0.9, list: [0.9, 0.5, 0.1].map((score, item) => ({ item, score })) },
    { weight: 0.1, list: [300, 200, 100].map((score, place) => ({ item: 9 - place, score })) },
  ]
  const best = (how: Normalisation) => [...merge(lists, how).scores].sort((a, b) => b[1] - a[1])[0][0]
  expect(best('raw')).toBe(9)
  expect(best('min-max')).toBe(0)
})

describe('people', () => {
  const dataset = filmsDataset()
  const split = splitPerPerson(dataset.interactions, { seed: 42 })
  const train = withValidation(split)
  const data = { interactions: train, items: dataset.items, scale: dataset.scale }
  const context = servedContext({ data, seed: 42, device: { kind: 'cpu', reason: 'a test' } }, split.test)
  const look = <T>(changes: Settings, at: (recommender: Recommender) => T) =>
    atLastStep(hybrid, context, withSettings(hybridSpec, 'tuned', changes), ({ recommender }) =>
      Promise.resolve(at(recommender)),
    )

  test('with all the weight on one part get its list', async () => {
    for (const user of [3, 41, 200]) {
      const rated = ratingsOfRow(train.ratings, user)
      const seen = rated.map(({ item }) => item)
      const als = recommend((await context.trained('als', { likedFrom: 0 })).person(user), 10, seen)
      const merged = await look({ firstWeight: 0, secondWeight: 0.7 }, (recommender) =>
        recommend(recommender.person(user), 10, seen),
      )
      expect(merged.map(({ item }) => item)).toEqual(als.map(({ item }) => item))
    }
  })

  test('have candidates only among films they have not rated, and a score for nothing else', async () => {
    const user = 17
    const rated = ratingsOfRow(train.ratings, user)
    for (const changes of [{}, { third: 'popularity', thirdWeight: 0.5 }])
      await look({ ...changes, candidates: 30 }, (recommender) => {
        for (const person of [recommender.person(user), recommender.foldIn(rated)!]) {
          const scores = person.scores()
          const known = scores.filter(Number.isFinite).length
          expect(known).toBeGreaterThanOrEqual(30)
          expect(known).toBeLessThanOrEqual(30 * (2 + Object.keys(changes).length / 2))
          for (const { item } of rated) expect(scores[item]).toBe(-Infinity)
        }
      })
  })

  test('are told what each part that lists a film brings', async () => {
    await look({ third: 'content', thirdWeight: 0.2, candidates: 20 }, (recommender) => {
      const person = recommender.person(5)
      const reasons = recommend(person, 40, []).map(({ item }) => person.explain(item))
      expect(new Set(reasons.map(({ contributions }) => contributions.length))).not.toEqual(new Set([3]))
      for (const { contributions } of reasons)
        for (const { rating, weight, amount } of contributions) expect(amount).toBe(rating! * weight!)
    })
  })

  test('whom only one part can answer get its list', async () => {
    await look({ first: 'popularity', second: 'als', likedFrom: 4 }, (recommender) => {
      const folded = recommender.foldIn([{ item: 3, rating: 1 }])!
      const [first] = recommend(folded, 1, [3])
      expect(folded.explain(first.item).contributions.map(({ label }) => label)).toEqual(['Popularity'])
    })
    await look({ likedFrom: 4 }, (recommender) => expect(recommender.foldIn([{ item: 3, rating: 1 }])).toBeUndefined())
  })
})
