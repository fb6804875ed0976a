import './node-globals.ts'
import {
  customGrad,
  engine,
  getKernel,
  matMul,
  registerGradient,
  registerKernel,
  reshape,
  slice,
  tensor1d,
  type GradSaveFunc,
  type KernelFunc,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type TensorInfo,
  type Variable,
} from '@tensorflow/tfjs-core'
import {
  batchNormed,
  batchNormGradient,
  batchNormGradientSums,
  batchNormServedGradient,
  batchStatistics,
  updateRunning,
} from './kernels/batch-norm.ts'
import { crossEntropy, crossEntropyGradient } from './kernels/cross-entropy.ts'
import { columnSums, reluGradient } from './kernels/dense.ts'
import { dropped, hash } from './kernels/dropout.ts'
import { embeddingBags, embeddingBagsGradient, embeddingGradient, embeddingRows } from './kernels/embedding.ts'

/** The layers that models are written in: each a few kernels, with its gradient. */

/** Which rows of a table a batch looks up; made inside `run`, which frees it. */
export interface Lookup {
  /** [n] */
  readonly ids: Tensor1D
  /** the places sorted by id, those of one id ascending */
  readonly order: Tensor1D
  /** [rows + 1]: where each row's places begin in `order` */
  readonly start: Tensor1D
}

/**
 * @param rows of the table; every id is below it
 * @param counts of a place: does what it looks up matter? One that does not has no part in the gradient
 */
export function lookup(ids: Int32Array, rows: number, counts: (place: number) => boolean = () => true): Lookup {
  const start = new Int32Array(rows + 1)
  ids.forEach((id, place) => {
    if (counts(place)) start[id + 1]!++
  })
  for (let row = 0; row < rows; row++) start[row + 1]! += start[row]!
  const next = start.slice(0, rows)
  const order = new Int32Array(start[rows]!)
  ids.forEach((id, place) => {
    if (counts(place)) order[next[id]!++] = place
  })
  return { ids: tensor1d(ids, 'int32'), order: tensor1d(order, 'int32'), start: tensor1d(start, 'int32') }
}

/**
 * `value` of x, with its gradient. tfjs frees what the way forward made: what the way back needs is to be named in
 * `saved`, and is handed to it.
 */
export function withGradient<Saved extends readonly Tensor[]>(
  x: Tensor,
  saved: Saved,
  value: (x: Tensor) => Tensor,
  gradient: (dy: Tensor, saved: Saved) => Tensor,
): Tensor {
  return customGrad((x, save) => {
    ;(save as GradSaveFunc)([...saved])
    return {
      value: value(x as Tensor),
      gradFunc: (dy: Tensor, kept: Tensor[]) => gradient(dy, kept as unknown as Saved),
    }
  })(x)
}

/** Rows of a table: [rows, width] → [n, width]. */
export function embedding(table: Tensor2D, { ids, order, start }: Lookup): Tensor2D {
  return withGradient(
    table,
    [order, start],
    (table) => embeddingRows([table, ids], {}),
    (dy, [order, start]) => embeddingGradient([dy, order, start], {}),
  ) as Tensor2D
}

/** Several weighted rows for each example. */
export interface Bags extends Lookup {
  /** [n] */
  readonly weights: Tensor1D
  /** [bags + 1]: where each bag's places begin */
  readonly bagStart: Tensor1D
  /** [n]: the bag of each place */
  readonly bagOf: Tensor1D
}

/** @param bagStart [bags + 1]; a bag may be empty, its sum is then 0 */
export function bagsOf(ids: Int32Array, weights: Float32Array, bagStart: Int32Array, rows: number): Bags {
  // A GPU binds no buffer without anything in it: one entry that stands in no bag.
  if (ids.length === 0) return bagsOf(Int32Array.of(0), Float32Array.of(0), bagStart, rows)
  const bagOf = new Int32Array(ids.length)
  for (let bag = 0; bag + 1 < bagStart.length; bag++) bagOf.fill(bag, bagStart[bag], bagStart[bag + 1])
  return {
    ...lookup(ids, rows),
    weights: tensor1d(weights),
    bagStart: tensor1d(bagStart, 'int32'),
    bagOf: tensor1d(bagOf, 'int32'),
  }
}

/** Weighted sums of rows: [rows, width] → [bags, width]. */
export function embeddingBag(table: Tensor2D, { ids, weights, bagStart, bagOf, order, start }: Bags): Tensor2D {
  return withGradient(
    table,
    [weights, bagOf, order, start],
    (table) => embeddingBags([table, ids, weights, bagStart], {}),
    (dy, saved) => embeddingBagsGradient([dy, ...saved], {}),
  ) as Tensor2D
}

/** x · weights + bias, and ReLU where asked for: [n, in] · [in, out] + [out] → [n, out]. */
export function dense(x: Tensor2D, weights: Tensor2D, bias: Tensor1D, activation: 'relu' | 'linear' = 'linear') {
  return engine().runKernel('Dense', { x, weights, bias }, { activation }) as unknown as Tensor2D
}

