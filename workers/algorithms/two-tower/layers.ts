import {
  customGrad,
  matMul,
  type GradSaveFunc,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from '../../device/tensors.ts'
import { inBatchGradient, inBatchLoss, inBatchNormalizers, inBatchTemperatureGradient } from './in-batch-softmax.ts'
import { unitRows, unitRowsGradient } from './unit-rows.ts'
import { withGradient } from '../../device/layers.ts'

/** What two towers need besides the layers of every network. */

/** Rows of length 1: [n, width] → [n, width]; a row of zeros stays one. */
export function normalized(x: Tensor2D): Tensor2D {
  return withGradient(
    x,
    [x],
    (x) => unitRows([x], {}),
    (dy, [x]) => unitRowsGradient([dy, x], {}),
  ) as Tensor2D
}

/** The products of every person with every item: [people, width], [items, width] → [people, items]. */
export const allProducts = (people: Tensor2D, items: Tensor2D): Tensor2D => matMul(people, items, false, true)

export interface InBatch {
  /** [B]: the natural logarithm of how likely each item is to be drawn; zeros for no correction */
  readonly logQ: Tensor1D
  /** [B]: a negative of the same id as the row's own item does not count */
  readonly ids: Tensor1D
}

/**
 * The softmax cross-entropy of a batch in which every item is the negative of all rows but its own, with the correction
 * for how items are drawn (Yi et al., RecSys 2019): a scalar.
 *
 * @param dots [B, B]: people × items, whose labels are the diagonal
 * @param temperature a scalar that the dots are divided by
 */
export function inBatchSoftmax(dots: Tensor2D, temperature: Tensor, { logQ, ids }: InBatch): Tensor {
  return customGrad((...given) => {
    const [dots, temperature, save] = given as unknown as [Tensor, Tensor, GradSaveFunc]
    const normalizers = inBatchNormalizers([dots, temperature, logQ, ids], {})
    save([dots, temperature, logQ, ids, normalizers])
    return {
      value: inBatchLoss([dots, temperature, logQ, normalizers], {}),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [dots, temperature] = saved as [Tensor, Tensor]
        const gradient = inBatchGradient([dy, ...saved], {})
        return [gradient, inBatchTemperatureGradient(gradient, dots, temperature)]
      },
    }
  })(dots, temperature)
}
