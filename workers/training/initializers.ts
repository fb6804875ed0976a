import type { ArrayWithShape } from '../device/tensors.ts'
import type { Random } from '../lib/random.ts'

/** Start values, from + − × ÷ and square roots alone, so that every engine makes the same. */

/** Normal around 0. */
export function normal(from: Random, shape: readonly number[], deviation: number): ArrayWithShape {
  return { shape, values: Float32Array.from({ length: sizeOf(shape) }, () => deviation * from.normal()) }
}

/** Uniform within ±√(6 / (in + out)): the layer's sums keep their spread (Glorot and Bengio, AISTATS 2010, eq. 16). */
export function xavier(from: Random, [inputs, outputs]: readonly [number, number]): ArrayWithShape {
  const bound = Math.sqrt(6 / (inputs + outputs))
  const values = Float32Array.from({ length: inputs * outputs }, () => bound * (2 * from.uniform() - 1))
  return { shape: [inputs, outputs], values }
}

export function filled(shape: readonly number[], value: number): ArrayWithShape {
  return { shape, values: new Float32Array(sizeOf(shape)).fill(value) }
}

const sizeOf = (shape: readonly number[]) => shape.reduce((product, length) => product * length, 1)
