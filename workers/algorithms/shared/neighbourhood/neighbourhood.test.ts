import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { random, shuffle } from '../../../lib/random.ts'
import { sparseFromDense, transpose } from '../../../lib/sparse.ts'
import { createSimilarityOnGpu, prepareSimilarity, similarityRowPlain } from './similarity.ts'
import { testDevice } from '../../../testing/test-device.ts'
import type { Algorithm, Frame, Recommender, TrainingData } from '../../../contract/system.ts'
import { itemCf } from '../../item-cf/item-cf.ts'
import { ratingsOfRow } from '../../../contract/positives.ts'
import { withSettings, type Settings } from '../../../contract/spec.ts'
import { userCf } from '../../user-cf/user-cf.ts'

const both = [
  { id: 'user-cf', algorithm: userCf },
  { id: 'item-cf', algorithm: itemCf },
]

function dataOf(dense: readonly (readonly number[])[]): TrainingData {
  const ratings = sparseFromDense(dense)
  const items = Array.from({ length: ratings.columns }, (_, i) => ({ title: `Item ${i + 1}`, genres: [], tones: [] }))
  const interactions = { ratings, time: new Float64Array(ratings.column.length), context: [] }
  return { interactions, items, scale: { low: 1, high: 5, step: 1 } }
}

/** From so many values that no two similarities are equal, and coarse enough to be exact in float32 when scaled. */
function someRatings(people: number, items: number, share: number, seed: number): number[][] {
  const from = random(seed)
  return Array.from({ length: people }, () =>
    Array.from({ length: items }, () => (from.uniform() < share ? 1 + from.integer(4 * 4096) / 4096 : 0)),
  )
}

async function at<T>(
  algorithm: Algorithm,
  data: TrainingData,
  settings: Settings,
  look: (recommender: Recommender, frame: Frame) => T | Promise<T>,
  step = algorithm.steps(data, settings),
): Promise<T> {
  const device = { kind: 'cpu', reason: 'a test' } as const
  for await (const frame of algorithm.train({ data, seed: 1, device }, settings)) {
    if (frame.step === step) return await look(await frame.recommender(), frame)
  }
  throw new Error('training ended early')
}

const scoresOf = (algorithm: Algorithm, dense: number[][], settings: Settings): Promise<number[][]> =>
  at(algorithm, dataOf(dense), settings, (recommender) =>
    dense.map((_, user) => [...recommender.person(user).scores()]),
  )

function expectClose(got: number, want: number, tolerance = 1e-9) {
  if (Number.isFinite(want)) expect(Math.abs(got - want)).toBeLessThan(tolerance * Math.max(1, Math.abs(want)))
  else expect(got).toBe(want)
}

/** Predicted stars from dense ratings, by definition; `similar(a, b)` of two people, or of two items. */
function predictedNaively(id: string, dense: number[][], settings: Settings, similar: typeof cosine): number[][] {
  const rated = (row: number[]) => row.filter((x) => x > 0)
  const mean = (xs: number[]) => xs.reduce((sum, x) => sum + x, 0) / xs.length
  const damped = (xs: number[]) => xs.reduce((sum, x) => sum + x, 0) / (xs.length + 5)
  const all = mean(dense.flatMap(rated))
  const columns = dense[0]!.map((_, item) => dense.map((row) => row[item]!))
  const above = columns.map((column) => damped(rated(column).map((x) => x - all)))
  const own = dense.map((row) => damped(row.flatMap((x, item) => (x > 0 ? [x - all - above[item]!] : []))))
  const start = (user: number, item: number) => {
    if (settings.centring === 'none') return 0
    return settings.centring === 'person' ? mean(rated(dense[user]!)) : all + above[item]! + own[user]!
  }
  return dense.map((row, user) =>
    row.map((_, item) => {
      const neighbours =
        id === 'user-cf'
          ? dense.map((other, v) => ({ s: v === user ? 0 : similar(row, other), user: v, item }))
          : columns.map((other, j) => ({ s: j === item ? 0 : similar(columns[item]!, other), user, item: j }))
      const nearest = neighbours
        .filter((n) => n.s > 1e-12 && dense[n.user]![n.item]! > 0)
        .sort((a, b) => b.s - a.s)
        .slice(0, Number(settings.neighbours))
      if (nearest.length === 0) return -Infinity
      const total = nearest.reduce((sum, n) => sum + n.s * (dense[n.user]![n.item]! - start(n.user, n.item)), 0)
      return start(user, item) + total / nearest.reduce((sum, n) => sum + n.s, 0)
    }),
  )
}

