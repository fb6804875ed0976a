import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { filmsDataset } from '../../data/audience.ts'
import { courseDataset } from '../../data/course.ts'
import type { Dataset } from '../../data/dataset.ts'
import { random } from '../../lib/random.ts'
import { sparseFromDense } from '../../lib/sparse.ts'
import type { Frame, TrainingData } from '../../contract/system.ts'
import { newcomer } from '../shared/factorization/rating-patch.ts'
import { withSettings, type Settings } from '../../contract/spec.ts'
import { svd } from './svd.ts'

const device = { kind: 'cpu', reason: 'a test' } as const
const dataOf = ({ interactions, items, scale }: Dataset): TrainingData => ({ interactions, items, scale })
const films = dataOf(filmsDataset())

function dataFrom(dense: readonly (readonly number[])[]): TrainingData {
  const ratings = sparseFromDense(dense)
  const items = Array.from({ length: ratings.columns }, (_, i) => ({ title: `Item ${i + 1}`, genres: [], tones: [] }))
  const interactions = { ratings, time: new Float64Array(ratings.column.length), context: [] }
  return { interactions, items, scale: { low: 1, high: 5, step: 1 } }
}

/** Looks at every frame of a run, in order. */
async function eachFrame<T>(data: TrainingData, settings: Settings, look: (frame: Frame) => Promise<T>, seed = 42) {
  const seen: T[] = []
  for await (const frame of svd.train({ data, seed, device }, settings)) seen.push(await look(frame))
  return seen
}

async function atTheEnd<T>(data: TrainingData, changes: Settings, look: (frame: Frame) => Promise<T>, seed = 42) {
  const seen = await eachFrame(data, withSettings(svd.spec, 'tuned', changes), look, seed)
  return seen.at(-1)!
}

/** items × size, and the singular values. */
async function vectorsOf(frame: Frame) {
  const { items, singularValues } = (await frame.recommender()).export()
  return { items: items as Float64Array, values: singularValues as Float64Array }
}

const matrices = fc
  .record({ rows: fc.integer({ min: 1, max: 12 }), columns: fc.integer({ min: 1, max: 12 }) })
  .chain(({ rows, columns }) =>
    fc.array(fc.array(fc.constantFrom(0, 0, 1, 2, 3, 4, 5), { minLength: columns, maxLength: columns }), {
      minLength: rows,
      maxLength: rows,
    }),
  )
const centres = fc.constantFrom('none', 'global mean', 'user mean')

test('with all factors the matrix is rebuilt, zeros and all', async () => {
  await fc.assert(
    fc.asyncProperty(matrices, centres, async (dense, centre) => {
      const factors = Math.min(dense.length, dense[0].length)
      const all = dense.flat().filter((rating) => rating > 0)
      const mean = (ratings: number[], without: number) =>
        ratings.length > 0 ? ratings.reduce((sum, rating) => sum + rating, 0) / ratings.length : without
      const scores = await atTheEnd(dataFrom(dense), { factors, centre }, async (frame) => {
        const recommender = await frame.recommender()
        return dense.map((_, user) => recommender.person(user).scores())
      })
      dense.forEach((row, user) => {
        const own = row.filter((rating) => rating > 0)
        const middle = centre === 'none' ? 0 : centre === 'user mean' ? mean(own, mean(all, 3)) : mean(all, 3)
        row.forEach((rating, item) =>
          expect(Math.abs(scores[user][item] - (rating > 0 ? rating : middle))).toBeLessThanOrEqual(1e-9),
        )
      })
    }),
  )
})

test.each(['course', 'tuned'] as const)('%s: values descend, vectors are orthonormal and point up', async (preset) => {
  const settings = withSettings(svd.spec, preset)
  const size = Number(settings.factors)
  await eachFrame(films, settings, async (frame) => {
    const { items, values } = await vectorsOf(frame)
    for (let f = 0; f < size; f++) {
      if (f > 0) expect(values[f]).toBeLessThanOrEqual(values[f - 1])
      for (let g = 0; g <= f; g++) {
        let product = 0
        for (let at = 0; at < items.length; at += size) product += items[at + f] * items[at + g]
        expect(product).toBeCloseTo(f === g ? 1 : 0, 9)
      }
      const column = items.filter((_, at) => at % size === f)
      expect(Math.max(...column)).toBeGreaterThanOrEqual(-Math.min(...column) - 1e-12)
    }
  })
})

