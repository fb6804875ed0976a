import './node-globals.ts'
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import { env, type TensorInfo } from '@tensorflow/tfjs-core'
import type { GpuDevice } from './device.ts'
import type { Kernel } from './kernel.ts'

/** What tfjs keeps to itself, and an update in place needs. */
interface Internals {
  commandEncoder: GPUCommandEncoder
  computePassEncoder: GPUComputePassEncoder | null
  commandQueueOwnedIds: WeakSet<object>
  uniformPendingDisposal: GPUBuffer[]
  dispatchCountInPass: number
}

/** tfjs's WebGPU backend on the device that everything else runs on, with its dispatches and read-backs counted. */
export class GpuTensors extends WebGPUBackend {
  readonly gpu: GpuDevice

  constructor(gpu: GpuDevice) {
    super(gpu.device)
    this.gpu = gpu
  }

  override runWebGPUProgram(...program: Parameters<WebGPUBackend['runWebGPUProgram']>): TensorInfo {
    this.gpu.dispatches++
    return super.runWebGPUProgram(...program)
  }

  override async read(dataId: object) {
    const { values } = this.tensorMap.get(dataId) as { values: unknown }
    if (!values) this.gpu.readBacks++
    return await super.read(dataId)
  }

  /** One dispatch among tfjs's own that changes the first `changed` of these tensors where they are. */
  updateInPlace(kernel: Kernel, tensors: readonly TensorInfo[], changed: number, numbers: ArrayBuffer, groups: number) {
    const inside = this as unknown as Internals
    const parameters = this.bufferManager.acquireBuffer(
      numbers.byteLength,
      GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    )
    this.queue.writeBuffer(parameters, 0, numbers)
    const buffers = tensors.map(({ dataId }) => {
      this.uploadToGPU(dataId)
      inside.commandQueueOwnedIds.add(dataId)
      return this.tensorMap.get(dataId).resource as GPUBuffer
    })
    const group = this.device.createBindGroup({
      layout: kernel.pipeline.getBindGroupLayout(0),
      entries: [...buffers, parameters].map((buffer, binding) => ({ binding, resource: { buffer } })),
    })
    this.ensureCommandEncoderReady()
    inside.computePassEncoder ??= inside.commandEncoder.beginComputePass()
    inside.computePassEncoder.setPipeline(kernel.pipeline)
    inside.computePassEncoder.setBindGroup(0, group)
    inside.computePassEncoder.dispatchWorkgroups(groups)
    inside.dispatchCountInPass++
    inside.uniformPendingDisposal.push(parameters)
    this.gpu.dispatches++
    // what was read before is no longer so
    for (const { dataId } of tensors.slice(0, changed)) this.tensorMap.get(dataId).values = null as never
  }

  /** Hands to the device what was recorded so far. */
  submit() {
    this.endComputePassEncoder()
    if ((this as unknown as Internals).commandEncoder) this.submitQueue()
  }
}

/** MatMulPackedProgram: the one for large inner sizes adds atomically, in an order that no two runs share. */
const packed = 3

export function prepareWebGpu() {
  env().set('WEBGPU_MATMUL_PROGRAM_TYPE', packed)
  // small tensors would be computed on the CPU, by other code
  env().set('WEBGPU_CPU_FORWARD', false)
  // one submit a step
  env().set('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE', 1000)
}
