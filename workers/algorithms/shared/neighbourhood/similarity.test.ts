import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { random, shuffle } from '../../../lib/random.ts'
import { sparseFromDense, transpose, type SparseMatrix } from '../../../lib/sparse.ts'
import { testDevice } from '../../../testing/test-device.ts'
import {
  createSimilarityOnGpu,
  measures,
  newColumn,
  prepareSimilarity,
  similaritiesTo,
  similarityRowPlain,
  type Comparison,
} from './similarity.ts'
import { similarityPair } from './similarity-pair.ts'
import { topKOfRow } from '../../../device/kernels/top-k.ts'

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
function similarityNaively(dense: number[][], comparison: Comparison, a: number, b: number): number {
  const { measure, shrinkage, minOverlap } = comparison
  const mean = (xs: number[]) => xs.reduce((sum, x) => sum + x, 0) / xs.length
  const dot = (x: number[], y: number[]) => x.reduce((sum, v, k) => sum + v * y[k]!, 0)
  const itemMean = (item: number) => mean(dense.flatMap((row) => (row[item]! > 0 ? [row[item]!] : [])))
  const rows = dense.map((row) => {
    const own = mean(row.filter((x) => x > 0))
    const lessMean = (x: number, item: number) =>
      measure === 'adjusted cosine' ? x - own : measure === 'centred cosine' ? x - itemMean(item) : x
    return row.map((x, item) => (x > 0 ? lessMean(x, item) : 0))
  })
  const both = dense.flatMap((row, person) => (row[a]! > 0 && row[b]! > 0 ? [person] : []))
  const n = both.length
  const column = (item: number, people: number[]) => people.map((person) => rows[person]![item]!)
  const everyone = [...dense.keys()]
  const raters = (item: number) => dense.filter((row) => row[item]! > 0).length
  const cosine = (x: number[], y: number[]) => {
    const lengths = Math.sqrt(dot(x, x) * dot(y, y))
    return lengths > 1e-9 ? dot(x, y) / lengths : NaN
  }
  const centred = (x: number[]) => x.map((v) => v - mean(x))
  if (a === b || (minOverlap > 1 && n < minOverlap)) return NaN
  const plain =
    measure === 'jaccard'
      ? raters(a) + raters(b) === 0
        ? NaN
        : n / (raters(a) + raters(b) - n)
      : measure === 'pearson'
        ? n < 2
          ? NaN
          : cosine(centred(column(a, both)), centred(column(b, both)))
        : cosine(column(a, everyone), column(b, everyone))
  return shrinkage > 0 ? (plain * n) / (n + shrinkage) : plain
}

const allCases: Comparison[] = measures.flatMap((measure) => [
  { measure, shrinkage: 0, minOverlap: 1 },
  { measure, shrinkage: 10, minOverlap: 1 },
  { measure, shrinkage: 0, minOverlap: 4 },
  { measure, shrinkage: 3, minOverlap: 3 },
])

/** Equal to so many digits, or both undefined. */
function expectSame(got: number, want: number, digits: number) {
  if (Number.isNaN(want)) expect(got).toBeNaN()
  else expect(got).toBeCloseTo(want, digits)
}

function allRows(ratings: SparseMatrix, comparison: Comparison): Float64Array[] {
  const problem = prepareSimilarity(ratings, comparison)
  return Array.from({ length: ratings.columns }, (_, item) => {
    const out = new Float64Array(ratings.columns).fill(7)
    similarityRowPlain(problem, item, out)
    return out
  })
}

