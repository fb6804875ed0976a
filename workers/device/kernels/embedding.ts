import { defineKernel, type Values } from '../tensor-kernel.ts'
import bag from './embedding-bag.wgsl?raw'
import bagGradient from './embedding-bag-gradient.wgsl?raw'
import rows from './embedding.wgsl?raw'
import rowsGradient from './embedding-gradient.wgsl?raw'

/** Rows of a table [rows, width] by id [n] → [n, width]. */
export const embeddingRows = defineKernel({
  name: 'EmbeddingRows',
  reads: ['table', 'ids'],
  shape: ([[, width], [n]]) => [n!, width!],
  plain([table, ids], result, [[, width]]) {
    for (let k = 0; k < ids!.length; k++) {
      const from = ids![k]! * width!
      for (let d = 0; d < width!; d++) result[k * width! + d] = table![from + d]!
    }
  },
  source: rows,
  uniforms: ([[, width]]) => ({ width: ['i32', width!] }),
})

/**
 * The gradient of `embeddingRows` with respect to the table: each row's sum over the places that looked it up, in
 * ascending order. `order` [n] has the places sorted by id, `start` [rows + 1] where each row's begin.
 */
export const embeddingGradient = defineKernel({
  name: 'EmbeddingGradient',
  reads: ['dy', 'order', 'start'],
  shape: ([[, width], , [starts]]) => [starts! - 1, width!],
  plain([dy, order, start], result, [[, width]]) {
    result.fill(0)
    for (let row = 0; row + 1 < start!.length; row++) {
      for (let k = start![row]!; k < start![row + 1]!; k++) {
        const from = order![k]! * width!
        for (let d = 0; d < width!; d++) result[row * width! + d]! += dy![from + d]!
      }
    }
  },
  source: rowsGradient,
  uniforms: ([[, width]]) => ({ width: ['i32', width!] }),
})

/** Weighted sums of rows of a table, a bag at a time: `bagStart` [bags + 1], `ids` and `weights` [n] → [bags, width]. */
export const embeddingBags = defineKernel({
  name: 'EmbeddingBags',
  reads: ['table', 'ids', 'weights', 'bagStart'],
  shape: ([[, width], , , [starts]]) => [starts! - 1, width!],
  plain([table, ids, weights, bagStart], result, [[, width]]) {
    result.fill(0)
    for (let b = 0; b + 1 < bagStart!.length; b++) {
      for (let k = bagStart![b]!; k < bagStart![b + 1]!; k++) {
        addWeighed(result, b * width!, weights![k]!, table!, ids![k]! * width!, width!)
      }
    }
  },
  source: bag,
  uniforms: ([[, width]]) => ({ width: ['i32', width!] }),
})

/** The gradient of `embeddingBags` with respect to the table; `bagOf` [n] is the bag of each place. */
export const embeddingBagsGradient = defineKernel({
  name: 'EmbeddingBagsGradient',
  reads: ['dy', 'weights', 'bagOf', 'order', 'start'],
  shape: ([[, width], , , , [starts]]) => [starts! - 1, width!],
  plain([dy, weights, bagOf, order, start], result, [[, width]]) {
    result.fill(0)
    for (let row = 0; row + 1 < start!.length; row++) {
      for (let k = start![row]!; k < start![row + 1]!; k++) {
        const place = order![k]!
        addWeighed(result, row * width!, weights![place]!, dy!, bagOf![place]! * width!, width!)
      }
    }
  },
  source: bagGradient,
  uniforms: ([[, width]]) => ({ width: ['i32', width!] }),
})

/** Adds a row times its weight to another. A function of its own, small enough for engines to make it fast. */
function addWeighed(to: Float32Array, at: number, weight: number, rows: Values, from: number, width: number) {
  for (let d = 0; d < width; d++) to[at + d]! += weight * rows[from + d]!
}
