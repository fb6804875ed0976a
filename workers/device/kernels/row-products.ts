import { defineKernel } from '../tensor-kernel.ts'
import products from './row-products.wgsl?raw'
import sharedSum from './shared-sum.wgsl?raw'

const threadsOfARow = 64

/** A row's sum of products: `a` [columns] from `at` on with `b` from `from` on. */
export function productOf(
  a: ArrayLike<number>,
  at: number,
  b: ArrayLike<number>,
  from: number,
  columns: number,
): number {
  let sum = 0
  for (let c = 0; c < columns; c++) sum += a[at + c]! * b[from + c]!
  return sum
}

/** The product of two matrices row by row: [rows, columns] twice → [rows]. */
export const rowProducts = defineKernel({
  name: 'RowProducts',
  reads: ['a', 'b'],
  shape: ([[rows]]) => [rows!],
  plain([a, b], result, [[rows, columns]]) {
    for (let row = 0; row < rows!; row++) result[row] = productOf(a!, row * columns!, b!, row * columns!, columns!)
  },
  source: sharedSum + products,
  uniforms: ([[, columns]]) => ({ columns: ['i32', columns!] }),
  threads: ([[rows]]) => rows! * threadsOfARow,
})
