/** What runs the heavy work: the CPU, or a WebGPU device with its counters. */
export type Device = CpuDevice | GpuDevice

export interface CpuDevice {
  readonly kind: 'cpu'
  /** why the CPU, in a few words for the chip on the page: "no GPU found" */
  readonly reason: string
}

export interface GpuDevice {
  readonly kind: 'webgpu'
  readonly reason: string
  /** the adapter's name, as far as the browser tells it: "nvidia ampere" */
  readonly adapter: string
  readonly device: GPUDevice
  /** kernels dispatched since the device was made */
  dispatches: number
  /** tensors read back since the device was made */
  readBacks: number
  /** resolves with the reason when the device is lost */
  readonly lost: Promise<string>
  /** why the device is gone or did not do what it was told; undefined while all is well */
  trouble: DeviceTrouble | undefined
}

export interface DeviceTrouble {
  readonly kind: 'lost' | 'failed'
  readonly message: string
}

export type DevicePreference = 'auto' | 'cpu' | 'webgpu'

/** The device that was asked for does not exist here. */
export class UnsupportedDeviceError extends Error {
  override readonly name = 'UnsupportedDeviceError'
}

/** The device went away in the middle of work; what it held is lost with it. */
export class DeviceLostError extends Error {
  override readonly name = 'DeviceLostError'
}

/** The browser's WebGPU, where there is one. */
export const browserGpu = (): GPU | undefined => navigator.gpu as GPU | undefined

/**
 * Never decided by timing, so that one link has one answer. 'auto' takes WebGPU on a real adapter only: a software one
 * is many times slower than the CPU path. 'webgpu' takes any adapter; 'cpu' never asks for one.
 *
 * @param gpu `navigator.gpu`, where there is one
 * @throws UnsupportedDeviceError when WebGPU is insisted on and there is none
 */
export async function chooseDevice(preference: DevicePreference, gpu: GPU | undefined): Promise<Device> {
  if (preference === 'cpu') return { kind: 'cpu', reason: 'you chose the CPU' }
  const adapter = await adapterOf(gpu)
  if (preference === 'auto') {
    if (!adapter) return { kind: 'cpu', reason: 'no GPU found' }
    if (isSoftware(adapter.info)) return { kind: 'cpu', reason: 'software GPU only' }
  }
  if (!adapter) throw new UnsupportedDeviceError('WebGPU was asked for, and this browser offers no adapter for it')
  try {
    const reason = preference === 'webgpu' ? 'you chose WebGPU' : 'GPU found'
    return deviceOf(await adapter.requestDevice(), nameOf(adapter.info), reason)
  } catch (error) {
    if (preference === 'auto') return { kind: 'cpu', reason: 'the GPU would not start' }
    throw new UnsupportedDeviceError(`WebGPU was asked for, and its device would not start: ${String(error)}`)
  }
}

async function adapterOf(gpu: GPU | undefined): Promise<GPUAdapter | null> {
  try {
    return (await gpu?.requestAdapter()) ?? null
  } catch {
    return null
  }
}

const softwareRenderers = /swiftshader|llvmpipe|lavapipe|basic render|software/i

function isSoftware(info: GPUAdapterInfo): boolean {
  return info.isFallbackAdapter || softwareRenderers.test(`${info.architecture} ${info.device} ${info.description}`)
}

function nameOf({ vendor, architecture, description }: GPUAdapterInfo): string {
  return [vendor, architecture].filter(Boolean).join(' ') || description || 'unnamed adapter'
}

function deviceOf(device: GPUDevice, adapter: string, reason: string): GpuDevice {
  const lost = device.lost.then(({ message, reason }) => message || reason)
  const gpu: GpuDevice = {
    kind: 'webgpu',
    reason,
    adapter,
    device,
    dispatches: 0,
    readBacks: 0,
    lost,
    trouble: undefined,
  }
  void lost.then((message) => (gpu.trouble = { kind: 'lost', message }))
  device.addEventListener('uncapturederror', ({ error }) => {
    gpu.trouble ??= { kind: 'failed', message: error.message }
  })
  return gpu
}

/** Throws what has happened to the device since it was made, if anything has. */
export function checkDevice(gpu: GpuDevice): void {
  if (gpu.trouble?.kind === 'lost') throw new DeviceLostError(`the GPU was lost: ${gpu.trouble.message}`)
  if (gpu.trouble) throw new Error(`the GPU refused its work: ${gpu.trouble.message}`)
}
