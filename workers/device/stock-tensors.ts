import {
  engine,
  getBackend,
  getKernelsForBackend,
  registerBackend,
  registerKernel,
  setBackend,
  tidy,
  UnsortedSegmentSum,
  type KernelFunc,
  type TensorContainer,
  type TensorInfo,
} from '@tensorflow/tfjs-core'
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import { stockProduct } from './cpu-tensors.ts'
import { tensorsOnCpu } from './tensors.ts'

/** TensorFlow.js as it comes, for the bench to measure beside: its own operations, optimisers and wasm kernels. */
export { add, concat, fused, gather, losses, matMul, mul, reshape, tensor1d, train } from '@tensorflow/tfjs-core'

/**
 * Runs work on tfjs's own wasm kernels, none of them replaced; of the tensors that it makes, those that it returns are
 * kept. They share memory with our own, under another name. The one kernel that tfjs lacks here, the sum behind a
 * lookup's gradient, is a plain loop over rows.
 */
export async function stockTensors(): Promise<<T extends TensorContainer>(work: () => T) => T> {
  await tensorsOnCpu()
  if (!engine().findBackendFactory('stock')) {
    const backend = engine().findBackend('wasm')
    for (const kernel of getKernelsForBackend('wasm')) {
      const own = kernel.kernelName === stockProduct.kernelName ? stockProduct : kernel
      registerKernel({ ...own, backendName: 'stock' })
    }
    registerKernel({
      kernelName: UnsortedSegmentSum,
      backendName: 'stock',
      kernelFunc: segmentSum as unknown as KernelFunc,
    })
    registerBackend('stock', () => backend, 0)
  }
  return (work) => {
    // it is loaded already, so that this takes effect at once
    if (getBackend() !== 'stock') void setBackend('stock')
    return tidy(work)
  }
}

interface SegmentSum {
  readonly inputs: { readonly x: TensorInfo; readonly segmentIds: TensorInfo }
  readonly backend: BackendWasm
  readonly attrs: { readonly numSegments: number }
}

function segmentSum({ inputs: { x, segmentIds }, backend, attrs: { numSegments } }: SegmentSum): TensorInfo {
  const [rows, width] = x.shape as [number, number]
  const result = backend.makeOutput([numSegments, width], 'float32')
  const ids = backend.typedArrayFromHeap(segmentIds) as Int32Array
  const from = backend.typedArrayFromHeap(x) as Float32Array
  const to = backend.typedArrayFromHeap(result) as Float32Array
  to.fill(0)
  for (let row = 0; row < rows; row++) {
    for (let d = 0; d < width; d++) to[ids[row]! * width + d]! += from[row * width + d]!
  }
  return result
}
