import fc from 'fast-check'
import { expect, it } from 'vitest'
import { gramOf, orthonormalise, turnColumns } from './orthonormal.ts'

const tall = fc
  .record({ width: fc.integer({ min: 1, max: 6 }), more: fc.integer({ min: 0, max: 20 }) })
  .chain(({ width, more }) =>
    fc
      .array(fc.double({ min: -1, max: 1, noNaN: true }), {
        minLength: width * (width + more),
        maxLength: width * (width + more),
      })
      .map((numbers) => ({ width, matrix: Float64Array.from(numbers, (x) => Math.fround(x)) })),
  )

it('makes columns of length 1 (or of nothing at all), at right angles to each other', () => {
  fc.assert(
    fc.property(tall, ({ width, matrix }) => {
      orthonormalise(matrix, width)
      const gram = gramOf(matrix, matrix, width)
      for (let i = 0; i < width; i++) {
        for (let j = 0; j <= i; j++) {
          const nothing = i === j && gram[i * width + i] < 0.5
          expect(gram[i * width + j]).toBeCloseTo(i === j && !nothing ? 1 : 0, 9)
        }
      }
    }),
  )
})

it('keeps what the first columns span', () => {
  const matrix = Float64Array.of(3, 1, 0, 4, 2, 1, 0, 5, 1, 0, 0, 7)
  const before = matrix.slice()
  orthonormalise(matrix, 3)
  // the first column only changes its length, the second is a mixture of the first two
  for (let row = 0; row < 4; row++) expect(matrix[3 * row] * 5).toBeCloseTo(before[3 * row], 12)
  const along = [0, 1].map((f) => [0, 1, 2, 3].reduce((sum, row) => sum + before[3 * row + 1] * matrix[3 * row + f], 0))
  for (let row = 0; row < 4; row++) {
    expect(along[0] * matrix[3 * row] + along[1] * matrix[3 * row + 1]).toBeCloseTo(before[3 * row + 1], 12)
  }
})

it('turns columns to new axes', () => {
  const matrix = Float64Array.of(1, 2, 3, 4)
  turnColumns(matrix, Float64Array.of(0, 1, 1, 1), 2)
  expect([...matrix]).toEqual([2, 3, 4, 7])
})
