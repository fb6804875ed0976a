import type { GpuDevice } from '../../device/device.ts'
import {
  scorerOnGpu,
  type CosineScale,
  type ProfileVector,
  type ScorerOnGpu,
} from '../shared/profile/profile-scores.ts'
import source from './term-scores.wgsl?raw'

/** Items described by terms, sparse (CSR). */
export interface TermItems {
  readonly items: number
  /** how many terms there are */
  readonly size: number
  /** length items + 1 */
  readonly start: Uint32Array
  /** term of each entry */
  readonly feature: Uint32Array
  /** weight of each entry */
  readonly value: ArrayLike<number>
  /** the Euclidean length of each row */
  readonly lengths: ArrayLike<number>
}

/** people × items: middle + half · cosine of profile and item. */
export function termScoresPlain(
  { items, start, feature, value, lengths }: TermItems,
  profiles: readonly ProfileVector[],
  { middle, half }: CosineScale,
): Float32Array {
  const scores = new Float32Array(profiles.length * items)
  profiles.forEach(({ vector, length }, person) => {
    for (let item = 0; item < items; item++) {
      let sum = 0
      for (let e = start[item]; e < start[item + 1]; e++) sum += vector[feature[e]] * value[e]
      scores[person * items + item] = middle + (half * sum) / (length * lengths[item] + 1e-8)
    }
  })
  return scores
}

export function createTermScorer(gpu: GpuDevice, items: TermItems, scale: CosineScale): ScorerOnGpu {
  const rows = [items.start, items.feature, Float32Array.from(items.value)]
  return scorerOnGpu(gpu, { source, entryPoint: 'term_scores' }, items, rows, scale)
}
