import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { courseDataset } from '../../data/course.ts'
import { sparseFromDense } from '../../lib/sparse.ts'
import { atLastStep } from '../../lab/train-to-end.ts'
import { recommend, type Person, type TrainingData } from '../../contract/system.ts'
import { withSettings, type Settings } from '../../contract/spec.ts'
import { popularity } from './popularity.ts'
import { dampedMean } from './recommender.ts'
import { votesOf, weightAt } from './votes.ts'

const day = 86_400

/** People × items with stars, 0 for none, and the day on which each was given. */
function dataOf(dense: number[][], days: (entry: number) => number = (entry) => entry): TrainingData {
  const ratings = sparseFromDense(dense)
  const time = Float64Array.from(ratings.column, (_, entry) => 1e9 + day * days(entry))
  const items = Array.from({ length: ratings.columns }, (_, i) => ({ title: `Item ${i}`, genres: [], tones: [] }))
  return { interactions: { ratings, time, context: [] }, items, scale: { low: 1, high: 5, step: 1 } }
}

async function everybody(data: TrainingData, changes: Settings): Promise<Person> {
  const context = { data, seed: 1, device: { kind: 'cpu', reason: 'a test' } } as const
  const settings = withSettings(popularity.spec, 'tuned', changes)
  return await atLastStep(popularity, context, settings, async ({ recommender }) => recommender.person(0))
}

const stars = fc.integer({ min: 0, max: 5 })
const audience = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
  .chain(([people, items]) =>
    fc.array(fc.array(stars, { minLength: items, maxLength: items }), { minLength: people, maxLength: people }),
  )

describe('by mean stars', () => {
  const dense = [
    [5, 4, 0, 0],
    [5, 2, 1, 0],
    [0, 3, 1, 0],
  ]

  test('is the damped mean, worked out by hand', async () => {
    const person = await everybody(dataOf(dense), { by: 'mean', prior: 2 })
    const mean = 21 / 7
    expect(person.scores()).toEqual(
      Float64Array.of((10 + 2 * mean) / 4, (9 + 2 * mean) / 5, (2 + 2 * mean) / 4, -Infinity),
    )
    expect([0, 1, 2, 3].map((item) => person.predict!(item))).toEqual([4, 3, 2, 3])
  })

  test('takes every rating, whatever counts as liked', async () => {
    const scores = async (likedFrom: number) =>
      (await everybody(dataOf(dense), { by: 'mean', prior: 3, likedFrom })).scores()
    expect(await scores(4)).toEqual(await scores(0))
  })

  test('a single five leads the list without a prior, and no longer with one', async () => {
    const many = Array.from({ length: 9 }, () => [4, 0, 2])
    const data = dataOf([...many, [0, 5, 2]])
    const first = async (prior: number) => recommend(await everybody(data, { by: 'mean', prior }), 1, [])[0].item
    expect(await first(0)).toBe(1)
    expect(await first(20)).toBe(0)
  })

  test('lies between the mean of all and the film’s own, and its reasons add up to it', async () => {
    await fc.assert(
      fc.asyncProperty(audience, fc.integer({ min: 0, max: 200 }), async (dense, prior) => {
        const person = await everybody(dataOf(dense), { by: 'mean', prior })
        const given = dense.flat().filter((r) => r > 0)
        const mean = given.reduce((sum, r) => sum + r, 0) / given.length
        person.scores().forEach((score, item) => {
          const own = dense.map((row) => row[item]).filter((r) => r > 0)
          if (own.length === 0) return expect(score).toBe(-Infinity)
          const ownMean = own.reduce((sum, r) => sum + r, 0) / own.length
          expect(score).toBeGreaterThanOrEqual(Math.min(mean, ownMean) - 1e-9)
          expect(score).toBeLessThanOrEqual(Math.max(mean, ownMean) + 1e-9)
          const { contributions } = person.explain(item)
          expect(contributions.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(score, 9)
        })
      }),
      { numRuns: 60 },
    )
  })

  test('of nothing and nothing is the mean', () => {
    expect(dampedMean(0, 0, 0, 3.5)).toBe(3.5)
    expect(dampedMean(8, 2, 0, 3.5)).toBe(4)
  })
})

describe('by recent viewers', () => {
  test('a rating halves with every half-life', async () => {
    expect([0, 30, 60, 300].map((age) => weightAt(age, 30))).toEqual(
      [1, 0.5, 0.25, 2 ** -10].map((weight) => expect.closeTo(weight, 12) as number),
    )
    // items rated 0, 10 and 20 days before the newest, which is item 2's
    const person = await everybody(
      dataOf([[3, 3, 3]], (entry) => entry * 10),
      { by: 'recent', halfLife: 10 },
    )
    expect(Array.from(person.scores())).toEqual([0.25, 0.5, 1])
  })

  test('with an endless half-life it is the count', async () => {
    expect(weightAt(1e6, Infinity)).toBe(1)
    await fc.assert(
      fc.asyncProperty(audience, fc.constantFrom(0, 2, 4), async (dense, likedFrom) => {
        const data = dataOf(dense, () => 7)
        const recent = await everybody(data, { by: 'recent', halfLife: 10_000, likedFrom })
        expect(recent.scores()).toEqual((await everybody(data, { by: 'count', likedFrom })).scores())
      }),
      { numRuns: 40 },
    )
  })

  test('its bands of age add up to the score', async () => {
    const data = dataOf(
      [
        [5, 0],
        [4, 1],
        [5, 2],
        [1, 5],
      ],
      (entry) => entry * 40,
    )
    const person = await everybody(data, { by: 'recent', halfLife: 60, likedFrom: 4 })
    const { contributions, score, unit } = person.explain(0)
    expect(unit).toBe('recent viewers')
    expect(contributions.reduce((sum, { amount }) => sum + amount, 0)).toBe(score)
    expect(contributions.map(({ label }) => label)).toEqual([
      '1 viewer, 120–180 days ago',
      '2 viewers, over 180 days ago',
    ])
  })
})

describe('whole numbers', () => {
  test('hold the sums of a film with as many ratings as there may be', () => {
    const column = new Uint32Array(300_000)
    const value = Float32Array.from(column, (_, i) => 0.5 + (i % 10) / 2)
    const start = Uint32Array.from({ length: 300_001 }, (_, i) => i)
    const ratings = { rows: 300_000, columns: 1, start, column, value }
    const interactions = { ratings, time: new Float64Array(300_000), context: [] }
    const data = { interactions, items: [], scale: { low: 0.5, high: 5, step: 0.5 } }
    for (const by of ['mean', 'recent']) {
      const votes = votesOf(data, withSettings(popularity.spec, 'tuned', { by }))
      const sum = votes.adds.reduce((total, add, i) => (i % 2 === 1 ? total + add : total), 0)
      expect(sum).toBeLessThan(2 ** 32)
      expect(sum / votes.unit).toBeCloseTo(by === 'mean' ? 300_000 * 2.25 : 300_000, 6)
    }
  })

  test('count as the course counts', async () => {
    const { interactions, items, scale } = courseDataset()
    const person = await everybody({ interactions, items, scale }, { by: 'count' })
    const viewers = Array.from(items, (_, item) => interactions.ratings.column.filter((c) => c === item).length)
    expect(Array.from(person.scores())).toEqual(viewers)
    expect(person.explain(0).unit).toBe('viewers')
  })
})
