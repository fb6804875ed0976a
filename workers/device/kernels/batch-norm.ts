import { defineKernel, defineUpdate } from '../tensor-kernel.ts'
import gradient from './batch-norm-gradient.wgsl?raw'
import gradientSums from './batch-norm-gradient-sums.wgsl?raw'
import servedGradient from './batch-norm-served-gradient.wgsl?raw'
import running from './batch-norm-running.wgsl?raw'
import statistics from './batch-norm-statistics.wgsl?raw'
import source from './batch-norm.wgsl?raw'

const epsilon = 1e-5
const momentum = 0.1

/** 1 / √(variance + ε) of each column. */
const inverseDeviations = (statistics: ArrayLike<number>, columns: number) =>
  Float64Array.from({ length: columns }, (_, c) => 1 / Math.sqrt(statistics[columns + c]! + epsilon))

/** Mean and (biased) variance of each column: [rows, columns] → [2, columns]. */
export const batchStatistics = defineKernel({
  name: 'BatchStatistics',
  reads: ['x'],
  shape: ([[, columns]]) => [2, columns!],
  plain([x], result, [[rows, columns]]) {
    result.fill(0)
    const variance = result.subarray(columns)
    for (let k = 0; k < x!.length;) {
      for (let c = 0; c < columns!; c++, k++) result[c]! += x![k]!
    }
    for (let c = 0; c < columns!; c++) result[c]! /= rows!
    for (let k = 0; k < x!.length;) {
      for (let c = 0; c < columns!; c++, k++) {
        const off = x![k]! - result[c]!
        variance[c]! += off * off
      }
    }
    for (let c = 0; c < columns!; c++) variance[c]! /= rows!
  },
  source: statistics,
  uniforms: ([[rows, columns]]) => ({ rows: ['i32', rows!], columns: ['i32', columns!] }),
  threads: ([[, columns]]) => columns!,
})

/** γ (x − mean) / √(variance + ε) + β, column by column (Ioffe and Szegedy, ICML 2015, algorithm 1). */
export const batchNormed = defineKernel({
  name: 'BatchNormed',
  reads: ['x', 'gamma', 'beta', 'statistics'],
  shape: ([shape]) => shape!,
  plain([x, gamma, beta, statistics], result, [[, columns]]) {
    const scale = Float64Array.from(gamma!, (g, c) => g / Math.sqrt(statistics![columns! + c]! + epsilon))
    for (let k = 0; k < result.length;) {
      for (let c = 0; c < columns!; c++, k++) result[k] = scale[c]! * (x![k]! - statistics![c]!) + beta![c]!
    }
  },
  source,
  uniforms: ([[, columns]]) => ({ columns: ['i32', columns!] }),
})

/** The gradient of x where mean and variance are given, not its own: γ dy / √(variance + ε). */
export const batchNormServedGradient = defineKernel({
  name: 'BatchNormServedGradient',
  reads: ['dy', 'gamma', 'statistics'],
  shape: ([shape]) => shape!,
  plain([dy, gamma, statistics], result, [[, columns]]) {
    const scale = Float64Array.from(gamma!, (g, c) => g / Math.sqrt(statistics![columns! + c]! + epsilon))
    for (let k = 0; k < result.length;) {
      for (let c = 0; c < columns!; c++, k++) result[k] = scale[c]! * dy![k]!
    }
  },
  source: servedGradient,
  uniforms: ([[, columns]]) => ({ columns: ['i32', columns!] }),
})

/** Σ dy and Σ dy · x̂ of each column: [2, columns], the gradients of β and γ. */
export const batchNormGradientSums = defineKernel({
  name: 'BatchNormGradientSums',
  reads: ['dy', 'x', 'statistics'],
  shape: ([[, columns]]) => [2, columns!],
  plain([dy, x, statistics], result, [[, columns]]) {
    result.fill(0)
    const along = result.subarray(columns)
    const inverse = inverseDeviations(statistics!, columns!)
    for (let k = 0; k < dy!.length;) {
      for (let c = 0; c < columns!; c++, k++) {
        result[c]! += dy![k]!
        along[c]! += dy![k]! * (x![k]! - statistics![c]!) * inverse[c]!
      }
    }
  },
  source: gradientSums,
  uniforms: ([[rows, columns]]) => ({ rows: ['i32', rows!], columns: ['i32', columns!] }),
  threads: ([[, columns]]) => columns!,
})

/** The gradient of x, which its mean and variance depend on, too: γ/√(…) (dy − Σdy/n − x̂ Σ(dy·x̂)/n). */
export const batchNormGradient = defineKernel({
  name: 'BatchNormGradient',
  reads: ['dy', 'x', 'gamma', 'statistics', 'sums'],
  shape: ([shape]) => shape!,
  plain([dy, x, gamma, statistics, sums], result, [[rows, columns]]) {
    const inverse = inverseDeviations(statistics!, columns!)
    const along = sums!.subarray(columns)
    for (let k = 0; k < result.length;) {
      for (let c = 0; c < columns!; c++, k++) {
        const normed = (x![k]! - statistics![c]!) * inverse[c]!
        result[k] = gamma![c]! * inverse[c]! * (dy![k]! - (sums![c]! + normed * along[c]!) / rows!)
      }
    }
  },
  source: gradient,
  uniforms: ([[rows, columns]]) => ({ rows: ['i32', rows!], columns: ['i32', columns!] }),
})

/** Moves running mean and variance [2, columns] a tenth of the way to a batch's; the variance as an unbiased estimate. */
export const updateRunning = defineUpdate<{ readonly rows: number; readonly columns: number }>({
  name: 'BatchNormRunning',
  plain([kept], [statistics], { rows, columns }) {
    for (let k = 0; k < kept!.length; k++) {
      const now = k < columns ? statistics![k]! : (statistics![k]! * rows) / (rows - 1)
      kept![k] = (1 - momentum) * kept![k]! + momentum * now
    }
  },
  source: running,
  entryPoint: 'running',
  uniforms: ({ rows, columns }) => ({ columns: ['u32', columns], unbiased: ['f32', rows / (rows - 1)] }),
})