function cosine(a: number[], b: number[]): number {
  const dot = (x: number[], y: number[]) => x.reduce((sum, v, k) => sum + v * y[k]!, 0)
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
}

/** With shrinkage 3 and a minimum overlap of 2. */
function trustedCosine(a: number[], b: number[]): number {
  const n = a.filter((x, k) => x > 0 && b[k]! > 0).length
  return n < 2 ? 0 : (cosine(a, b) * n) / (n + 3)
}

describe.each(both)('$id', ({ id, algorithm }) => {
  test.each(['none', 'person', 'baseline'])('stars from %s are predicted as defined', async (centring) => {
    const dense = someRatings(14, 11, 0.4, 3)
    const plain = withSettings(algorithm.spec, 'tuned', { score: 'stars', centring, neighbours: 3, shrinkage: 0 })
    for (const [settings, similar] of [
      [plain, cosine],
      [{ ...plain, shrinkage: 3, minOverlap: 2 }, trustedCosine],
    ] as const) {
      const want = predictedNaively(id, dense, settings, similar)
      const got = await scoresOf(algorithm, dense, settings)
      got.forEach((row, user) => row.forEach((score, item) => expectClose(score, want[user]![item]!)))
    }
  })

  test('predict and explain say of one item what scores say of all', async () => {
    const dense = someRatings(14, 11, 0.4, 4)
    for (const preset of ['course', 'tuned-rating'] as const) {
      await at(algorithm, dataOf(dense), withSettings(algorithm.spec, preset), (recommender) => {
        const person = recommender.person(2)
        person.scores().forEach((score, item) => {
          if (!Number.isFinite(score)) return
          expectClose(person.predict!(item), Math.min(5, Math.max(1, score)))
          const { contributions, score: explained } = person.explain(item)
          expectClose(explained, score)
          for (const { rating, weight, amount } of contributions) {
            if (weight !== undefined) expect(rating! * weight).toBe(amount)
          }
        })
      })
    }
  })

  test.each(['votes', 'stars'])('by %s, items in another order get the same scores', async (score) => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const dense = someRatings(10, 9, 0.5, seed)
        const order = shuffle(
          Uint32Array.from({ length: 9 }, (_, i) => i),
          random(seed),
        )
        const settings = withSettings(algorithm.spec, 'tuned', { score, neighbours: 200 })
        const before = await scoresOf(algorithm, dense, settings)
        const shuffled = dense.map((row) => Array.from(order, (item) => row[item]!))
        const after = await scoresOf(algorithm, shuffled, settings)
        // Kept similarities are float32, and votes add them up in the order of the items.
        after.forEach((row, user) => row.forEach((s, i) => expectClose(s, before[user]![order[i]!]!, 1e-6)))
      }),
      { numRuns: 15 },
    )
  })

  test('films that no neighbour rated are left out of a list by stars, or get the mean', async () => {
    const dense = [
      [5, 3, 0, 0],
      [4, 2, 0, 0],
      [0, 0, 2, 4],
    ]
    const stars = { score: 'stars', centring: 'none' }
    const leftOut = await scoresOf(algorithm, dense, withSettings(algorithm.spec, 'tuned', stars))
    const given = await scoresOf(algorithm, dense, withSettings(algorithm.spec, 'tuned', { ...stars, unknown: 'mean' }))
    expect(leftOut[0]![3]).toBe(-Infinity)
    expectClose(given[0]![3]!, 20 / 6)
    expect(given[0]![1]).toBe(leftOut[0]![1])
  })

  test('the matrix shows the 2,000 with most ratings, in order, and arrives in parts', async () => {
    const size = 2050
    const from = random(9)
    const things = Array.from({ length: size }, (_, i) =>
      Array.from({ length: 8 }, (_, j) => (i % 41 === 0 ? (j === 0 ? 3 : 0) : from.uniform() < 0.5 || j < 2 ? 4 : 0)),
    )
    const ratings = id === 'user-cf' ? sparseFromDense(things) : transpose(sparseFromDense(things))
    const data = { ...dataOf([[]]), interactions: { ratings, time: new Float64Array(), context: [] } }
    data.items = Array.from({ length: ratings.columns }, (_, i) => ({ title: `Item ${i}`, genres: [], tones: [] }))
    const settings = withSettings(algorithm.spec, 'tuned', { minOverlap: 3 })
    const half = await at(algorithm, data, settings, (_, frame) => frame.snapshot({ fromRow: 0 }), 1000)
    const rest = await at(algorithm, data, settings, (_, frame) => frame.snapshot({ fromRow: half.rowsDone as number }))
    const ids = rest.ids as Uint32Array
    expect(ids).toEqual(half.ids)
    expect(ids).toEqual(ids.slice().sort())
    expect([...ids].filter((one) => one % 41 === 0)).toEqual([])
    expect([half.size, half.fromRow, rest.rowsDone]).toEqual([2000, 0, 2000])
    expect(half.rowsDone).toBe(ids.filter((one) => one < 1000).length)
    expect((half.rows as Float32Array).length + (rest.rows as Float32Array).length).toBe(2000 ** 2)
    for (const [row, column] of [
      [0, 5],
      [7, 7],
      [1200, 3],
      [1999, 1998],
    ] as const) {
      const done = half.rowsDone as number
      const cells = (row < done ? half.rows : rest.rows) as Float32Array
      const cell = cells[(row < done ? row : row - done) * 2000 + column]!
      const pair = algorithm.pair!(data, settings, ids[row]!, ids[column]!)
      if (row === column || pair.shared.length < 3) expect(cell).toBeNaN()
      else expectClose(cell, pair.similarity, 1e-6)
    }
  })
})

