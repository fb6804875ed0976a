import { defineKernel } from '../tensor-kernel.ts'
import columns from './column-sums.wgsl?raw'
import mask from './relu-gradient.wgsl?raw'

/** What reaches a layer's sums through its ReLU: dy where y is above 0. */
export const reluGradient = defineKernel({
  name: 'ReluGradient',
  reads: ['dy', 'y'],
  shape: ([shape]) => shape!,
  plain([dy, y], result) {
    // no branch: chance decides it, and a wrong guess of the processor costs more than the product
    for (let k = 0; k < result.length; k++) result[k] = dy![k]! * Number(y![k]! > 0)
  },
  source: mask,
  uniforms: () => ({}),
})

/** The sum of each column, row after row: [rows, columns] → [columns]. The gradient of a bias. */
export const columnSums = defineKernel({
  name: 'ColumnSums',
  reads: ['x'],
  shape: ([[, width]]) => [width!],
  plain([x], result, [[rows, width]]) {
    result.fill(0)
    for (let row = 0, k = 0; row < rows!; row++) {
      for (let column = 0; column < width!; column++, k++) result[column]! += x![k]!
    }
  },
  source: columns,
  uniforms: ([[rows]]) => ({ rows: ['i32', rows!] }),
})
