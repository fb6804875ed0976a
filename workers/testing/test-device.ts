import { afterAll, beforeAll } from 'vitest'
import { chooseDevice, type GpuDevice } from '../device/device.ts'
import { nodeGpu } from '../device/node-gpu.ts'

/**
 * A WebGPU device for the tests of one file, software where there is no other; a missing one fails them. Destroyed
 * after the last test, since Node would not end otherwise.
 */
export function testDevice(): { readonly gpu: GpuDevice } {
  const held: { gpu?: GpuDevice } = {}
  beforeAll(async () => {
    held.gpu = await freshGpu()
  })
  afterAll(() => held.gpu?.device.destroy())
  return {
    get gpu() {
      if (!held.gpu) throw new Error('the test device exists only inside tests')
      return held.gpu
    },
  }
}

/** A device of the test's own, to be lost or destroyed by it. */
export async function freshGpu(): Promise<GpuDevice> {
  return (await chooseDevice('webgpu', await nodeGpu())) as GpuDevice
}
