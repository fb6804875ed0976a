import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { random } from '../../lib/random.ts'
import { testDevice } from '../../testing/test-device.ts'
import { createGramOnGpu, gramDensePlain, sparseDensePlain, type WideSparseMatrix } from './sparse-dense.ts'

/** Half of the cells empty, and now and then a whole row or column. */
function someMatrix(rows: number, columns: number, seed: number): WideSparseMatrix {
  const from = random(seed)
  const start = new Uint32Array(rows + 1)
  const column: number[] = []
  for (let row = 0; row < rows; row++) {
    const dense = from.uniform() < 0.9
    for (let c = 0; c < columns; c++) if (dense && c % 7 !== 3 && from.uniform() < 0.5) column.push(c)
    start[row + 1] = column.length
  }
  const value = Float64Array.from(column, () => from.normal())
  return { rows, columns, start, column: Uint32Array.from(column), value }
}

function someDense(length: number, seed: number): Float64Array {
  const from = random(seed)
  return Float64Array.from({ length }, () => from.normal())
}

/** By definition: nested rows, every cell multiplied. */
function timesByDefinition(matrix: number[][], dense: Float64Array, width: number): number[] {
  return matrix.flatMap((row) =>
    Array.from({ length: width }, (_, f) => row.reduce((sum, x, c) => sum + x * dense[c * width + f], 0)),
  )
}

function nested({ rows, columns, start, column, value }: WideSparseMatrix): number[][] {
  return Array.from({ length: rows }, (_, r) => {
    const row = new Array<number>(columns).fill(0)
    for (let e = start[r]; e < start[r + 1]; e++) row[column[e]] = value[e]
    return row
  })
}

const sizes = fc.record({
  rows: fc.integer({ min: 1, max: 12 }),
  columns: fc.integer({ min: 1, max: 12 }),
  width: fc.integer({ min: 1, max: 5 }),
  seed: fc.nat(),
})

it('multiplies as the definition does', () => {
  fc.assert(
    fc.property(sizes, ({ rows, columns, width, seed }) => {
      const matrix = someMatrix(rows, columns, seed)
      const dense = someDense(columns * width, seed + 1)
      const out = new Float64Array(rows * width).fill(9)
      sparseDensePlain(matrix, dense, width, out)
      timesByDefinition(nested(matrix), dense, width).forEach((x, k) => expect(out[k]).toBeCloseTo(x, 10))
    }),
  )
})

it('goes there and back in one', () => {
  fc.assert(
    fc.property(sizes, ({ rows, columns, width, seed }) => {
      const matrix = someMatrix(rows, columns, seed)
      const dense = someDense(columns * width, seed + 1)
      const cells = nested(matrix)
      const there = Float64Array.from(timesByDefinition(cells, dense, width))
      const transposed = Array.from({ length: columns }, (_, c) => cells.map((row) => row[c]))
      const back = timesByDefinition(transposed, there, width)
      gramDensePlain(matrix, dense, width).forEach((x, k) => expect(x).toBeCloseTo(back[k], 10))
    }),
  )
})

describe('on WebGPU', () => {
  const held = testDevice()

  test.each([
    { rows: 1, columns: 1, width: 1 },
    { rows: 70, columns: 45, width: 7 },
    { rows: 33, columns: 200, width: 35 },
  ])('$rows × $columns with $width vectors, in two dispatches, twice the same', async ({ rows, columns, width }) => {
    const matrix = someMatrix(rows, columns, 5)
    const dense = someDense(columns * width, 6)
    const onGpu = createGramOnGpu(held.gpu, matrix, width)
    const before = held.gpu.dispatches
    const product = await onGpu.times(dense)
    expect(held.gpu.dispatches - before).toBe(2)
    expect(await onGpu.times(dense)).toEqual(product)
    onGpu.destroy()
    const plain = gramDensePlain(matrix, dense, width)
    const largest = plain.reduce((most, x) => Math.max(most, Math.abs(x)), 1)
    plain.forEach((x, k) => expect(Math.abs(product[k] - x)).toBeLessThanOrEqual(1e-5 * largest))
  })
})
