import { describe, expect, it, vi } from 'vitest'
import { chooseDevice, DeviceLostError, UnsupportedDeviceError } from './device.ts'
import {
  bind,
  bufferFrom,
  emptyBuffer,
  finished,
  gridOf,
  kernelOf,
  parameterBuffer,
  readBackOf,
  run,
} from './kernel.ts'
import { nodeGpu } from './node-gpu.ts'
import { freshGpu, testDevice } from '../testing/test-device.ts'

/** A browser's `navigator.gpu` that offers one adapter, or none. */
function offering(info: Partial<GPUAdapterInfo> | undefined, requestDevice?: () => Promise<GPUDevice>): GPU {
  const adapter = info && { info: { isFallbackAdapter: false, ...info }, requestDevice }
  return { requestAdapter: () => Promise.resolve(adapter ?? null) } as unknown as GPU
}

const aDevice = () => Promise.resolve({ lost: new Promise(() => {}), addEventListener() {} } as unknown as GPUDevice)

describe('choosing a device', () => {
  it('takes a real adapter', async () => {
    const gpu = offering({ vendor: 'nvidia', architecture: 'ampere', device: '', description: '' }, aDevice)
    expect(await chooseDevice('auto', gpu)).toMatchObject({
      kind: 'webgpu',
      reason: 'GPU found',
      adapter: 'nvidia ampere',
    })
  })

  it('prefers the CPU to no adapter and to a software one', async () => {
    const reasonFor = async (gpu: GPU | undefined) => {
      const device = await chooseDevice('auto', gpu)
      return [device.kind, device.reason]
    }
    expect(await reasonFor(undefined)).toEqual(['cpu', 'no GPU found'])
    expect(await reasonFor(offering(undefined))).toEqual(['cpu', 'no GPU found'])
    expect(await reasonFor({ requestAdapter: () => Promise.reject(new Error('blocked')) } as unknown as GPU)).toEqual([
      'cpu',
      'no GPU found',
    ])
    expect(await reasonFor(offering({ isFallbackAdapter: true }, aDevice))).toEqual(['cpu', 'software GPU only'])
    expect(await reasonFor(offering({ architecture: 'swiftshader' }, aDevice))).toEqual(['cpu', 'software GPU only'])
    expect(await reasonFor(offering({ description: 'llvmpipe (LLVM 15)' }, aDevice))).toEqual([
      'cpu',
      'software GPU only',
    ])
    const broken = offering({ vendor: 'amd' }, () => Promise.reject(new Error('no')))
    expect(await reasonFor(broken)).toEqual(['cpu', 'the GPU would not start'])
  })

  it('knows the software adapter it is tested with', async () => {
    const device = await chooseDevice('auto', await nodeGpu())
    if (device.kind === 'webgpu') device.device.destroy()
    else expect(device.reason).toBe('software GPU only')
  })

  it('takes a software adapter when WebGPU is insisted on, and says when there is none', async () => {
    expect(await chooseDevice('webgpu', offering({ isFallbackAdapter: true }, aDevice))).toMatchObject({
      kind: 'webgpu',
      reason: 'you chose WebGPU',
    })
    await expect(chooseDevice('webgpu', undefined)).rejects.toThrow(UnsupportedDeviceError)
    await expect(chooseDevice('webgpu', offering(undefined))).rejects.toThrow(UnsupportedDeviceError)
  })

  it('never asks for an adapter when the CPU is chosen', async () => {
    const requestAdapter = vi.fn()
    const device = await chooseDevice('cpu', { requestAdapter } as unknown as GPU)
    expect(device).toEqual({ kind: 'cpu', reason: 'you chose the CPU' })
    expect(requestAdapter).not.toHaveBeenCalled()
  })
})

const doubling = `
  @group(0) @binding(0) var<storage, read_write> numbers: array<f32>;
  @compute @workgroup_size(64)
  fn double(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) local: u32,
  ) {
    let i = (group.y * groups.x + group.x) * 64u + local;
    if (i < LENGTH) { numbers[i] *= 2.0; }
  }`

describe('kernels', () => {
  const test = testDevice()

  it('runs, counts its dispatches and reads back', async () => {
    const { gpu } = test
    const numbers = bufferFrom(gpu, Float32Array.of(1, 2, 3))
    const kernel = kernelOf(gpu, doubling, 'double', { LENGTH: 2 })
    const twice = bind(gpu, { kernel, bindings: [numbers], workgroups: 1 })
    const back = readBackOf(gpu, [{ buffer: numbers, length: 3 }])
    const before = gpu.dispatches
    await run(gpu, [twice, twice], back.copy)
    const [bytes] = await back.bytes()
    expect([...new Float32Array(bytes!)]).toEqual([4, 8, 3])
    expect(gpu.dispatches - before).toBe(2)
    expect(kernelOf(gpu, doubling, 'double', { LENGTH: 2 })).toBe(kernel)
  })

  it('goes into two dimensions where one is not enough', async () => {
    expect(gridOf(7, 65535)).toEqual([7, 1])
    expect(gridOf(65536, 65535)).toEqual([32768, 2])
    const { gpu } = test
    const length = 64 * 70_000
    const numbers = bufferFrom(gpu, new Float32Array(length).fill(1))
    const kernel = kernelOf(gpu, doubling, 'double', { LENGTH: length })
    const back = readBackOf(gpu, [{ buffer: numbers, length }])
    await run(gpu, [bind(gpu, { kernel, bindings: [numbers], workgroups: 70_000 })], back.copy)
    const [bytes] = await back.bytes()
    expect(new Float32Array(bytes!).every((x) => x === 2)).toBe(true)
  })

  it('says what is wrong with a broken shader', async () => {
    const kernel = kernelOf(test.gpu, '@compute @workgroup_size(1) fn main() { nonsense(); }', 'main')
    await expect(kernel.ready).rejects.toThrow(/shader main is broken: .*nonsense/)
  })

  it('says that the device is gone', async () => {
    const gpu = await freshGpu()
    const numbers = emptyBuffer(gpu, 4)
    const back = readBackOf(gpu, [{ buffer: numbers, length: 4 }])
    gpu.device.destroy()
    await expect(back.bytes()).rejects.toThrow(DeviceLostError)
    expect(await gpu.lost).toBeTruthy()
    await expect(run(gpu, [])).rejects.toThrow(DeviceLostError)
    await expect(finished(gpu)).rejects.toThrow(DeviceLostError)
  })

  it('throws what the device refused to do', async () => {
    const gpu = await freshGpu()
    const kernel = kernelOf(gpu, doubling, 'double', { LENGTH: 1 })
    const uniform = parameterBuffer(gpu, 4)
    const impossible = bind(gpu, { kernel, bindings: [uniform], workgroups: 1 })
    await expect(run(gpu, [impossible]).then(() => finished(gpu))).rejects.toThrow(/the GPU refused its work/)
    gpu.device.destroy()
  })
})
