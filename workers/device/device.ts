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
  readonly device: GPUDevice
  /** kernels dispatched since the device was made */
  dispatches: number
  /** resolves with the reason when the device is lost */
  readonly lost: Promise<string>
}

export type DevicePreference = 'auto' | 'cpu' | 'webgpu'
