import type { GpuDevice } from '../device.ts'
import { bind, kernelOf, parameterBuffer, write, type BoundDispatch } from '../kernel.ts'
import source from './top-k.wgsl?raw'

/**
 * The k largest positive values of a row, by value downwards, then index upwards, into `ids` and `values` from
 * `offset` on. Returns how many there are, k at most. k is small against the row, so a newcomer is inserted in place.
 */
export function topKOfRow(
  row: Float64Array,
  k: number,
  ids: Uint32Array,
  values: Float32Array,
  offset: number,
): number {
  if (kept.length < k) kept = new Float64Array(k)
  let count = 0
  let threshold = 0
  for (let i = 0; i < row.length; i++) {
    const value = row[i]!
    if (!(value > threshold)) continue
    let place = count < k ? count++ : k - 1
    for (; place > 0 && kept[place - 1]! < value; place--) {
      kept[place] = kept[place - 1]!
      ids[offset + place] = ids[offset + place - 1]!
    }
    kept[place] = value
    ids[offset + place] = i
    if (count === k) threshold = kept[k - 1]!
  }
  for (let place = 0; place < count; place++) values[offset + place] = kept[place]!
  return count
}

/** Values are compared in float64 and stored in float32: two that round to one number keep their order. */
let kept = new Float64Array(64)

/** What `topKOfRow` leaves untouched, the GPU fills with this. */
export const noItem = 0xffffffff

/**
 * The same for many rows in one dispatch, values in float32, negative ones too where `which` is any; places without a
 * value hold `noItem` and 0.
 */
export function topKOnGpu(
  gpu: GpuDevice,
  buffers: { values: GPUBuffer; ids: GPUBuffer; best: GPUBuffer },
  which: 'positive' | 'any' = 'positive',
) {
  const parameters = parameterBuffer(gpu, 4)
  const dispatch = bind(gpu, {
    kernel: kernelOf(gpu, source, 'top_k', { ANY: Number(which === 'any') }),
    bindings: [parameters, buffers.values, buffers.ids, buffers.best],
    workgroups: 1,
  })
  return {
    /** To be run before another is asked for. */
    of(rows: number, columns: number, k: number): BoundDispatch {
      write(gpu, parameters, Uint32Array.of(rows, columns, k, 0))
      return { ...dispatch, workgroups: rows }
    },
    destroy: () => parameters.destroy(),
  }
}
