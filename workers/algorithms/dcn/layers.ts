import { columnSums } from '../../device/kernels/dense.ts'
import { rowProducts } from '../../device/kernels/row-products.ts'
import { crossGated, crossGradientInput, crossGradientStart, crossGradientWeights, crossed } from './cross.ts'
import { dense } from '../../device/layers.ts'
import {
  customGrad,
  mul,
  reshape,
  type GradSaveFunc,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from '../../device/tensors.ts'

/**
 * A cross layer, vector form: x₀ (x · w) + b + x (Deep & Cross; Wang et al., ADKDD 2017). All of x is weighed into one
 * number, and that much of x₀ is added.
 *
 * @param start x₀ and `x` [n, width]; weights and bias have `width` numbers, as [width] or [width, 1]
 */
export function crossByVector(start: Tensor2D, x: Tensor2D, weights: Tensor, bias: Tensor): Tensor2D {
  return customGrad((...given) => {
    const [start, x, weights, bias, save] = given as unknown as [Tensor, Tensor, Tensor, Tensor, GradSaveFunc]
    save([start, x, weights])
    return {
      value: crossed([start, x, weights, bias], {}),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [start, x, weights] = saved as [Tensor, Tensor, Tensor]
        const along = rowProducts([dy, start], {})
        return [
          crossGradientStart([dy, x, weights], {}),
          crossGradientInput([dy, along, weights], {}),
          reshape(crossGradientWeights([along, x], {}), weights.shape),
          reshape(columnSums([dy], {}), bias.shape),
        ]
      },
    }
  })(start, x, weights, bias) as Tensor2D
}

/**
 * A cross layer, matrix form: x₀ ⊙ (x W + b) + x (DCN-V2; Wang et al., WWW 2021). Each number of x₀ has a weighing of x of
 * its own.
 */
export function crossByMatrix(start: Tensor2D, x: Tensor2D, weights: Tensor2D, bias: Tensor1D): Tensor2D {
  return gated(start, dense(x, weights, bias), x)
}

function gated(start: Tensor2D, z: Tensor2D, x: Tensor2D): Tensor2D {
  return customGrad((...given) => {
    const [start, z, x, save] = given as unknown as [Tensor, Tensor, Tensor, GradSaveFunc]
    save([start, z])
    return {
      value: crossGated([start, z, x], {}),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [start, z] = saved as [Tensor, Tensor]
        return [mul(dy, z), mul(dy, start), dy]
      },
    }
  })(start, z, x) as Tensor2D
}
