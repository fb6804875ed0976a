import { productOf } from '../../device/kernels/row-products.ts'
import { defineKernel } from '../../device/tensor-kernel.ts'
import startGradient from './cross-gradient-start.wgsl?raw'
import inputGradient from './cross-gradient-input.wgsl?raw'
import weightsGradient from './cross-gradient-weights.wgsl?raw'
import gatedSource from './cross-gated.wgsl?raw'
import source from './cross.wgsl?raw'
import sharedSum from '../../device/kernels/shared-sum.wgsl?raw'

const threadsOfARow = 64

/** x₀ (x · w) + b + x, row by row (Wang et al., ADKDD 2017, eq. 3): [rows, columns], [columns] twice → [rows, columns]. */
export const crossed = defineKernel({
  name: 'Crossed',
  reads: ['start', 'x', 'weights', 'bias'],
  shape: ([shape]) => shape!,
  plain([start, x, weights, bias], result, [[rows, columns]]) {
    for (let row = 0; row < rows!; row++) {
      const at = row * columns!
      const along = productOf(x!, at, weights!, 0, columns!)
      for (let c = 0; c < columns!; c++) result[at + c] = start![at + c]! * along + bias![c]! + x![at + c]!
    }
  },
  source: sharedSum + source,
  uniforms: ([[, columns]]) => ({ columns: ['i32', columns!] }),
  threads: ([[rows]]) => rows! * threadsOfARow,
})

/** Its gradient with respect to x₀: dy (x · w). */
export const crossGradientStart = defineKernel({
  name: 'CrossGradientStart',
  reads: ['dy', 'x', 'weights'],
  shape: ([shape]) => shape!,
  plain([dy, x, weights], result, [[rows, columns]]) {
    for (let row = 0; row < rows!; row++) {
      const at = row * columns!
      const along = productOf(x!, at, weights!, 0, columns!)
      for (let c = 0; c < columns!; c++) result[at + c] = dy![at + c]! * along
    }
  },
  source: sharedSum + startGradient,
  uniforms: ([[, columns]]) => ({ columns: ['i32', columns!] }),
  threads: ([[rows]]) => rows! * threadsOfARow,
})

/** Its gradient with respect to x: dy + (dy · x₀) w, where `along` [rows] is dy · x₀. */
export const crossGradientInput = defineKernel({
  name: 'CrossGradientInput',
  reads: ['dy', 'along', 'weights'],
  shape: ([shape]) => shape!,
  plain([dy, along, weights], result, [[rows, columns]]) {
    for (let row = 0, k = 0; row < rows!; row++) {
      for (let c = 0; c < columns!; c++, k++) result[k] = dy![k]! + along![row]! * weights![c]!
    }
  },
  source: inputGradient,
  uniforms: ([[, columns]]) => ({ columns: ['i32', columns!] }),
})

/** Its gradient with respect to w: Σ (dy · x₀) x over the rows, in their order. */
export const crossGradientWeights = defineKernel({
  name: 'CrossGradientWeights',
  reads: ['along', 'x'],
  shape: ([, [, columns]]) => [columns!],
  plain([along, x], result, [, [rows, columns]]) {
    result.fill(0)
    for (let row = 0; row < rows!; row++) {
      for (let c = 0; c < columns!; c++) result[c]! += along![row]! * x![row * columns! + c]!
    }
  },
  source: weightsGradient,
  uniforms: ([[rows]]) => ({ rows: ['i32', rows!] }),
})

/** x₀ ⊙ z + x, element by element (Wang et al., WWW 2021, eq. 1, where z = W x + b). */
export const crossGated = defineKernel({
  name: 'CrossGated',
  reads: ['start', 'z', 'x'],
  shape: ([shape]) => shape!,
  plain([start, z, x], result) {
    for (let k = 0; k < result.length; k++) result[k] = start![k]! * z![k]! + x![k]!
  },
  source: gatedSource,
  uniforms: () => ({}),
})