describe.each(allCases)('$measure, shrinkage $shrinkage, overlap $minOverlap', (comparison) => {
  const dense = someRatings(30, 17, 0.4, 1)
  const ratings = sparseFromDense(dense)

  it('agrees with its definition, row by row and pair by pair', () => {
    const problem = prepareSimilarity(ratings, comparison)
    allRows(ratings, comparison).forEach((row, a) => {
      row.forEach((similarity, b) => {
        expectSame(similarity, similarityNaively(dense, comparison, a, b), 12)
        const pair = similarityPair(problem, a, b)
        expect(pair.defined).toBe(!Number.isNaN(similarity))
        expect(pair.similarity).toBeCloseTo(pair.defined ? similarity : 0, 12)
      })
    })
  })

  it('is symmetric to the last bit and within [-1, 1]', () => {
    const rows = allRows(ratings, comparison)
    for (let a = 0; a < rows.length; a++) {
      for (let b = 0; b < a; b++) {
        expect(rows[a]![b]).toBe(rows[b]![a])
        expect(Math.abs(rows[a]![b]!)).not.toBeGreaterThan(1 + 1e-12)
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
        const before = allRows(sparseFromDense(dense), comparison)
        const after = allRows(sparseFromDense(shuffled), comparison)
        after.forEach((row, a) => row.forEach((s, b) => expectSame(s, before[order[a]!]![order[b]!]!, 12)))
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
  const cosine = similarityPair(prepareSimilarity(ratings, { measure: 'cosine', shrinkage: 2, minOverlap: 1 }), 0, 1)
  expect(cosine.shared).toEqual(Uint32Array.of(0, 2))
  expect([cosine.a, cosine.b]).toEqual([
    [5, 4],
    [4, 2],
  ])
  expect(cosine.sumOfProducts).toBe(28)
  expect(cosine.lengthA * cosine.lengthB).toBeCloseTo(Math.sqrt(50 * 20), 12)
  expect(cosine.quotient).toBeCloseTo(28 / Math.sqrt(1000), 12)
  expect(cosine.similarity).toBeCloseTo(cosine.quotient / 2, 12)
  const pearson = similarityPair(prepareSimilarity(ratings, { measure: 'pearson', shrinkage: 0, minOverlap: 1 }), 0, 1)
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
  const unsaid = { shrinkage: 0, minOverlap: 1 }
  for (const row of allRows(ratings, { ...unsaid, measure: 'adjusted cosine' }))
    expect([...row]).toEqual([NaN, NaN, NaN])
  const people = transpose(ratings)
  for (const row of allRows(people, { ...unsaid, measure: 'centred cosine' })) expect([...row]).toEqual([NaN, NaN])
})

describe('on WebGPU', () => {
  const test = testDevice()
  const items = 150 // more than one item a thread
  const ratings = sparseFromDense(someRatings(40, items, 0.3, 3))

  it.each(allCases)(
    'agrees with the plain reference: $measure, shrinkage $shrinkage, overlap $minOverlap',
    async (comparison) => {
      const problem = prepareSimilarity(ratings, comparison)
      const onGpu = createSimilarityOnGpu(test.gpu, problem)
      const { rows, ids, values } = await onGpu.rows(2, 20, 7)
      onGpu.destroy()
      const plain = allRows(ratings, comparison)
      for (let r = 0; r < 20; r++) {
        const row = Float64Array.from(rows.subarray(r * items, (r + 1) * items))
        row.forEach((similarity, b) => {
          const want = plain[r + 2]![b]!
          if (Number.isNaN(want)) expect(similarity).toBeNaN()
          else expect(Math.abs(similarity - want)).toBeLessThan(2e-6)
        })
        const best = { ids: new Uint32Array(7).fill(0xffffffff), values: new Float32Array(7) }
        topKOfRow(row, 7, best.ids, best.values, 0)
        expect(ids.subarray(7 * r, 7 * r + 7)).toEqual(best.ids)
        expect(values.subarray(7 * r, 7 * r + 7)).toEqual(best.values)
      }
    },
  )

  it('takes two dispatches a block, reads rows only when asked, and gives the same bits twice', async () => {
    const onGpu = createSimilarityOnGpu(
      test.gpu,
      prepareSimilarity(ratings, { measure: 'pearson', shrinkage: 5, minOverlap: 1 }),
    )
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

it('compares a column that is not in the matrix as if it were', () => {
  const dense = someRatings(20, 12, 0.5, 5)
  for (const comparison of allCases) {
    // The mean of a person's ratings would be another without the column.
    if (comparison.measure === 'adjusted cosine') continue
    const problem = prepareSimilarity(sparseFromDense(dense), comparison)
    const raters = Uint32Array.from(dense.keys()).filter((person) => dense[person]![6]! > 0)
    const out = new Float64Array(12)
    similaritiesTo(
      problem,
      newColumn(
        problem,
        raters,
        Array.from(raters, (person) => dense[person]![6]!),
      ),
      out,
    )
    const row = new Float64Array(12)
    similarityRowPlain(problem, 6, row)
    out[6] = NaN
    expect(out).toEqual(row)
  }
})
