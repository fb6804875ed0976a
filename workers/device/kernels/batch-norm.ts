import { defineKernel, defineUpdate } from '../tensor-kernel.ts'
import gradient from './batch-norm-gradient.wgsl?raw'
import gradientSums from './batch-norm-gradient-sums.wgsl?raw'
import servedGradient from './batch-norm-served-gradient.wgsl?raw'
import running from './batch-norm-running.wgsl?raw'
import statistics from './batch-norm-statistics.wgsl?raw'
import source from './batch-norm.wgsl?raw'

const epsilon = 1e-5
const momentum = 0.1

/** Mean and (biased) variance of each column: [rows, columns] → [2, columns]. */
export const batchStatistics = defineKernel({
  name: 'BatchStatistics',
  reads: ['x'],
  shape: ([[, columns]]) => [2, columns!],
  plain([x], result, [[rows, columns]]) {
    const mean = new Float64Array(columns!)
    const variance = new Float64Array(columns!)
    for (let at = 0; at < x!.length; at += columns!) {
      for (let c = 0; c < columns!; c++) mean[c]! += x![at + c]!
    }
    for (let c = 0; c < columns!; c++) mean[c]! /= rows!
    for (let at = 0; at < x!.length; at += columns!) {
      for (let c = 0; c < columns!; c++) {
        const off = x![at + c]! - mean[c]!
        variance[c]! += off * off
      }
    }
    for (let c = 0; c < columns!; c++) variance[c]! /= rows!
    result.set(mean)
    result.set(variance, columns!)
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
    const scale = scaleOf(gamma!, statistics!)
    for (let at = 0; at < result.length; at += columns!) {
      for (let c = 0; c < columns!; c++) result[at + c] = scale[c]! * (x![at + c]! - statistics![c]!) + beta![c]!
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
    const scale = scaleOf(gamma!, statistics!)
    for (let at = 0; at < result.length; at += columns!) {
      for (let c = 0; c < columns!; c++) result[at + c] = scale[c]! * dy![at + c]!
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
    const sums = new Float64Array(2 * columns!)
    for (let at = 0; at < dy!.length; at += columns!) {
      for (let c = 0; c < columns!; c++) {
        sums[c]! += dy![at + c]!
        sums[columns! + c]! += dy![at + c]! * (x![at + c]! - statistics![c]!)
      }
    }
    for (let c = 0; c < columns!; c++) sums[columns! + c]! /= Math.sqrt(statistics![columns! + c]! + epsilon)
    result.set(sums)
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
    const scale = scaleOf(gamma!, statistics!)
    const along = Float64Array.from(
      { length: columns! },
      (_, c) => sums![columns! + c]! / Math.sqrt(statistics![columns! + c]! + epsilon) / rows!,
    )
    for (let at = 0; at < result.length; at += columns!) {
      for (let c = 0; c < columns!; c++) {
        const shared = sums![c]! / rows! + (x![at + c]! - statistics![c]!) * along[c]!
        result[at + c] = scale[c]! * (dy![at + c]! - shared)
      }
    }
  },
  source: gradient,
  uniforms: ([[rows, columns]]) => ({ rows: ['i32', rows!], columns: ['i32', columns!] }),
})

/** γ / √(variance + ε) of each column. */
function scaleOf(gamma: ArrayLike<number>, statistics: ArrayLike<number>): Float64Array {
  const columns = gamma.length
  return Float64Array.from(gamma, (g, c) => g / Math.sqrt(statistics[columns + c]! + epsilon))
}

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
