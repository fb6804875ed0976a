import type { GpuDevice } from '../device.ts'
import { bind, bufferFrom, emptyBuffer, kernelOf, parameterBuffer, readBackOf, run, write } from '../kernel.ts'
import source from './count.wgsl?raw'

/** Adds 1 to `counts` at each item from `first` to before `end` whose entry counts (1). */
export function countPlain(
  items: Uint32Array,
  countsFor: Uint32Array,
  first: number,
  end: number,
  counts: Uint32Array,
): void {
  for (let e = first; e < end; e++) counts[items[e]] += countsFor[e]
}

/** Counts on the GPU; nothing comes back before `read`. */
export interface CountOnGpu {
  /** One dispatch. */
  add(first: number, end: number): Promise<void>
  /** items; throws DeviceLostError where the device is gone */
  read(): Promise<Uint32Array>
  destroy(): void
}

/**
 * @param items the item of each entry
 * @param countsFor 1 for entries that count, else 0
 * @param size how many items there are
 */
export function createCountOnGpu(gpu: GpuDevice, items: Uint32Array, countsFor: Uint32Array, size: number): CountOnGpu {
  const parameters = parameterBuffer(gpu, 2)
  const [list, flags] = [items, countsFor].map((numbers) => bufferFrom(gpu, numbers))
  const counts = emptyBuffer(gpu, size)
  const back = readBackOf(gpu, [{ buffer: counts, length: size }])
  const kernel = kernelOf(gpu, source, 'count')
  return {
    async add(first, end) {
      write(gpu, parameters, Uint32Array.of(first, end - first))
      const workgroups = Math.ceil((end - first) / 64)
      await run(gpu, [bind(gpu, { kernel, bindings: [parameters, list, flags, counts], workgroups })])
    },
    async read() {
      await run(gpu, [], back.copy)
      const [bytes] = await back.bytes()
      return new Uint32Array(bytes)
    },
    destroy() {
      for (const held of [parameters, list, flags, counts, back]) held.destroy()
    },
  }
}
