import './node-globals.ts'
import {
  BatchMatMul,
  engine,
  env,
  getKernel,
  registerKernel,
  setBackend,
  unregisterKernel,
  type TensorInfo,
} from '@tensorflow/tfjs-core'
import { setWasmPaths, type BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url'
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url'
import { transpose } from '../lib/transpose.ts'
import { within } from '../lib/within.ts'
import { inNode, wasmInNode } from './node-globals.ts'

/** A line may be slow; this long without the whole file, and there is none. */
const fetchedWithinMs = 60_000
const startedWithinMs = 20_000

/**
 * Starts tfjs's wasm backend: SIMD, one thread, with products of transposed matrices as fast as of others. Throws, saying
 * why, where WebAssembly or its file is not to be had; tfjs itself would wait for ever.
 */
export async function startWasm() {
  if (typeof WebAssembly === 'undefined') throw new Error('WebAssembly is off in this browser')
  try {
    new WebAssembly.Module(emptyModule)
  } catch (error) {
    throw new Error('WebAssembly is not allowed here', { cause: error })
  }
  // no thread of its own: that needs headers which plain static hosting does not send
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false)
  const withSimd = await env().getAsync('WASM_HAS_SIMD_SUPPORT')
  const path = inNode ? wasmInNode(withSimd ? '-simd' : '') : withSimd ? simd : plain
  const binary = await within(fetchedWithinMs, fetched(path), 'the file of WebAssembly code did not come')
  setWasmPaths(
    {
      'tfjs-backend-wasm.wasm': path,
      'tfjs-backend-wasm-simd.wasm': path,
      'tfjs-backend-wasm-threaded-simd.wasm': path,
    },
    true,
  )
  if (!transposing) transposeBeforehand()
  await started(binary)
}

/** "\0asm", version 1 */
const emptyModule = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)

async function fetched(path: string): Promise<ArrayBuffer> {
  const answer = await env().platform.fetch(path)
  if (!answer.ok) throw new Error('the file of WebAssembly code is missing')
  return await answer.arrayBuffer()
}

/** tfjs fetches from what is here already, and does not notice by itself that code is damaged or has no memory. */
async function started(binary: ArrayBuffer) {
  const { platform } = env()
  const { fetch } = platform
  const { instantiate } = WebAssembly
  const failed = new Promise<never>((_, reject) => {
    WebAssembly.instantiate = ((...given: Parameters<typeof instantiate>) => {
      const made = instantiate(...given)
      return made.catch((error: Error) => {
        reject(error)
        return new Promise(() => {}) // nobody else is told, who would not listen
      })
    }) as typeof instantiate
  })
  platform.fetch = () => Promise.resolve(new Response(binary))
  try {
    const ready = Promise.race([setBackend('wasm'), failed])
    if (!(await within(startedWithinMs, ready, 'WebAssembly did not start')))
      throw new Error('WebAssembly did not start')
  } catch (error) {
    // or tfjs waits for it before it does anything on another
    ;(engine() as unknown as { pendingBackendInit: unknown }).pendingBackendInit = null
    throw new Error('its WebAssembly code could not be started', { cause: error })
  } finally {
    WebAssembly.instantiate = instantiate
    platform.fetch = fetch
  }
}

interface Product {
  readonly inputs: { readonly a: TensorInfo; readonly b: TensorInfo }
  readonly backend: BackendWasm
  readonly attrs: { readonly transposeA: boolean; readonly transposeB: boolean }
}

/** The product as the backend has it. */
export const stockProduct = getKernel(BatchMatMul, 'wasm')

let transposing = false

/** The backend's own product is 13 times slower with a transpose flag, which its own gradient uses. */
function transposeBeforehand() {
  transposing = true
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

function transposed(backend: BackendWasm, matrix: TensorInfo): TensorInfo {
  const [rows, columns] = matrix.shape as [number, number]
  const result = backend.makeOutput([columns, rows], 'float32')
  // views after makeOutput: the memory may have moved as it grew
  const view = (tensor: TensorInfo) => backend.typedArrayFromHeap(tensor) as Float32Array
  transpose(view(matrix), rows, columns, view(result))
  return result
}
