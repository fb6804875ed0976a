import fc from 'fast-check'
import { expect, test } from 'vitest'
import { symmetricEigen } from './eigen.ts'

test('rebuilds any symmetric matrix, with orthonormal vectors and values in order', () => {
  const matrices = fc.integer({ min: 1, max: 8 }).chain((n) =>
    fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: n * n, maxLength: n * n }).map((values) => {
      const a = Float64Array.from(values)
      for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) a[i * n + j] = a[j * n + i]
      return { a, n }
    }),
  )
  fc.assert(
    fc.property(matrices, ({ a, n }) => {
      const { values, vectors } = symmetricEigen(a, n)
      for (let i = 0; i < n; i++) {
        if (i > 0) expect(values[i]).toBeLessThanOrEqual(values[i - 1] + 1e-9)
        for (let j = 0; j < n; j++) {
          let rebuilt = 0
          let dot = 0
          for (let k = 0; k < n; k++) {
            rebuilt += values[k] * vectors[k * n + i] * vectors[k * n + j]
            dot += vectors[i * n + k] * vectors[j * n + k]
          }
          expect(rebuilt).toBeCloseTo(a[i * n + j], 8)
          expect(dot).toBeCloseTo(i === j ? 1 : 0, 10)
        }
      }
    }),
  )
})
