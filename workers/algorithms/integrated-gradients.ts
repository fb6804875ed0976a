import {
  grad,
  mul,
  sum,
  tensor1d,
  reshape,
  type CpuTensors,
  type Scalar,
  type Tensor1D,
  type Tensor2D,
} from '../device/tensors.ts'

/** Points on the way, each in the middle of its stretch. */
const points = 64

/**
 * Integrated gradients (Sundararajan, Taly and Yan, ICML 2017) of a score with respect to its input, from a baseline of
 * zeros: the mean of the gradient along the straight way from 0 to x, which times x, summed, is the score less that of
 * the baseline, but for the error of a sum in place of an integral.
 *
 * @param x [width]
 * @param score of rows of inputs: [n, width] → [n]
 * @returns the mean gradient, [width]
 */
export function meanGradient(cpu: CpuTensors, x: Float32Array, score: (inputs: Tensor2D) => Tensor1D): Float32Array {
  const shares = Float32Array.from({ length: points }, (_, k) => (k + 0.5) / points)
  return cpu.numbers(() => {
    const way = mul(reshape(tensor1d(shares), [points, 1]), reshape(tensor1d(x), [1, x.length]))
    const gradients = grad((inputs) => sum(score(inputs as Tensor2D)) as Scalar)(way)
    return mul(sum(gradients, 0), 1 / points)
  })
}
