import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { random, shuffle } from '../../lib/random.ts'
import { sparseFromDense, type SparseMatrix } from '../../lib/sparse.ts'
import { testDevice } from '../test-device.ts'
import {
  createSimilarityOnGpu,
  isDefined,
  measures,
  prepareSimilarity,
  similarityPair,
  similarityRowPlain,
  type Measure,
} from './similarity.ts'
import { topKOfRow } from './top-k.ts'

/** Half stars; an item nobody rated, one rated once, one that everyone rates the same, and two that are twins. */
function someRatings(people: number, items: number, share: number, seed: number): number[][] {
  const from = random(seed)
  return Array.from({ length: people }, (_, person) => {
    const row = Array.from({ length: items }, () => (from.uniform() < share ? (1 + from.integer(10)) / 2 : 0))
    row[1] = 0
    row[2] = person === 0 ? 4 : 0
    if (row[3]! > 0) row[3] = 3.5
    row[5] = row[4]!
    return row
  })
}

/** By definition, from dense columns. */
function similarityNaively(dense: number[][], measure: Measure, shrinkage: number, a: number, b: number): number {
  const mean = (xs: number[]) => xs.reduce((sum, x) => sum + x, 0) / xs.length
  const dot = (x: number[], y: number[]) => x.reduce((sum, v, k) => sum + v * y[k]!, 0)
  const rows = dense.map((row) => {
    const own = mean(row.filter((x) => x > 0))
    return measure === 'adjusted cosine' ? row.map((x) => (x > 0 ? x - own : 0)) : row
  })
  const both = dense.flatMap((row, person) => (row[a]! > 0 && row[b]! > 0 ? [person] : []))
  const n = both.length
  const column = (item: number, people: number[]) => people.map((person) => rows[person]![item]!)
  const everyone = [...dense.keys()]
  const raters = (item: number) => dense.filter((row) => row[item]! > 0).length
  const cosine = (x: number[], y: number[]) => {
    const lengths = Math.sqrt(dot(x, x) * dot(y, y))
    return lengths > 1e-9 ? dot(x, y) / lengths : 0
  }
  const centred = (x: number[]) => x.map((v) => v - mean(x))
  if (a === b || n === 0) return 0
  const plain =
    measure === 'jaccard'
      ? n / (raters(a) + raters(b) - n)
      : measure === 'pearson'
        ? cosine(centred(column(a, both)), centred(column(b, both)))
        : cosine(column(a, everyone), column(b, everyone))
  return (plain * n) / (n + shrinkage)
}

const allCases = measures.flatMap((measure) => [0, 10].map((shrinkage) => ({ measure, shrinkage })))

function allRows(ratings: SparseMatrix, measure: Measure, shrinkage: number): Float64Array[] {
  const problem = prepareSimilarity(ratings, measure, shrinkage)
  return Array.from({ length: ratings.columns }, (_, item) => {
    const out = new Float64Array(ratings.columns).fill(7)
    similarityRowPlain(problem, item, out)
    return out
  })
}

describe.each(allCases)('$measure, shrinkage $shrinkage', ({ measure, shrinkage }) => {
  const dense = someRatings(30, 17, 0.4, 1)
  const ratings = sparseFromDense(dense)

  it('agrees with its definition, row by row and pair by pair', () => {
    const problem = prepareSimilarity(ratings, measure, shrinkage)
    allRows(ratings, measure, shrinkage).forEach((row, a) => {
      row.forEach((similarity, b) => {
        expect(similarity).toBeCloseTo(similarityNaively(dense, measure, shrinkage, a, b), 12)
        expect(similarityPair(problem, a, b).similarity).toBeCloseTo(similarity, 12)
      })
    })
  })

  it('is symmetric to the last bit and within [-1, 1]', () => {
    const rows = allRows(ratings, measure, shrinkage)
    for (let a = 0; a < rows.length; a++) {
      for (let b = 0; b < a; b++) {
        expect(rows[a]![b]).toBe(rows[b]![a])
        expect(Math.abs(rows[a]![b]!)).toBeLessThanOrEqual(1 + 1e-12)
      }
    }
  })

  it('does not depend on the order of the items', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const dense = someRatings(12, 9, 0.5, seed)
        const order = shuffle(
          Uint32Array.from({ length: 9 }, (_, i) => i),
          random(seed),
        )
        const shuffled = dense.map((row) => Array.from(order, (item) => row[item]!))
        const before = allRows(sparseFromDense(dense), measure, shrinkage)
        const after = allRows(sparseFromDense(shuffled), measure, shrinkage)
        after.forEach((row, a) => row.forEach((s, b) => expect(s).toBeCloseTo(before[order[a]!]![order[b]!]!, 12)))
      }),
      { numRuns: 20 },
    )
  })
})

