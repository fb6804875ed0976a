import type { GpuDevice } from '../../device/device.ts'
import {
  bind,
  bufferFrom,
  emptyBuffer,
  kernelOf,
  parameterBuffer,
  readBackOf,
  run,
  write,
} from '../../device/kernel.ts'
import source from './tally.wgsl?raw'

/** Entries in a fixed order, and the whole numbers that each adds to its item. */
export interface Entries {
  /** the item of each entry */
  readonly items: Uint32Array
  /** entries × width; the sum over any one item stays below 2^32, and so is exact in any order */
  readonly adds: Uint32Array
  /** numbers an entry */
  readonly width: number
}

/** Adds the entries from `first` to before `end` to `totals`, items × width. */
export function tallyPlain({ items, adds, width }: Entries, first: number, end: number, totals: Uint32Array): void {
  for (let e = first; e < end; e++) {
    for (let column = 0; column < width; column++) totals[items[e] * width + column] += adds[e * width + column]
  }
}

/** Adds up on the GPU; nothing comes back before `read`. */
export interface TallyOnGpu {
  /** One dispatch. */
  add(first: number, end: number): Promise<void>
  /** items × width; throws DeviceLostError where the device is gone */
  read(): Promise<Uint32Array>
  destroy(): void
}

/** @param size how many items there are */
export function createTallyOnGpu(gpu: GpuDevice, { items, adds, width }: Entries, size: number): TallyOnGpu {
  const parameters = parameterBuffer(gpu, 2)
  const [list, amounts] = [items, adds].map((numbers) => bufferFrom(gpu, numbers))
  const totals = emptyBuffer(gpu, size * width)
  const back = readBackOf(gpu, [{ buffer: totals, length: size * width }])
  const kernel = kernelOf(gpu, source, 'tally', { WIDTH: width })
  return {
    async add(first, end) {
      write(gpu, parameters, Uint32Array.of(first, end - first))
      const workgroups = Math.ceil((end - first) / 64)
      await run(gpu, [bind(gpu, { kernel, bindings: [parameters, list, amounts, totals], workgroups })])
    },
    async read() {
      await run(gpu, [], back.copy)
      const [bytes] = await back.bytes()
      return new Uint32Array(bytes)
    },
    destroy() {
      for (const held of [parameters, list, amounts, totals, back]) held.destroy()
    },
  }
}
