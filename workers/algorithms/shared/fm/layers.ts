import { embeddingBags } from '../../../device/kernels/embedding.ts'
import { ffmPairs, ffmPairsGradient } from './ffm-pairs.ts'
import { fmPairs, fmPairsGradient } from './fm-pairs.ts'
import { lookup, withGradient, type Bags } from '../../../device/layers.ts'
import { tensor1d, type Tensor1D, type Tensor2D } from '../../../device/tensors.ts'

/** The layers of factorization machines: what the features of an example that are not 0 say two by two. */

/** Examples with as many places each; made inside `run`, which frees it. */
export interface Slots extends Bags {
  /** places of each example; an empty one has the weight 0 */
  readonly slots: number
}

/**
 * @param ids [n · slots], row-major, below `rows`
 * @param weights [n · slots]; 0 where a place is empty, whatever its id
 */
export function slotsOf(ids: Int32Array, weights: Float32Array, slots: number, rows: number): Slots {
  const [bagOf, bagStart] = [new Int32Array(ids.length), new Int32Array(ids.length / slots + 1)]
  for (let place = 0; place < ids.length; place++) bagOf[place] = Math.floor(place / slots)
  for (let example = 0; example < bagStart.length; example++) bagStart[example] = example * slots
  return {
    ...lookup(ids, rows, (place) => weights[place] !== 0),
    weights: tensor1d(weights),
    bagStart: tensor1d(bagStart, 'int32'),
    bagOf: tensor1d(bagOf, 'int32'),
    slots,
  }
}

/** With one vector a feature, table [rows, factors]: Σ_{i<j} ⟨v_i, v_j⟩ x_i x_j, [n], in time linear in the features. */
export function fmInteractions(table: Tensor2D, { ids, weights, bagStart, order, start }: Slots): Tensor1D {
  const sums = embeddingBags([table, ids, weights, bagStart], {})
  return withGradient(
    table,
    [table, sums, weights, order, start],
    (table) => fmPairs([table, sums, ids, weights], {}),
    (dy, saved) => fmPairsGradient([dy, ...saved], {}),
  ) as Tensor1D
}

/**
 * With a vector a feature and field, table [rows, fields · factors]: Σ_{i<j} ⟨v_{i, field of j}, v_{j, field of i}⟩ x_i x_j, [n].
 *
 * @param fieldOf [rows]
 */
export function ffmInteractions(table: Tensor2D, examples: Slots, fieldOf: Tensor1D, factors: number): Tensor1D {
  const { ids, weights, order, start, slots } = examples
  return withGradient(
    table,
    [table, ids, weights, order, start, fieldOf],
    (table) => ffmPairs([table, ids, weights, fieldOf], { slots, factors }),
    (dy, saved) => ffmPairsGradient([dy, ...saved], { slots, factors }),
  ) as Tensor1D
}
