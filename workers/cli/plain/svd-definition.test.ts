import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TrainingData } from '../../contract/system.ts'
import { svd } from '../../algorithms/svd/svd.ts'
import { withSettings } from '../../contract/spec.ts'
import { atLastStep } from '../../lab/train-to-end.ts'
import { trainingData } from '../conformance/adapter.ts'
import { decomposeByDefinition, strongestByDefinition } from './svd-definition.ts'

/** Up to 30 × 30, so that both a whole block and one that is smaller than the matrix are met. */
const matrices = fc
  .record({ rows: fc.integer({ min: 1, max: 30 }), columns: fc.integer({ min: 1, max: 30 }) })
  .chain(({ rows, columns }) =>
    fc.array(fc.array(fc.constantFrom(0, 0, 1, 2, 3, 4, 5), { minLength: columns, maxLength: columns }), {
      minLength: rows,
      maxLength: rows,
    }),
  )

async function decomposed(data: TrainingData, factors: number) {
  const settings = withSettings(svd.spec, 'tuned', { factors })
  const context = { data, seed: 42, device: { kind: 'cpu', reason: 'a test' } } as const
  return await atLastStep(svd, context, settings, async ({ recommender }) => ({
    values: Array.from(recommender.export().singularValues as Float64Array),
    scores: Array.from({ length: data.interactions.ratings.rows }, (_, user) => recommender.person(user).scores()),
  }))
}

test('singular values are those of the definition, and where they differ so is the matrix of that rank', async () => {
  await fc.assert(
    fc.asyncProperty(matrices, fc.integer({ min: 1, max: 8 }), async (dense, factors) => {
      const size = Math.min(factors, dense.length, dense[0].length)
      const { values, left, right } = decomposeByDefinition(dense)
      const got = await decomposed(trainingData(dense), factors)
      const largest = Math.max(1, values[0])
      expect(got.values).toHaveLength(size)
      got.values.forEach((value, f) => expect(Math.abs(value - values[f])).toBeLessThanOrEqual(1e-7 * largest))
      // Of two equal values either vector is right.
      if (values[size - 1] - (values[size] ?? 0) < 0.05) return
      dense.forEach((row, r) =>
        row.forEach((_, c) => {
          const cell = values.slice(0, size).reduce((sum, value, f) => sum + value * left[f][r] * right[f][c], 0)
          expect(Math.abs(got.scores[r][c] - cell)).toBeLessThanOrEqual(1e-6 * largest)
        }),
      )
    }),
    { numRuns: 60 },
  )
})

test('both definitions agree', () => {
  const dense = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8].reduce<number[][]>(
    (rows, x, k) => (k % 4 === 0 ? [...rows, [x]] : [...rows.slice(0, -1), [...rows.at(-1)!, x]]),
    [],
  )
  let draw = 0
  const strongest = strongestByDefinition(
    dense.map((row) => Float64Array.from(row)),
    2,
    3,
    () => Math.sin(++draw),
  )
  const { values } = decomposeByDefinition(dense)
  strongest.forEach((value, f) => expect(value).toBeCloseTo(values[f], 7))
})
