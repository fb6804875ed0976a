import { chooseDevice, UnsupportedDeviceError, type Device, type DevicePreference } from '../../device/device.ts'
import { nodeGpu } from '../../device/node-gpu.ts'

/** Opens a device in Node. Throws UnsupportedDeviceError, naming the option, where one is insisted on and there is none. */
export async function openDevice(preference: DevicePreference): Promise<Device> {
  try {
    return await chooseDevice(preference, preference === 'cpu' ? undefined : await nodeGpu())
  } catch (error) {
    if (!(error instanceof UnsupportedDeviceError)) throw error
    const variable = process.env.VK_ICD_FILENAMES
    const looked = variable ? `VK_ICD_FILENAMES is ${variable}` : 'VK_ICD_FILENAMES is not set'
    throw new UnsupportedDeviceError(`--device ${preference}: no WebGPU adapter was found (${looked})`)
  }
}

/** Node would not end while a WebGPU device lives. */
export function closeDevice(device: Device): void {
  if (device.kind === 'webgpu') device.device.destroy()
}
