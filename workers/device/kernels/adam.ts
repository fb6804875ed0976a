import { defineUpdate } from '../tensor-kernel.ts'
import source from './adam.wgsl?raw'

export interface AdamSettings {
  readonly learningRate: number
  /** added to the gradient as λ · parameter (L2), as in the paper's and PyTorch's `Adam`, not `AdamW` */
  readonly weightDecay: number
}

interface AdamStep extends AdamSettings {
  /** counted from 1 */
  readonly step: number
}

const beta1 = 0.9
const beta2 = 0.999
const epsilon = 1e-8

/**
 * One step of Adam (Kingma and Ba, ICLR 2015, algorithm 1) in PyTorch's arithmetic: m ← β₁m + (1 − β₁)g,
 * v ← β₂v + (1 − β₂)g², θ ← θ − η/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε). Dense: a row that no pair of the batch looked up
 * still moves by its momentum. Changes the parameter and both moments; reads the gradient.
 */
export const adamUpdate = defineUpdate<AdamStep>({
  name: 'Adam',
  plain([parameter, mean, square], [gradient], asked) {
    const { decay, rate, root } = constantsOf(asked)
    for (let k = 0; k < parameter!.length; k++) {
      const g = gradient![k]! + decay * parameter![k]!
      const m = beta1 * mean![k]! + (1 - beta1) * g
      const v = beta2 * square![k]! + (1 - beta2) * g * g
      mean![k] = m
      square![k] = v
      parameter![k]! -= (rate * m) / (Math.sqrt(v) * root + epsilon)
    }
  },
  source,
  entryPoint: 'adam',
  uniforms(asked) {
    const { decay, rate, root } = constantsOf(asked)
    return { decay: ['f32', decay], rate: ['f32', rate], root: ['f32', root] }
  },
})

/** The bias corrections, in double precision. */
const constantsOf = ({ learningRate, weightDecay, step }: AdamStep) => ({
  decay: weightDecay,
  rate: learningRate / (1 - beta1 ** step),
  root: 1 / Math.sqrt(1 - beta2 ** step),
})
