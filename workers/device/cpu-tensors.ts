import './node-globals.ts'
import { BatchMatMul, env, getKernel, registerKernel, unregisterKernel, type TensorInfo } from '@tensorflow/tfjs-core'
import { setWasmPaths, type BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url'
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url'
import { inNode, wasmInNode } from './node-globals.ts'

/** Readies tfjs's wasm backend: SIMD, one thread, with products of transposed matrices as fast as of others. */
export function prepareWasm() {
  // no thread of its own: that needs headers which plain static hosting does not send
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false)
  const paths = inNode ? { simd: wasmInNode('-simd'), plain: wasmInNode('') } : { simd, plain }
  setWasmPaths(
    {
      'tfjs-backend-wasm.wasm': paths.plain,
      'tfjs-backend-wasm-simd.wasm': paths.simd,
      'tfjs-backend-wasm-threaded-simd.wasm': paths.simd,
    },
    true,
  )
  transposeBeforehand()
}

interface Product {
  readonly inputs: { readonly a: TensorInfo; readonly b: TensorInfo }
  readonly backend: BackendWasm
  readonly attrs: { readonly transposeA: boolean; readonly transposeB: boolean }
}

/** The product as the backend has it. */
export const stockProduct = getKernel(BatchMatMul, 'wasm')

/** The backend's own product is 13 times slower with a transpose flag, which its own gradient uses. */
function transposeBeforehand() {
  const product = stockProduct.kernelFunc as unknown as (product: Product) => TensorInfo
  unregisterKernel(BatchMatMul, 'wasm')
  registerKernel({
    ...stockProduct,
    kernelFunc: ((asked: Product) => {
      const { inputs, backend, attrs } = asked
      if (inputs.a.shape.length !== 2 || inputs.b.shape.length !== 2) return product(asked)
      const a = attrs.transposeA ? transposed(backend, inputs.a) : inputs.a
      const b = attrs.transposeB ? transposed(backend, inputs.b) : inputs.b
      const result = product({ inputs: { a, b }, backend, attrs: { transposeA: false, transposeB: false } })
      if (a !== inputs.a) backend.disposeData(a.dataId)
      if (b !== inputs.b) backend.disposeData(b.dataId)
      return result
    }) as unknown as typeof stockProduct.kernelFunc,
  })
}

/** Tiles this wide stay in the first cache, read and written. */
const tile = 16

function transposed(backend: BackendWasm, matrix: TensorInfo): TensorInfo {
  const [rows, columns] = matrix.shape as [number, number]
  const result = backend.makeOutput([columns, rows], 'float32')
  // views after makeOutput: the memory may have moved as it grew
  const from = backend.typedArrayFromHeap(matrix) as Float32Array
  const to = backend.typedArrayFromHeap(result) as Float32Array
  for (let first = 0; first < rows; first += tile) {
    const end = Math.min(rows, first + tile)
    for (let column = 0; column < columns; column++) {
      for (let row = first; row < end; row++) to[column * rows + row] = from[row * columns + column]!
    }
  }
  return result
}
