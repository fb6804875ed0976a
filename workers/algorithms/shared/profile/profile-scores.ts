import type { GpuDevice } from '../../../device/device.ts'
import {
  bind,
  bufferFrom,
  emptyBuffer,
  kernelOf,
  parameterBuffer,
  readBackOf,
  run,
  write,
} from '../../../device/kernel.ts'
import source from './profile-scores.wgsl?raw'

/** Items described by features, dense. */
export interface DenseItems {
  readonly items: number
  readonly size: number
  /** items × size, row-major */
  readonly values: ArrayLike<number>
  /** the Euclidean length of each row */
  readonly lengths: ArrayLike<number>
}

/** A profile: a weight a feature, and its Euclidean length. */
export interface ProfileVector {
  readonly vector: ArrayLike<number>
  readonly length: number
}

/** Where a cosine of 0 lies on the rating scale, and how far 1 is from there. */
export interface CosineScale {
  readonly middle: number
  readonly half: number
}

/** people × items: middle + half · cosine of profile and item. */
export function profileScoresPlain(
  { items, size, values, lengths }: DenseItems,
  profiles: readonly ProfileVector[],
  { middle, half }: CosineScale,
): Float32Array {
  const scores = new Float32Array(profiles.length * items)
  profiles.forEach(({ vector, length }, person) => {
    for (let item = 0; item < items; item++) {
      let sum = 0
      for (let f = 0; f < size; f++) sum += vector[f] * values[item * size + f]
      scores[person * items + item] = middle + (half * sum) / (length * lengths[item] + 1e-8)
    }
  })
  return scores
}

/** The items stay on the GPU; profiles come and scores go, in blocks of people. */
export interface ScorerOnGpu {
  /** people × items, in one dispatch a block. Not to be called while another call is under way. */
  scores(people: number, profileOf: (person: number) => ProfileVector): Promise<Float32Array>
  destroy(): void
}

export function createProfileScorer(gpu: GpuDevice, items: DenseItems, scale: CosineScale): ScorerOnGpu {
  return scorerOnGpu(gpu, { source, entryPoint: 'profile_scores' }, items, [Float32Array.from(items.values)], scale)
}

/** Cells of one block of scores: 32 MB. */
const blockCells = 8 * 1024 * 1024

/**
 * What the dense and the sparse kernel share. Bindings: block, profiles, their lengths, the items' lengths, then
 * `rows` as the kernel wants them, scores last.
 */
export function scorerOnGpu(
  gpu: GpuDevice,
  { source, entryPoint }: { readonly source: string; readonly entryPoint: string },
  { items, size, lengths }: Omit<DenseItems, 'values'>,
  rows: readonly (Float32Array | Uint32Array)[],
  { middle, half }: CosineScale,
): ScorerOnGpu {
  const parameters = parameterBuffer(gpu, 8)
  const held = [Float32Array.from(lengths), ...rows].map((numbers) => bufferFrom(gpu, numbers))
  const kernel = kernelOf(gpu, source, entryPoint)
  const cells = Math.min(blockCells, gpu.device.limits.maxStorageBufferBindingSize / 4)
  const most = Math.max(1, Math.floor(cells / Math.max(items, size, 1)))

  async function block(profiles: readonly ProfileVector[]): Promise<Float32Array> {
    const people = profiles.length
    const vectors = new Float32Array(people * size)
    profiles.forEach(({ vector }, person) => vectors.set(vector, person * size))
    const given = [vectors, Float32Array.from(profiles, ({ length }) => length)].map((x) => bufferFrom(gpu, x))
    const scores = emptyBuffer(gpu, people * items)
    const back = readBackOf(gpu, [{ buffer: scores, length: people * items }])
    const shape = new DataView(new ArrayBuffer(32))
    ;[people, items, size].forEach((n, place) => shape.setUint32(4 * place, n, true))
    ;[middle, half].forEach((x, place) => shape.setFloat32(12 + 4 * place, x, true))
    write(gpu, parameters, shape.buffer)
    const bindings = [parameters, ...given, ...held, scores]
    try {
      await run(gpu, [bind(gpu, { kernel, bindings, workgroups: Math.ceil((people * items) / 64) })], back.copy)
      return new Float32Array((await back.bytes())[0])
    } finally {
      for (const buffer of [...given, scores, back]) buffer.destroy()
    }
  }

  return {
    async scores(people, profileOf) {
      const all = new Float32Array(people * items)
      for (let first = 0; first < people; first += most) {
        const count = Math.min(most, people - first)
        all.set(await block(Array.from({ length: count }, (_, k) => profileOf(first + k))), first * items)
      }
      return all
    },
    destroy() {
      for (const buffer of [parameters, ...held]) buffer.destroy()
    },
  }
}
