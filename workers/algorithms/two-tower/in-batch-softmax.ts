import { exp, log } from '../../lib/portable-math.ts'
import { defineKernel } from '../../device/tensor-kernel.ts'
import { rowProducts } from '../../device/kernels/row-products.ts'
import gradientSource from './in-batch-softmax-gradient.wgsl?raw'
import lossSource from './in-batch-softmax-loss.wgsl?raw'
import normalizerSource from './in-batch-softmax-normalizers.wgsl?raw'
import temperatureSource from './in-batch-softmax-temperature.wgsl?raw'
import sharedSum from '../../device/kernels/shared-sum.wgsl?raw'

type Numbers = ArrayLike<number>

const threadsOfARow = 64

/**
 * One row of what the softmax is taken of: dots / T − log Q, and −Infinity where a negative is the row's own positive
 * item once more (Yi et al., RecSys 2019).
 *
 * @param dots [B, B]: people × items, person k beside their item k
 * @param logQ [B]: how likely each item is to be drawn
 * @param ids [B]: which items stand there
 * @param into [B]
 */
export function inBatchLogits(dots: Numbers, t: number, logQ: Numbers, ids: Numbers, row: number, into: Float64Array) {
  const size = ids.length
  for (let k = 0; k < size; k++) {
    const again = k !== row && ids[k] === ids[row]
    into[k] = again ? -Infinity : dots[row * size + k]! / t - logQ[k]!
  }
}

/** log Σ exp of each row of logits: [B]. Reads dots [B, B], temperature [], logQ [B], ids [B]. */
export const inBatchNormalizers = defineKernel({
  name: 'InBatchNormalizers',
  reads: ['dots', 'temperature', 'logQ', 'ids'],
  shape: ([[size]]) => [size!],
  plain([dots, temperature, logQ, ids], result) {
    const logits = new Float64Array(result.length)
    for (let row = 0; row < result.length; row++) {
      inBatchLogits(dots!, temperature![0]!, logQ!, ids!, row, logits)
      let largest = -Infinity
      for (const logit of logits) if (logit > largest) largest = logit
      let sum = 0
      for (const logit of logits) sum += exp(logit - largest)
      result[row] = largest + log(sum)
    }
  },
  source: sharedSum + normalizerSource,
  uniforms: ([[size]]) => ({ batch: ['i32', size!] }),
  threads: ([[size]]) => size! * threadsOfARow,
})

/** The mean cross-entropy with the diagonal as labels: Σ (log Σ exp − the logit on the diagonal) / B, a scalar. */
export const inBatchLoss = defineKernel({
  name: 'InBatchLoss',
  reads: ['dots', 'temperature', 'logQ', 'normalizers'],
  shape: () => [],
  plain([dots, temperature, logQ, normalizers], result) {
    const size = normalizers!.length
    let sum = 0
    for (let k = 0; k < size; k++) sum += normalizers![k]! - (dots![k * size + k]! / temperature![0]! - logQ![k]!)
    result[0] = sum / size
  },
  source: sharedSum + lossSource,
  uniforms: ([[size]]) => ({ batch: ['i32', size!] }),
  threads: () => threadsOfARow,
})

/** Its gradient with respect to the dots: (softmax − identity) / (B T), times dy. */
export const inBatchGradient = defineKernel({
  name: 'InBatchGradient',
  reads: ['dy', 'dots', 'temperature', 'logQ', 'ids', 'normalizers'],
  shape: ([, shape]) => shape!,
  plain([dy, dots, temperature, logQ, ids, normalizers], result) {
    const size = ids!.length
    const scale = dy![0]! / (size * temperature![0]!)
    const logits = new Float64Array(size)
    for (let row = 0; row < size; row++) {
      inBatchLogits(dots!, temperature![0]!, logQ!, ids!, row, logits)
      const at = row * size
      for (let k = 0; k < size; k++) result[at + k] = scale * exp(logits[k]! - normalizers![row]!)
      result[at + row]! -= scale
    }
  },
  source: gradientSource,
  uniforms: ([, [size]]) => ({ batch: ['i32', size!] }),
})

const temperatureGradient = defineKernel({
  name: 'InBatchTemperatureGradient',
  reads: ['products', 'temperature'],
  shape: () => [],
  plain([products, temperature], result) {
    let sum = 0
    for (const product of products!) sum += product
    result[0] = -sum / temperature![0]!
  },
  source: sharedSum + temperatureSource,
  uniforms: ([[size]]) => ({ batch: ['i32', size!] }),
  threads: () => threadsOfARow,
})

/** The gradient with respect to the temperature, from that of the dots: −Σ gradient · dots / T. */
export const inBatchTemperatureGradient = (
  ...[gradient, dots, temperature]: Parameters<typeof rowProducts>[0]
): ReturnType<typeof rowProducts> => temperatureGradient([rowProducts([gradient!, dots!], {}), temperature!], {})
