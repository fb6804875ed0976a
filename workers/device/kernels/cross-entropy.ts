import { exp, log1p } from '../../lib/portable-math.ts'
import { defineKernel } from '../tensor-kernel.ts'
import gradient from './cross-entropy-gradient.wgsl?raw'
import loss from './cross-entropy.wgsl?raw'
import sharedSum from './shared-sum.wgsl?raw'

/** The mean binary cross-entropy of logits [n] against labels [n]: Σ max(x, 0) − x·y + log(1 + e^−|x|), over n. */
export const crossEntropy = defineKernel({
  name: 'CrossEntropy',
  reads: ['logits', 'labels'],
  shape: () => [],
  plain([logits, labels], result) {
    let sum = 0
    for (let k = 0; k < logits!.length; k++) {
      const x = logits![k]!
      sum += Math.max(x, 0) - x * labels![k]! + log1p(exp(-Math.abs(x)))
    }
    result[0] = sum / logits!.length
  },
  source: sharedSum + loss,
  uniforms: ([[n]]) => ({ n: ['i32', n!] }),
  threads: () => 64,
})

/** Its gradient with respect to the logits: (σ(x) − y) / n, times dy. */
export const crossEntropyGradient = defineKernel({
  name: 'CrossEntropyGradient',
  reads: ['dy', 'logits', 'labels'],
  shape: ([, shape]) => shape!,
  plain([dy, logits, labels], result) {
    const scale = dy![0]! / logits!.length
    for (let k = 0; k < result.length; k++) result[k] = scale * (1 / (1 + exp(-logits![k]!)) - labels![k]!)
  },
  source: gradient,
  uniforms: () => ({}),
})
