import { defineKernel } from '../../device/tensor-kernel.ts'
import gradient from './unit-rows-gradient.wgsl?raw'
import sharedSum from '../../device/kernels/shared-sum.wgsl?raw'
import source from './unit-rows.wgsl?raw'

const threadsOfARow = 64
/** A row shorter than this is divided by it, so that a row of zeros stays one. */
const shortest = 1e-12

/** Each row divided by its Euclidean length: [rows, columns] → [rows, columns]. */
export const unitRows = defineKernel({
  name: 'UnitRows',
  reads: ['x'],
  shape: ([shape]) => shape!,
  plain([x], result, [[rows, columns]]) {
    for (let row = 0; row < rows!; row++) {
      const at = row * columns!
      const length = lengthOf(x!, at, columns!)
      for (let k = at; k < at + columns!; k++) result[k] = x![k]! / length
    }
  },
  source: sharedSum + source,
  uniforms: ([[rows, columns]]) => ({ rows: ['i32', rows!], columns: ['i32', columns!] }),
  threads: ([[rows]]) => rows! * threadsOfARow,
})

/** Its gradient, which stands upright on each row y of the result: (dy − y (y · dy)) / |x|. */
export const unitRowsGradient = defineKernel({
  name: 'UnitRowsGradient',
  reads: ['dy', 'x'],
  shape: ([shape]) => shape!,
  plain([dy, x], result, [[rows, columns]]) {
    for (let row = 0; row < rows!; row++) {
      const at = row * columns!
      const length = lengthOf(x!, at, columns!)
      let along = 0
      for (let k = at; k < at + columns!; k++) along += x![k]! * dy![k]!
      along /= length * length
      for (let k = at; k < at + columns!; k++) result[k] = (dy![k]! - x![k]! * along) / length
    }
  },
  source: sharedSum + gradient,
  uniforms: ([[rows, columns]]) => ({ rows: ['i32', rows!], columns: ['i32', columns!] }),
  threads: ([[rows]]) => rows! * threadsOfARow,
})

function lengthOf(x: ArrayLike<number>, at: number, columns: number): number {
  let squares = 0
  for (let k = at; k < at + columns; k++) squares += x[k]! * x[k]!
  return Math.max(Math.sqrt(squares), shortest)
}
