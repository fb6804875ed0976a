import './node-globals.ts'
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu/dist/backend_cpu'
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import {
  engine,
  getBackend,
  registerKernel,
  type KernelFunc,
  type NamedTensorMap,
  type Tensor,
  type TensorInfo,
  type Variable,
} from '@tensorflow/tfjs-core'
import type { GpuTensors } from './gpu-tensors.ts'
import { kernelOf } from './kernel.ts'

type Shape = readonly number[]
export type Values = Float32Array | Int32Array
/** A kernel's few numbers, by their names in the shader: `key: ['u32', 7]`. */
export type Uniforms = Readonly<Record<string, readonly [type: 'i32' | 'u32' | 'f32', value: number]>>

/**
 * An operation of our own on tensors: plain code over the memory of the CPU's backends, and a WGSL program.
 *
 * The shader's source has `fn main(index: i32)`, called once for each thread, and reads the tensors as arrays by their
 * names, `uniforms.<name>`, and `uniforms.size`, the number of elements of `result`.
 */
export interface TensorKernel<Attributes> {
  readonly name: string
  /** the tensors it reads, by name */
  readonly reads: readonly string[]
  readonly shape: (shapes: readonly Shape[], attributes: Attributes) => readonly number[]
  /** fills `result`, row-major, from what is read; its numbers are not zero before */
  readonly plain: (
    reads: readonly Values[],
    result: Float32Array,
    shapes: readonly Shape[],
    attributes: Attributes,
  ) => void
  readonly source: string
  readonly uniforms: (shapes: readonly Shape[], attributes: Attributes) => Uniforms
  /** threads, where there is not one for each element of the result; a multiple of 64 where they work together */
  readonly threads?: (shapes: readonly Shape[]) => number
}

const threadsOfAGroup = 64

/** Registers the operation with tfjs on every backend. The result carries no gradient: layers.ts gives it one. */
export function defineKernel<Attributes extends object>(
  kernel: TensorKernel<Attributes>,
): (reads: readonly Tensor[], attributes: Attributes) => Tensor {
  const { name, reads } = kernel
  const onCpu = ({ inputs, backend, attrs }: Call<CpuBackend, Attributes>): TensorInfo => {
    const memory = memoryOf(backend)
    const given = reads.map((each) => inputs[each]!)
    const shapes = given.map(({ shape }) => shape)
    const result = memory.output(kernel.shape(shapes, attrs))
    // views after the output: the memory may have moved as it grew
    const views = given.map((tensor) => memory.view(tensor))
    kernel.plain(views, memory.view(result) as Float32Array, shapes, attrs)
    return result
  }
  const onGpu = ({ inputs, backend, attrs }: Call<GpuTensors, Attributes>): TensorInfo => {
    const given = reads.map((each) => inputs[each]!)
    const shapes = given.map(({ shape }) => shape)
    const outputShape = [...kernel.shape(shapes, attrs)]
    const uniforms = Object.entries(kernel.uniforms(shapes, attrs))
    const threads = kernel.threads?.(shapes) ?? sizeOf(outputShape)
    const program = {
      variableNames: [...reads],
      outputShape,
      dispatchLayout: { x: outputShape.map((_, axis) => axis) },
      dispatch: [Math.ceil(threads / threadsOfAGroup), 1, 1] as [number, number, number],
      workgroupSize: [threadsOfAGroup, 1, 1] as [number, number, number],
      uniforms: uniforms.map(([key, [type]]) => `${key} : ${type}, `).join(''),
      size: true,
      shaderKey: name,
      getUserCode: () => kernel.source,
    }
    const data = uniforms.map(([, [type, value]]) => ({ type: tfjsNames[type], data: [value] }))
    return backend.runWebGPUProgram(program, given, 'float32', data)
  }
  for (const backendName of ['wasm', 'cpu'])
    registerKernel({ kernelName: name, backendName, kernelFunc: onCpu as unknown as KernelFunc })
  registerKernel({ kernelName: name, backendName: 'webgpu', kernelFunc: onGpu as unknown as KernelFunc })
  return (tensors, attributes) => {
    const inputs: NamedTensorMap = Object.fromEntries(reads.map((each, place) => [each, tensors[place]!]))
    return engine().runKernel(name, inputs, attributes as never)
  }
}