describe('user-cf', () => {
  const dense = someRatings(12, 9, 0.5, 6)

  test('only those compared so far are neighbours, of the people of the data and of anyone else', async () => {
    for (const score of ['votes', 'stars']) {
      const settings = withSettings(userCf.spec, 'tuned', { score, unknown: 'mean' })
      for (const step of [0, 4]) {
        await at(
          userCf,
          dataOf(dense),
          settings,
          (recommender) => {
            const you = recommender.foldIn(ratingsOfRow(sparseFromDense(dense), 3))!
            for (const person of [recommender.person(3), recommender.person(8), you]) {
              const scores = person.scores()
              expect(scores.some(Number.isFinite)).toBe(step > 0)
              scores.forEach((_, item) => {
                for (const { person: other } of person.explain(item).contributions) {
                  if (other !== undefined) expect(other).toBeLessThan(step)
                }
              })
            }
          },
          step,
        )
      }
    }
  })

  test('films rated below `liked from` say nothing: neither who is near nor what is listed', async () => {
    const lowOnly = [
      [2, 0, 0],
      [2, 5, 0],
      [0, 5, 5],
    ]
    const scores = await scoresOf(userCf, lowOnly, withSettings(userCf.spec, 'tuned', { likedFrom: 4 }))
    expect(scores[0]!.some(Number.isFinite)).toBe(false)
    expect(scores[1]![2]).toBeGreaterThan(0)
    await at(userCf, dataOf(lowOnly), withSettings(userCf.spec, 'tuned', { likedFrom: 4 }), (recommender) => {
      expect(recommender.foldIn([{ item: 1, rating: 2 }])).toBeUndefined()
    })
  })

  describe('a person who gives everything so many times the stars has the same cosines', () => {
    const held = testDevice()
    const scaled = (factor: number) => dense.map((row, user) => (user === 5 ? row.map((x) => x * factor) : row))
    const problemOf = (rows: number[][]) =>
      prepareSimilarity(transpose(sparseFromDense(rows)), { measure: 'cosine', shrinkage: 0, minOverlap: 1 })

    test('in float64', () => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 64 }), (quarters) => {
          const [before, after] = [new Float64Array(12), new Float64Array(12)]
          similarityRowPlain(problemOf(dense), 5, before)
          similarityRowPlain(problemOf(scaled(quarters / 4)), 5, after)
          after.forEach((s, other) => expectClose(s, before[other]!, 1e-9))
        }),
      )
    })

    test('on WebGPU', async () => {
      const rowsOf = async (rows: number[][]) => {
        const onGpu = createSimilarityOnGpu(held.gpu, problemOf(rows))
        const block = await onGpu.rows(0, 12, 3)
        onGpu.destroy()
        return block.rows
      }
      const before = await rowsOf(dense)
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 64 }), async (quarters) => {
          ;(await rowsOf(scaled(quarters / 4))).forEach((s, cell) => expectClose(s, before[cell]!, 1e-5))
        }),
        { numRuns: 10 },
      )
    })
  })
})
