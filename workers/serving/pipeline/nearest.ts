import type { Scored } from '../../lib/top-k.ts'
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
import source from '../../device/kernels/products.wgsl?raw'
import { noItem, topKOnGpu } from '../../device/kernels/top-k.ts'

/** Vectors that stay on the GPU, to be searched exactly: `exact-index.ts` is the plain form. */
export interface NearestOnGpu {
  /**
   * Of several queries side by side, each one's k items of the largest products, equals by the smaller item; two
   * dispatches a block of queries. Not to be called while another call is under way.
   */
  nearest(queries: Float32Array, k: number): Promise<Scored[][]>
  destroy(): void
}

/** Products of one block: 32 MB. */
const blockCells = 8 * 1024 * 1024

/** @param values items × width */
export function nearestOnGpu(gpu: GpuDevice, values: Float32Array, width: number): NearestOnGpu {
  const items = values.length / width
  const held = bufferFrom(gpu, values)
  const shape = parameterBuffer(gpu, 4)
  const kernel = kernelOf(gpu, source, 'all_products')
  const cells = Math.min(blockCells, gpu.device.limits.maxStorageBufferBindingSize / 4)
  const most = Math.max(1, Math.floor(cells / Math.max(items, width)))

  async function block(queries: Float32Array, wanted: number): Promise<Scored[][]> {
    const rows = queries.length / width
    const given = bufferFrom(gpu, queries)
    const [products, ids, best] = [rows * items, rows * wanted, rows * wanted].map((length) => emptyBuffer(gpu, length))
    const top = topKOnGpu(gpu, { values: products!, ids: ids!, best: best! }, 'any')
    const back = readBackOf(gpu, [
      { buffer: ids!, length: rows * wanted },
      { buffer: best!, length: rows * wanted },
    ])
    write(gpu, shape, Uint32Array.of(rows, items, width, 0))
    const workgroups = Math.ceil((rows * items) / 64)
    try {
      const multiply = bind(gpu, { kernel, bindings: [shape, given, held, products!], workgroups })
      await run(gpu, [multiply, top.of(rows, items, wanted)], back.copy)
      const [foundIds, scores] = await back.bytes()
      return listsOf(new Uint32Array(foundIds!), new Float32Array(scores!), rows, wanted)
    } finally {
      for (const one of [given, products!, ids!, best!, top, back]) one.destroy()
    }
  }

  return {
    async nearest(queries, k) {
      const wanted = Math.min(k, items)
      const found: Scored[][] = []
      for (let first = 0; first * width < queries.length; first += most) {
        const some = queries.subarray(first * width, (first + most) * width)
        found.push(
          ...(wanted === 0 ? Array.from({ length: some.length / width }, () => []) : await block(some, wanted)),
        )
      }
      return found
    },
    destroy() {
      held.destroy()
      shape.destroy()
    },
  }
}

const listsOf = (ids: Uint32Array, scores: Float32Array, rows: number, k: number): Scored[][] =>
  Array.from({ length: rows }, (_, row) =>
    Array.from(ids.subarray(row * k, (row + 1) * k), (item, place) => ({
      item,
      score: scores[row * k + place]!,
    })).filter(({ item }) => item !== noItem),
  )