interface DenseCall {
  readonly inputs: { readonly x: TensorInfo; readonly weights: TensorInfo; readonly bias: TensorInfo }
  readonly backend: unknown
  readonly attrs: { readonly activation: 'relu' | 'linear' }
}

for (const backendName of ['wasm', 'webgpu']) {
  registerKernel({
    kernelName: 'Dense',
    backendName,
    kernelFunc: (({ inputs: { x, weights, bias }, backend, attrs: { activation } }: DenseCall) => {
      const fused = getKernel('_FusedMatMul', backendName).kernelFunc as unknown as (call: object) => TensorInfo
      const a = { ...x, shape: [1, ...x.shape] }
      const b = { ...weights, shape: [1, ...weights.shape] }
      const attrs = { transposeA: false, transposeB: false, activation }
      return { ...fused({ inputs: { a, b, bias }, backend, attrs }), shape: [x.shape[0]!, weights.shape[1]!] }
    }) as unknown as KernelFunc,
  })
}

registerGradient({
  kernelName: 'Dense',
  inputsToSave: ['x', 'weights'],
  outputsToSave: [true],
  gradFunc: (dy, saved, attributes) => {
    const [x, weights, y] = saved as [Tensor2D, Tensor2D, Tensor2D]
    const { activation } = attributes as unknown as DenseCall['attrs']
    const through = (activation === 'relu' ? reluGradient([dy as Tensor, y], {}) : dy) as Tensor2D
    return {
      x: () => matMul(through, weights, false, true),
      weights: () => matMul(x, through, true, false),
      bias: () => columnSums([through], {}),
    }
  },
})

/** Where dropout takes its keys from: one for each layer of each step. Without it nothing is dropped. */
export interface Noise {
  key(): number
}

export function noiseOf(seed: number, step: number): Noise {
  let layer = 0
  return { key: () => hash(layer++, hash(step, seed)) }
}

/** In training, drops a share `rate` of x and scales up the rest (Srivastava et al., JMLR 2014). */
export function dropout<T extends Tensor>(x: T, rate: number, noise: Noise | undefined): T {
  if (!noise || rate === 0) return x
  const dropping = { rate, key: noise.key() }
  return withGradient(
    x,
    [],
    (x) => dropped([x], dropping),
    (dy) => dropped([dy], dropping),
  ) as T
}

/** The mean binary cross-entropy of logits [n] against labels [n] of 0 and 1: a scalar. */
export function sigmoidCrossEntropy(logits: Tensor1D, labels: Tensor1D): Tensor {
  return withGradient(
    logits,
    [logits, labels],
    (logits) => crossEntropy([logits, labels], {}),
    (dy, saved) => crossEntropyGradient([dy, ...saved], {}),
  )
}

/** What batch normalization learns, and what it keeps count of: running mean and variance, [2, columns]. */
export interface BatchNormTensors {
  readonly gamma: Tensor1D
  readonly beta: Tensor1D
  readonly running: Tensor2D
}

/**
 * Batch normalization of columns (Ioffe and Szegedy, ICML 2015). In training by the batch's own mean and variance, which
 * the running ones then follow (`running` is a Variable there); served, by the running ones.
 *
 * @throws RangeError in training on a batch of one row, which has no variance
 */
export function batchNorm(x: Tensor2D, { gamma, beta, running }: BatchNormTensors, training: boolean): Tensor2D {
  if (!training) return servedBatchNorm(x, { gamma, beta, running })
  const [rows, columns] = x.shape
  if (rows < 2) throw new RangeError(`batch normalization: a batch must have 2 rows or more to train on, got ${rows}`)
  return customGrad((...given) => {
    const [x, gamma, beta, save] = given as unknown as [Tensor, Tensor, Tensor, GradSaveFunc]
    const statistics = batchStatistics([x], {})
    updateRunning([running as unknown as Variable], [statistics], { rows, columns })
    save([x, gamma, statistics])
    return {
      value: batchNormed([x, gamma, beta, statistics], {}),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [x, gamma, statistics] = saved as [Tensor, Tensor, Tensor]
        const sums = batchNormGradientSums([dy, x, statistics], {})
        const row = (k: number) => reshape(slice(sums, [k, 0], [1, columns]), [columns])
        return [batchNormGradient([dy, x, gamma, statistics, sums], {}), row(1), row(0)]
      },
    }
  })(x, gamma, beta) as Tensor2D
}

/** As it is served; only x has a gradient, for whoever is folded in while all else is held still. */
function servedBatchNorm(x: Tensor2D, { gamma, beta, running }: BatchNormTensors): Tensor2D {
  return withGradient(
    x,
    [gamma, running],
    (x) => batchNormed([x, gamma, beta, running], {}),
    (dy, [gamma, running]) => batchNormServedGradient([dy, gamma, running], {}),
  ) as Tensor2D
}
