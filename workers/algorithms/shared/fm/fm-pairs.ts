import { defineKernel } from '../../../device/tensor-kernel.ts'
import gradient from './fm-pairs-gradient.wgsl?raw'
import pairs from './fm-pairs.wgsl?raw'

/**
 * What the features of each example say two by two (Rendle, ICDM 2010, lemma 3.1), with one vector a feature:
 * ½ Σ_d [(Σ_i x_i v_id)² − Σ_i x_i² v_id²], so that no pair is ever looked at. `table` [rows, width], `sums`
 * [n, width] the weighted sums of each example, `ids` and `weights` [n · slots], 0 in slots that are empty → [n].
 */
export const fmPairs = defineKernel({
  name: 'FmPairs',
  reads: ['table', 'sums', 'ids', 'weights'],
  shape: ([, [n]]) => [n!],
  plain([table, sums, ids, weights], result, [[, width], [n]]) {
    const slots = ids!.length / n!
    for (let k = 0; k < n!; k++) {
      let sum = 0
      for (let d = 0; d < width!; d++) sum += sums![k * width! + d]! * sums![k * width! + d]!
      for (let place = k * slots; place < (k + 1) * slots; place++) {
        const x = weights![place]!
        if (x === 0) continue
        const from = ids![place]! * width!
        for (let d = 0; d < width!; d++) sum -= x * x * table![from + d]! * table![from + d]!
      }
      result[k] = sum / 2
    }
  },
  source: pairs,
  uniforms: ([[, width], [n], [places]]) => ({ width: ['i32', width!], slots: ['i32', places! / n!] }),
})

/**
 * Its gradient with respect to the table: Σ dy · x (s − x v) over the places of each row, in ascending order. `order` has
 * the places that are not empty, sorted by id, `start` [rows + 1] where each row's begin.
 */
export const fmPairsGradient = defineKernel({
  name: 'FmPairsGradient',
  reads: ['dy', 'table', 'sums', 'weights', 'order', 'start'],
  shape: ([, shape]) => shape!,
  plain([dy, table, sums, weights, order, start], result, [[n], [rows, width]]) {
    const slots = weights!.length / n!
    result.fill(0)
    for (let row = 0; row < rows!; row++) {
      const own = row * width!
      for (let k = start![row]!; k < start![row + 1]!; k++) {
        const place = order![k]!
        const example = Math.floor(place / slots)
        const x = weights![place]!
        const scale = dy![example]! * x
        const from = example * width!
        for (let d = 0; d < width!; d++) result[own + d]! += scale * (sums![from + d]! - x * table![own + d]!)
      }
    }
  },
  source: gradient,
  uniforms: ([[n], [, width], , [places]]) => ({ width: ['i32', width!], slots: ['i32', places! / n!] }),
})
