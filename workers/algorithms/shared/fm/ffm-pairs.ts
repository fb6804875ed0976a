import { defineKernel } from '../../../device/tensor-kernel.ts'
import gradient from './ffm-pairs-gradient.wgsl?raw'
import pairs from './ffm-pairs.wgsl?raw'

export interface FieldVectors {
  /** places of each example */
  readonly slots: number
  /** length of each vector */
  readonly factors: number
}

/**
 * What the features of each example say two by two (Juan et al., RecSys 2016, eq. 4), with a vector a feature and field:
 * Σ_{i<j} ⟨v_{i, field of j}, v_{j, field of i}⟩ x_i x_j over the features that are not 0. `table` [rows, fields · factors],
 * `ids` and `weights` [n · slots], 0 in slots that are empty, `fieldOf` [rows] → [n].
 */
export const ffmPairs = defineKernel<FieldVectors>({
  name: 'FfmPairs',
  reads: ['table', 'ids', 'weights', 'fieldOf'],
  shape: ([, [places]], { slots }) => [places! / slots],
  plain([table, ids, weights, fieldOf], result, [[, width]], { slots, factors }) {
    for (let k = 0; k < result.length; k++) {
      const end = (k + 1) * slots
      let sum = 0
      for (let a = k * slots; a < end; a++) {
        if (weights![a] === 0) continue
        const row = ids![a]! * width!
        const fieldOfA = fieldOf![ids![a]!]! * factors
        for (let b = a + 1; b < end; b++) {
          const x = weights![a]! * weights![b]!
          if (x === 0) continue
          const left = row + fieldOf![ids![b]!]! * factors
          const right = ids![b]! * width! + fieldOfA
          let product = 0
          for (let d = 0; d < factors; d++) product += table![left + d]! * table![right + d]!
          sum += x * product
        }
      }
      result[k] = sum
    }
  },
  source: pairs,
  uniforms: ([[, width]], { slots, factors }) => ({
    width: ['i32', width!],
    slots: ['i32', slots],
    factors: ['i32', factors],
  }),
})

/**
 * Its gradient with respect to the table: for a feature's vector toward a field, Σ dy · x · x′ v′ over the features of
 * that field that it meets, example by example. `order` and `start` as for embeddings, without the empty places.
 */
export const ffmPairsGradient = defineKernel<FieldVectors>({
  name: 'FfmPairsGradient',
  reads: ['dy', 'table', 'ids', 'weights', 'order', 'start', 'fieldOf'],
  shape: ([, shape]) => shape!,
  plain([dy, table, ids, weights, order, start, fieldOf], result, [, [rows, width]], { slots, factors }) {
    result.fill(0)
    for (let row = 0; row < rows!; row++) {
      const own = fieldOf![row]! * factors
      for (let k = start![row]!; k < start![row + 1]!; k++) {
        const place = order![k]!
        const example = Math.floor(place / slots)
        const scale = dy![example]! * weights![place]!
        for (let other = example * slots; other < (example + 1) * slots; other++) {
          const x = scale * weights![other]!
          if (x === 0 || other === place) continue
          const to = row * width! + fieldOf![ids![other]!]! * factors
          const from = ids![other]! * width! + own
          for (let d = 0; d < factors; d++) result[to + d]! += x * table![from + d]!
        }
      }
    }
  },
  source: gradient,
  uniforms: ([, [, width]], { slots, factors }) => ({
    width: ['i32', width!],
    slots: ['i32', slots],
    factors: ['i32', factors],
  }),
})