/**
 * Changes variables where they are, in one dispatch. The shader declares its own bindings: the changed tensors
 * (`read_write`), the read ones, then a uniform struct of its numbers; one thread of 64 an element of the first.
 */
export interface UpdateKernel<Attributes> {
  readonly name: string
  readonly plain: (changed: readonly Float32Array[], reads: readonly Float32Array[], attributes: Attributes) => void
  readonly source: string
  readonly entryPoint: string
  readonly uniforms: (attributes: Attributes) => Uniforms
}

export function defineUpdate<Attributes extends object>(
  kernel: UpdateKernel<Attributes>,
): (changed: readonly Variable[], reads: readonly Tensor[], attributes: Attributes) => void {
  return (changed, reads, attributes) => {
    if (getBackend() !== 'webgpu') {
      updateOnCpu(kernel, changed, reads, attributes)
      return
    }
    const backend = engine().backend as unknown as GpuTensors
    const { size } = changed[0]!
    const numbers = packed({ size: ['u32', size], ...kernel.uniforms(attributes) })
    const program = kernelOf(backend.gpu, kernel.source, kernel.entryPoint)
    const groups = Math.ceil(size / threadsOfAGroup)
    backend.updateInPlace(program, [...changed, ...reads], changed.length, numbers, groups)
  }
}

/** In new memory: products keep a packed copy of weights as long as their tensor lives. */
function updateOnCpu<Attributes>(
  kernel: UpdateKernel<Attributes>,
  changed: readonly Variable[],
  reads: readonly Tensor[],
  attributes: Attributes,
) {
  const memory = memoryOf(engine().backend as unknown as CpuBackend)
  const results = changed.map(({ shape }) => memory.output(shape))
  const view = (tensor: TensorInfo) => memory.view(tensor) as Float32Array
  const after = results.map(view)
  changed.forEach((variable, place) => after[place]!.set(view(variable)))
  kernel.plain(after, reads.map(view), attributes)
  results.forEach((result, place) => changed[place]!.assign(engine().makeTensorFromTensorInfo(result) as never))
}

type CpuBackend = BackendWasm | MathBackendCPU

/** Where a backend of the CPU has its numbers. */
interface Memory {
  output(shape: Shape): TensorInfo
  view(tensor: TensorInfo): Values
}

const memoryOf = (backend: CpuBackend): Memory =>
  'typedArrayFromHeap' in backend
    ? {
        output: (shape) => backend.makeOutput([...shape], 'float32'),
        view: (tensor) => backend.typedArrayFromHeap(tensor) as Values,
      }
    : {
        output: (shape) => backend.makeTensorInfo([...shape], 'float32', new Float32Array(sizeOf(shape))),
        view: ({ dataId }) => backend.data.get(dataId).values as Values,
      }

interface Call<Backend, Attributes> {
  readonly inputs: Readonly<Record<string, TensorInfo>>
  readonly backend: Backend
  readonly attrs: Attributes
}

const tfjsNames = { i32: 'int32', u32: 'uint32', f32: 'float32' } as const

const sizeOf = (shape: Shape) => shape.reduce((product, length) => product * length, 1)

/** As a uniform struct of 32-bit numbers, padded to 16 bytes. */
function packed(uniforms: Uniforms): ArrayBuffer {
  const numbers = Object.values(uniforms)
  const bytes = new DataView(new ArrayBuffer(16 * Math.ceil(numbers.length / 4)))
  numbers.forEach(([type, value], place) => {
    if (type === 'f32') bytes.setFloat32(4 * place, value, true)
    else if (type === 'u32') bytes.setUint32(4 * place, value, true)
    else bytes.setInt32(4 * place, value, true)
  })
  return bytes.buffer
}
