import './node-globals.ts'
import '@tensorflow/tfjs-backend-cpu/dist/register_all_kernels'
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu/dist/backend_cpu'
import {
  BatchMatMul,
  getKernel,
  registerBackend,
  registerKernel,
  unregisterKernel,
  type BackendValues,
  type DataType,
  type KernelFunc,
  type TensorInfo,
} from '@tensorflow/tfjs-core'
import { transpose } from '../lib/transpose.ts'

/** tfjs in plain JavaScript, for where there is no WebAssembly. Loaded only there. */
export function preparePlain() {
  registerBackend('cpu', () => new PlainTensors())
  replaceProduct()
  registerKernel({ kernelName: 'Dense', backendName: 'cpu', kernelFunc: dense as unknown as KernelFunc })
}

/** What is given to it is copied, as the other backends do: whoever gave it may write into it again. */
class PlainTensors extends MathBackendCPU {
  private own = false

  override write(values: BackendValues, shape: number[], dtype: DataType) {
    const kept = this.own || !ArrayBuffer.isView(values) ? values : values.slice()
    return super.write(kept, shape, dtype)
  }

  override makeTensorInfo(...made: Parameters<MathBackendCPU['makeTensorInfo']>): TensorInfo {
    this.own = true
    try {
      return super.makeTensorInfo(...made)
    } finally {
      this.own = false
    }
  }
}

interface Matrix {
  readonly rows: number
  readonly columns: number
  readonly values: Float32Array
}

const matrixOf = ({ data }: PlainTensors, { dataId, shape }: TensorInfo): Matrix => ({
  rows: shape[0]!,
  columns: shape[1]!,
  values: data.get(dataId).values as Float32Array,
})

function transposed({ rows, columns, values }: Matrix): Matrix {
  const turned = new Float32Array(values.length)
  transpose(values, rows, columns, turned)
  return { rows: columns, columns: rows, values: turned }
}

/** Row by row, four terms at a time: every number of b is read in order. */
function product(a: Matrix, b: Matrix): Float32Array {
  const [inner, width] = [a.columns, b.columns]
  const result = new Float32Array(a.rows * width)
  const fours = inner - (inner % 4)
  for (let row = 0; row < a.rows; row++) {
    const [from, to] = [row * inner, row * width]
    for (let k = 0; k < fours; k += 4) {
      const [w0, w1, w2, w3] = [
        a.values[from + k]!,
        a.values[from + k + 1]!,
        a.values[from + k + 2]!,
        a.values[from + k + 3]!,
      ]
      let at = k * width
      for (let column = to; column < to + width; column++, at++) {
        result[column]! +=
          w0 * b.values[at]! +
          w1 * b.values[at + width]! +
          w2 * b.values[at + 2 * width]! +
          w3 * b.values[at + 3 * width]!
      }
    }
    for (let k = fours; k < inner; k++) {
      const weight = a.values[from + k]!
      for (let column = 0; column < width; column++) result[to + column]! += weight * b.values[k * width + column]!
    }
  }
  return result
}

interface Product {
  readonly inputs: { readonly a: TensorInfo; readonly b: TensorInfo }
  readonly backend: PlainTensors
  readonly attrs: { readonly transposeA: boolean; readonly transposeB: boolean }
}

/** tfjs's own is slow, and slower still with a transpose flag. */
function replaceProduct() {
  const stock = getKernel(BatchMatMul, 'cpu')
  unregisterKernel(BatchMatMul, 'cpu')
  registerKernel({
    ...stock,
    kernelFunc: ((asked: Product) => {
      const { inputs, backend, attrs } = asked
      if (inputs.a.shape.length !== 2 || inputs.b.shape.length !== 2)
        return (stock.kernelFunc as unknown as (asked: Product) => TensorInfo)(asked)
      const [a, b] = [matrixOf(backend, inputs.a), matrixOf(backend, inputs.b)]
      const [left, right] = [attrs.transposeA ? transposed(a) : a, attrs.transposeB ? transposed(b) : b]
      return backend.makeTensorInfo([left.rows, right.columns], 'float32', product(left, right))
    }) as unknown as KernelFunc,
  })
}

interface DenseCall {
  readonly inputs: { readonly x: TensorInfo; readonly weights: TensorInfo; readonly bias: TensorInfo }
  readonly backend: PlainTensors
  readonly attrs: { readonly activation: 'relu' | 'linear' }
}

function dense({ inputs, backend, attrs: { activation } }: DenseCall): TensorInfo {
  const [x, weights] = [matrixOf(backend, inputs.x), matrixOf(backend, inputs.weights)]
  const bias = backend.data.get(inputs.bias.dataId).values as Float32Array
  const result = product(x, weights)
  const least = activation === 'relu' ? 0 : -Infinity
  for (let k = 0; k < result.length; k++) result[k] = Math.max(least, result[k]! + bias[k % bias.length]!)
  return backend.makeTensorInfo([x.rows, weights.columns], 'float32', result)
}
