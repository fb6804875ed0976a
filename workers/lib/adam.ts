import { power } from './portable-math.ts'

const beta1 = 0.9
const beta2 = 0.999
const epsilon = 1e-8

export interface AdamSettings {
  readonly learningRate: number
  /** added to the gradient as λ · parameter (L2), as in the paper's and PyTorch's `Adam`, not `AdamW` */
  readonly weightDecay: number
}

export interface AdamStep extends AdamSettings {
  /** counted from 1 */
  readonly step: number
}

type Numbers = Float32Array | Float64Array

/** What the number of a step makes of the rate and of the root of the second moment: both bias corrections. */
export const adamCorrections = ({ learningRate, step }: Pick<AdamStep, 'learningRate' | 'step'>) => ({
  rate: learningRate / (1 - power(beta1, step)),
  root: 1 / Math.sqrt(1 - power(beta2, step)),
})

/**
 * One step of Adam (Kingma and Ba, ICLR 2015, algorithm 1) in PyTorch's arithmetic, in place: m ← β₁m + (1 − β₁)g,
 * v ← β₂v + (1 − β₂)g², θ ← θ − η/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε). Dense: a parameter whose gradient is 0 still moves
 * by its momentum.
 *
 * @param mean m, the first moment of each parameter
 * @param square v, the second
 */
export function adamInPlace(parameter: Numbers, mean: Numbers, square: Numbers, gradient: Numbers, asked: AdamStep) {
  const { rate, root } = adamCorrections(asked)
  for (let k = 0; k < parameter.length; k++) {
    const g = gradient[k]! + asked.weightDecay * parameter[k]!
    const m = beta1 * mean[k]! + (1 - beta1) * g
    const v = beta2 * square[k]! + (1 - beta2) * g * g
    mean[k] = m
    square[k] = v
    parameter[k]! -= (rate * m) / (Math.sqrt(v) * root + epsilon)
  }
}
