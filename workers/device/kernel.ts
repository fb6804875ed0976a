import { checkDevice, DeviceLostError, type GpuDevice } from './device.ts'

/** A compute shader made ready for one device. */
export interface Kernel {
  readonly pipeline: GPUComputePipeline
  /** rejects with the compiler's message where the shader is broken */
  readonly ready: Promise<void>
}

const made = new WeakMap<GpuDevice, Map<string, Kernel>>()

/**
 * Compiles a WGSL entry point once for each device and set of constants.
 *
 * @param constants declared in front of the source as u32, so that array sizes and loops can depend on them
 */
export function kernelOf(
  gpu: GpuDevice,
  source: string,
  entryPoint: string,
  constants: Readonly<Record<string, number>> = {},
): Kernel {
  const declared = Object.entries(constants).map(([name, value]) => `const ${name}: u32 = ${value}u;`)
  const code = `${declared.join(' ')}\n${source}`
  const key = `${entryPoint}\n${code}`
  const kernels = made.get(gpu) ?? new Map<string, Kernel>()
  made.set(gpu, kernels)
  const kernel = kernels.get(key) ?? compile(gpu, code, entryPoint)
  kernels.set(key, kernel)
  return kernel
}

function compile(gpu: GpuDevice, code: string, entryPoint: string): Kernel {
  const { device } = gpu
  device.pushErrorScope('validation')
  const module = device.createShaderModule({ code })
  const pipeline = device.createComputePipeline({ layout: 'auto', compute: { module, entryPoint } })
  const ready = device.popErrorScope().then(
    async (error) => {
      if (!error) return
      const { messages } = await module.getCompilationInfo()
      const lines = messages.map(({ lineNum, message }) => `line ${lineNum}: ${message}`)
      throw new Error(`shader ${entryPoint} is broken: ${lines.join('; ') || error.message}`)
    },
    (error: unknown) => fail(gpu, error),
  )
  // Whoever runs the kernel awaits `ready`; until then its failure is not an unhandled one.
  ready.catch(() => {})
  return { pipeline, ready }
}

export interface Dispatch {
  readonly kernel: Kernel
  /** in the order of the shader's bindings, all in group 0 */
  readonly bindings: readonly GPUBuffer[]
  readonly workgroups: number
}

/** Buffers are bound once and the dispatch run as often as wanted. */
export interface BoundDispatch {
  readonly kernel: Kernel
  readonly group: GPUBindGroup
  readonly workgroups: number
}

export function bind(gpu: GpuDevice, { kernel, bindings, workgroups }: Dispatch): BoundDispatch {
  const group = gpu.device.createBindGroup({
    layout: kernel.pipeline.getBindGroupLayout(0),
    entries: bindings.map((buffer, binding) => ({ binding, resource: { buffer } })),
  })
  return { kernel, group, workgroups }
}

/** Runs dispatches in order in one submit, and `after` (copies) behind them. */
export async function run(
  gpu: GpuDevice,
  dispatches: readonly BoundDispatch[],
  after?: (encoder: GPUCommandEncoder) => void,
): Promise<void> {
  for (const { kernel } of dispatches) await kernel.ready
  checkDevice(gpu)
  const encoder = gpu.device.createCommandEncoder()
  const pass = encoder.beginComputePass()
  for (const { kernel, group, workgroups } of dispatches) {
    pass.setPipeline(kernel.pipeline)
    pass.setBindGroup(0, group)
    pass.dispatchWorkgroups(...gridOf(workgroups, gpu.device.limits.maxComputeWorkgroupsPerDimension))
    gpu.dispatches++
  }
  pass.end()
  after?.(encoder)
  gpu.device.queue.submit([encoder.finish()])
}

/** As many workgroups as asked for or a few more, in two dimensions where one is not enough. */
export function gridOf(workgroups: number, limit: number): [number, number] {
  const y = Math.max(1, Math.ceil(workgroups / limit))
  return [Math.ceil(workgroups / y), y]
}

/** Resolves when the device has done all it was given; throws where it could not. */
export async function finished(gpu: GpuDevice): Promise<void> {
  await gpu.device.queue.onSubmittedWorkDone().catch((error: unknown) => fail(gpu, error))
  checkDevice(gpu)
}

type Numbers = Float32Array | Uint32Array

/** A storage buffer with these numbers in it. */
export function bufferFrom(gpu: GpuDevice, numbers: Numbers): GPUBuffer {
  const buffer = emptyBuffer(gpu, numbers.length)
  write(gpu, buffer, numbers)
  return buffer
}

/** A storage buffer of `length` 32-bit numbers, all zero; one at least, since an empty one cannot be bound. */
export function emptyBuffer(gpu: GpuDevice, length: number): GPUBuffer {
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST
  return gpu.device.createBuffer({ size: 4 * Math.max(1, length), usage })
}

/** A buffer for a kernel's few parameters, `length` 32-bit numbers. */
export function parameterBuffer(gpu: GpuDevice, length: number): GPUBuffer {
  return gpu.device.createBuffer({ size: 4 * length, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST })
}

export function write(gpu: GpuDevice, buffer: GPUBuffer, numbers: Numbers | ArrayBuffer): void {
  if (numbers instanceof ArrayBuffer) gpu.device.queue.writeBuffer(buffer, 0, numbers)
  else gpu.device.queue.writeBuffer(buffer, 0, numbers.buffer, numbers.byteOffset, numbers.byteLength)
}

/** Buffers that come back to the CPU after every run, without being made anew. */
export interface ReadBack {
  /** for `run`'s `after` */
  copy(encoder: GPUCommandEncoder): void
  /** the bytes of each source, one after the other; throws DeviceLostError where the device is gone */
  bytes(): Promise<ArrayBuffer[]>
  destroy(): void
}

export function readBackOf(gpu: GpuDevice, sources: readonly { buffer: GPUBuffer; length: number }[]): ReadBack {
  const sizes = sources.map(({ length }) => 4 * length)
  const total = sizes.reduce((sum, size) => sum + size, 0)
  const usage = GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ
  const staging = gpu.device.createBuffer({ size: Math.max(4, total), usage })
  return {
    copy(encoder) {
      let at = 0
      sources.forEach(({ buffer }, s) => {
        encoder.copyBufferToBuffer(buffer, 0, staging, at, sizes[s]!)
        at += sizes[s]!
      })
    },
    async bytes() {
      await staging.mapAsync(GPUMapMode.READ).catch((error: unknown) => fail(gpu, error))
      const all = staging.getMappedRange().slice(0)
      staging.unmap()
      checkDevice(gpu)
      let at = 0
      return sizes.map((size) => all.slice(at, (at += size)))
    },
    destroy: () => staging.destroy(),
  }
}

/** A promise of the device was rejected: because it is gone, or because what it was told is not possible. */
async function fail(gpu: GpuDevice, error: unknown): Promise<never> {
  // The loss may be announced only after what it breaks.
  await Promise.race([gpu.lost, new Promise((resolve) => setTimeout(resolve, 50))])
  checkDevice(gpu)
  throw new DeviceLostError(`the GPU did not answer: ${error instanceof Error ? error.message : String(error)}`)
}