describe('until it settles', () => {
  /** No pattern at all, so that no factor stands out: more iterations than are shown. */
  function noise(): TrainingData {
    const from = random(5)
    const rate = () => (from.uniform() < 0.3 ? 1 + from.integer(5) : 0)
    return dataFrom(Array.from({ length: 400 }, () => Array.from({ length: 300 }, rate)))
  }

  test('the error never rises, and the last frame has settled, however long that takes', async () => {
    for (const data of [films, noise()]) {
      const settings = withSettings(svd.spec, 'tuned')
      let before = Infinity
      const frames = await eachFrame(data, settings, async (frame) => {
        const loss = (await frame.loss!())!
        expect(loss).toBeLessThanOrEqual(before * (1 + 1e-12))
        before = loss
        return frame
      })
      expect(frames).toHaveLength(svd.steps(data, settings) + 1)
      expect(frames.at(-1)!.did).toBe('all 12 factors settled')
      expect(frames.at(-1)!.note).toBeUndefined()
    }
  })

  test('noise has not settled one frame before', async () => {
    const data = noise()
    const did = await eachFrame(data, withSettings(svd.spec, 'tuned'), async (frame) => frame.did)
    expect(did.at(-2)).toMatch(/^\d+ of 12 factors settled$/)
  })

  test('where it settled, nothing moves any more', async () => {
    const scores = await eachFrame(films, withSettings(svd.spec, 'tuned'), async (frame) => ({
      did: frame.did,
      scores: (await frame.recommender()).person(3).scores(),
    }))
    const settled = scores.filter(({ did }) => did.startsWith('all'))
    expect(settled.length).toBeGreaterThan(1)
    for (const { scores } of settled) expect(scores).toEqual(settled[0].scores)
  })

  test('the seed decides the way, not where it ends', async () => {
    const scoresWith = (seed: number) =>
      eachFrame(
        films,
        withSettings(svd.spec, 'tuned'),
        async (frame) => (await frame.recommender()).person(3).scores(),
        seed,
      )
    const [one, other] = [await scoresWith(1), await scoresWith(2)]
    expect(other).toHaveLength(one.length)
    expect(other[0]).not.toEqual(one[0])
    one.at(-1)!.forEach((score, item) => expect(Math.abs(other.at(-1)![item] - score)).toBeLessThan(1e-6))
  })
})

test('there are no more factors than people or films, and it says so', async () => {
  const course = dataOf(courseDataset())
  const { note, values } = await atTheEnd(course, { factors: 20 }, async (frame) => ({
    note: frame.note,
    values: (await vectorsOf(frame)).values,
  }))
  expect(values).toHaveLength(5)
  expect(note).toContain('only 5 factors')
})

describe('someone new', () => {
  const rated = [
    { item: 120, rating: 5 },
    { item: 7, rating: 2 },
  ]

  test('without a centre, films below the stars that count are not watched', async () => {
    await atTheEnd(films, { likedFrom: 4 }, async (frame) => {
      const recommender = await frame.recommender()
      expect(recommender.foldIn(rated)!.scores()).toEqual(recommender.foldIn([rated[0]])!.scores())
      expect(recommender.foldIn([rated[1]])).toBeUndefined()
      expect(recommender.foldIn(rated)!.predict).toBeUndefined()
    })
  })

  test('with a centre all count, and stars are guessed within the scale', async () => {
    await atTheEnd(films, { likedFrom: 4, centre: 'user mean' }, async (frame) => {
      const recommender = await frame.recommender()
      expect(recommender.foldIn(rated)!.scores()).not.toEqual(recommender.foldIn([rated[0]])?.scores())
      const stars = films.items.map((_, item) => recommender.foldIn(rated)!.predict!(item))
      expect(Math.min(...stars)).toBeGreaterThanOrEqual(1)
      expect(Math.max(...stars)).toBeLessThanOrEqual(5)
    })
  })

  test('all the same stars say nothing against their own mean', async () => {
    await atTheEnd(films, { centre: 'user mean' }, async (frame) => {
      const recommender = await frame.recommender()
      expect(recommender.foldIn(rated.map(({ item }) => ({ item, rating: 4.1 })))).toBeUndefined()
      expect(recommender.foldIn([])).toBeUndefined()
    })
  })

  test.each(['none', 'global mean'])('centre %s: contributions add up at every step', async (centre) => {
    await eachFrame(films, withSettings(svd.spec, 'tuned', { centre }), async (frame) => {
      const recommender = await frame.recommender()
      for (const person of [recommender.person(9), recommender.foldIn(rated)!]) {
        const { score, contributions, unsettled } = person.explain(44)
        expect(score).toBe(person.scores()[44])
        expect(contributions.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(score, 9)
        expect(unsettled).toBeUndefined()
      }
    })
  })
})

describe('the patch', () => {
  const rated = [{ item: 3, rating: 5 }]

  test('at full rank is what the scores are, for the people of the data and for someone new', async () => {
    await atTheEnd(films, { centre: 'user mean' }, async (frame) => {
      const recommender = await frame.recommender()
      const person = recommender.foldIn([...rated, { item: 9, rating: 1 }])!
      const { people, items, base, personFactors, itemFactors } = await frame.snapshot({ fromRow: 0, person, rated })
      const size = 12
      ;(people as Uint32Array).forEach((id, p) => {
        const scores = (id === newcomer ? person : recommender.person(id)).scores()
        ;(items as Uint32Array).forEach((item, i) => {
          let sum = (base as Float32Array)[p * 32 + i]
          for (let f = 0; f < size; f++)
            sum += (personFactors as Float32Array)[p * size + f] * (itemFactors as Float32Array)[i * size + f]
          expect(sum).toBeCloseTo(scores[item], 4)
        })
      })
    })
  })

  test('is the same at every step, with whoever is shown above', async () => {
    const patches = await eachFrame(films, withSettings(svd.spec, 'tuned'), async (frame) => {
      const person = (await frame.recommender()).person(500)
      return await frame.snapshot({ fromRow: 0, person, rated, user: 500 })
    })
    for (const { people, items, ratings } of patches) {
      expect((people as Uint32Array)[0]).toBe(500)
      expect(new Set(people as Uint32Array).size).toBe(24)
      expect(people).toEqual(patches[0].people)
      expect(items).toEqual(patches[0].items)
      expect(ratings).toEqual(patches[0].ratings)
    }
  })
})
