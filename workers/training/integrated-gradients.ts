import {
  add,
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
 * Integrated gradients (Sundararajan, Taly and Yan, ICML 2017) of a score with respect to its input: the mean of the
 * gradient along the straight way from a baseline b to x, which times x − b, summed, is the score less that of the
 * baseline, but for the error of a sum in place of an integral.
 *
 * @param baseline [width]
 * @param x [width]
 * @param score of rows of inputs: [n, width] → [n]
 * @returns the mean gradient, [width]
 */
export function meanGradient(
  cpu: CpuTensors,
  baseline: Float32Array,
  x: Float32Array,
  score: (inputs: Tensor2D) => Tensor1D,
): Float32Array {
  const shares = Float32Array.from({ length: points }, (_, k) => (k + 0.5) / points)
  return cpu.numbers(() => {
    const whole = tensor1d(x.map((to, d) => to - baseline[d]!))
    const walked = mul(reshape(tensor1d(shares), [points, 1]), reshape(whole, [1, x.length]))
    const way = add(walked, reshape(tensor1d(baseline), [1, x.length]))
    const gradients = grad((inputs) => sum(score(inputs as Tensor2D)) as Scalar)(way)
    return mul(sum(gradients, 0), 1 / points)
  })
}