it('shows the arithmetic of a pair', () => {
  const ratings = sparseFromDense([
    [5, 4, 0],
    [3, 0, 2],
    [4, 2, 1],
  ])
  const cosine = similarityPair(prepareSimilarity(ratings, 'cosine', 2), 0, 1)
  expect(cosine.coRaters).toEqual(Uint32Array.of(0, 2))
  expect([cosine.a, cosine.b]).toEqual([
    [5, 4],
    [4, 2],
  ])
  expect(cosine.sumOfProducts).toBe(28)
  expect(cosine.lengthA * cosine.lengthB).toBeCloseTo(Math.sqrt(50 * 20), 12)
  expect(cosine.quotient).toBeCloseTo(28 / Math.sqrt(1000), 12)
  expect(cosine.similarity).toBeCloseTo(cosine.quotient / 2, 12)
  const pearson = similarityPair(prepareSimilarity(ratings, 'pearson', 0), 0, 1)
  expect([pearson.a, pearson.b]).toEqual([
    [0.5, -0.5],
    [1, -1],
  ])
  expect(pearson.quotient).toBeCloseTo(1, 12)
})

it('does not take rounding for an opinion', () => {
  const ratings = sparseFromDense([
    [3.3, 3.3, 3.3],
    [4.1, 4.1, 4.1],
  ])
  for (const row of allRows(ratings, 'adjusted cosine', 0)) expect([...row]).toEqual([0, 0, 0])
})

describe('on WebGPU', () => {
  const test = testDevice()
  const items = 150 // more than one item a thread
  const ratings = sparseFromDense(someRatings(40, items, 0.3, 3))

  it.each(allCases)('agrees with the plain reference: $measure, shrinkage $shrinkage', async (settings) => {
    const problem = prepareSimilarity(ratings, settings.measure, settings.shrinkage)
    const onGpu = createSimilarityOnGpu(test.gpu, problem)
    const { rows, ids, values } = await onGpu.rows(2, 20, 7)
    onGpu.destroy()
    const plain = allRows(ratings, settings.measure, settings.shrinkage)
    for (let r = 0; r < 20; r++) {
      const row = Float64Array.from(rows.subarray(r * items, (r + 1) * items))
      row.forEach((similarity, b) => expect(Math.abs(similarity - plain[r + 2]![b]!)).toBeLessThan(2e-6))
      const best = { ids: new Uint32Array(7).fill(0xffffffff), values: new Float32Array(7) }
      topKOfRow(row, 7, best.ids, best.values, 0)
      expect(ids.subarray(7 * r, 7 * r + 7)).toEqual(best.ids)
      expect(values.subarray(7 * r, 7 * r + 7)).toEqual(best.values)
    }
  })

  it('takes two dispatches a block, reads rows only when asked, and gives the same bits twice', async () => {
    const onGpu = createSimilarityOnGpu(test.gpu, prepareSimilarity(ratings, 'pearson', 5))
    const before = test.gpu.dispatches
    const full = await onGpu.rows(0, items, 50)
    expect(test.gpu.dispatches - before).toBe(2)
    expect(await onGpu.rows(0, items, 50)).toEqual(full)
    const nearest = await onGpu.rows(0, items, 50, false)
    onGpu.destroy()
    expect(nearest.rows).toHaveLength(0)
    expect(nearest.ids).toEqual(full.ids)
  })
})

it.each(measures)('%s: says the same of what is undefined, with the arithmetic and without', (measure) => {
  const ratings = sparseFromDense([
    [5, 3, 0, 0, 4],
    [4, 3, 1, 0, 2],
    [0, 3, 2, 0, 5],
  ])
  const problem = prepareSimilarity(ratings, measure, 0)
  for (let a = 0; a < 5; a++) {
    for (let b = 0; b < 5; b++) {
      const { defined, quotient } = similarityPair(problem, a, b)
      expect(isDefined(problem, a, b)).toBe(defined)
      if (a === b || (measure !== 'jaccard' && (a === 3 || b === 3))) expect(defined).toBe(false)
      if (!defined) expect(quotient).toBe(0)
    }
  }
})
