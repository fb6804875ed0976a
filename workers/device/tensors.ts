import './node-globals.ts'
import '@tensorflow/tfjs-core/dist/register_all_gradients'
import {
  engine,
  findBackend,
  getBackend,
  registerBackend,
  removeBackend,
  setBackend,
  tensor,
  tidy,
  variable,
  type Rank,
  type Tensor,
  type TensorContainer,
  type Variable,
} from '@tensorflow/tfjs-core'
import { checkDevice, DeviceLostError, type Device, type GpuDevice } from './device.ts'
import type { GpuTensors } from './gpu-tensors.ts'
import { withoutWasm } from './without-wasm.ts'

/**
 * The one door to TensorFlow.js: tensors and their gradients on the device in use. On the CPU its wasm backend
 * (SIMD, one thread; plain JavaScript where there is no WebAssembly), on a GPU its WebGPU backend, on the GPUDevice that the other kernels run on.
 */
export {
  add,
  concat,
  customGrad,
  div,
  grad,
  matMul,
  mul,
  reshape,
  scalar,
  sigmoid,
  sub,
  sum,
  tensor1d,
  variableGrads,
} from '@tensorflow/tfjs-core'
export type { GradSaveFunc, Scalar, Tensor, Tensor1D, Tensor2D, Variable } from '@tensorflow/tfjs-core'

/** Tensors on one device. */
export interface Tensors {
  /** Runs `work` there; of the tensors that it makes, only those that it returns are kept. */
  run<T extends TensorContainer>(work: () => T): T
  /** Resolves when the device has done what it was given. Throws DeviceLostError where it is gone. */
  finished(): Promise<void>
  /** The numbers of a tensor, on the CPU. */
  read(tensor: Tensor): Promise<Float32Array>
}

/** Tensors whose numbers are at hand at once. */
export interface CpuTensors extends Tensors {
  /** The numbers of what `work` makes, row-major. */
  numbers(work: () => Tensor): Float32Array
}

/** How many tensors there are, on all devices: the same before and after whatever cleans up behind itself. */
export const tensorCount = (): number => engine().memory().numTensors

/** Loads tfjs's backend for a device, once. */
export async function tensorsOn(device: Device): Promise<Tensors> {
  return device.kind === 'cpu' ? await tensorsOnCpu() : await tensorsOnGpu(device)
}

let cpu: Promise<CpuTensors> | undefined

/** On the CPU whatever device is in use: where answers are wanted at once. */
export function tensorsOnCpu(): Promise<CpuTensors> {
  if (cpu) return cpu
  const starting = startCpu()
  starting.catch(() => (cpu = undefined)) // whoever asks next tries again
  return (cpu = starting)
}

/** With WebAssembly, or in plain JavaScript where that is not to be had: slower, and with the same numbers. */
async function startCpu(): Promise<CpuTensors> {
  const { startWasm } = await import('./cpu-tensors.ts')
  const name = await oneAtATime(async () => {
    try {
      await startWasm()
      return 'wasm'
    } catch (error) {
      const { preparePlain } = await import('./plain-tensors.ts')
      preparePlain()
      await setBackend('cpu')
      withoutWasm.why = error instanceof Error ? error.message : String(error)
      return 'cpu'
    }
  })
  const run = <T extends TensorContainer>(work: () => T) => runOn(name, work)
  return {
    run,
    numbers(work) {
      const made = run(work)
      const numbers = made.dataSync() as Float32Array
      made.dispose()
      return numbers
    },
    finished: () => Promise.resolve(),
    read: (tensor) => Promise.resolve(tensor.dataSync() as Float32Array),
  }
}

let onGpu: { readonly gpu: GpuDevice; readonly backend: GpuTensors } | undefined

async function tensorsOnGpu(gpu: GpuDevice): Promise<Tensors> {
  const { GpuTensors, prepareWebGpu } = await import('./gpu-tensors.ts')
  const backend = await oneAtATime(async () => {
    if (onGpu?.gpu === gpu) return onGpu.backend
    prepareWebGpu()
    // what was on a device before this one went with it
    removeBackend('webgpu')
    const made = new GpuTensors(gpu)
    registerBackend('webgpu', () => made)
    await setBackend('webgpu')
    onGpu = { gpu, backend: made }
    return made
  })
  return {
    run(work) {
      checkDevice(gpu)
      const result = runOn('webgpu', work)
      backend.submit()
      return result
    },
    async finished() {
      await gpu.device.queue.onSubmittedWorkDone().catch(gone)
      checkDevice(gpu)
    },
    async read(tensor) {
      checkDevice(gpu)
      const numbers = await tensor.data().catch(gone)
      checkDevice(gpu)
      return (numbers as Float32Array).slice()
    },
  }

  async function gone(error: unknown): Promise<never> {
    await Promise.race([gpu.lost, new Promise((resolve) => setTimeout(resolve, 50))])
    checkDevice(gpu)
    throw new DeviceLostError(`the GPU did not answer: ${String(error)}`)
  }
}

let readied: Promise<unknown> = Promise.resolve()

/** Backends are readied one after another: of two that come at once, tfjs takes the name of one and the kernels of the other. */
function oneAtATime<T>(ready: () => Promise<T>): Promise<T> {
  const next = readied.then(ready)
  readied = next.catch(() => undefined)
  return next
}

/** tfjs has one backend at a time: the one in whose name something is done. */
function runOn<T extends TensorContainer>(name: 'wasm' | 'cpu' | 'webgpu', work: () => T): T {
  // It is loaded already, so that this takes effect at once; another that was being loaded meanwhile may have come in between.
  const { backendInstance } = engine() as unknown as { readonly backendInstance: unknown }
  if (getBackend() !== name || backendInstance !== findBackend(name)) void setBackend(name)
  return tidy(work)
}

/** Parameters of a model: tensors by name. */
export type Parameters = Readonly<Record<string, Tensor>>

/** Plain numbers with the shape they have. */
export interface ArrayWithShape {
  readonly shape: readonly number[]
  readonly values: Float32Array
}

export const tensorOf = ({ shape, values }: ArrayWithShape): Tensor =>
  tensor(values, [...shape] as unknown as never, 'float32')

/** Variables hold what is learned; they live until they are disposed of, whoever tidies up. */
export function variablesOf(numbers: Readonly<Record<string, ArrayWithShape>>): Record<string, Variable> {
  return Object.fromEntries(
    Object.entries(numbers).map(([name, own]) => {
      const start = tensorOf(own)
      const held = variable(start as Tensor<Rank>)
      start.dispose()
      return [name, held]
    }),
  )
}
