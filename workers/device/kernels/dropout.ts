import { defineKernel } from '../tensor-kernel.ts'
import source from './dropout.wgsl?raw'

export interface Dropping {
  /** the share that is dropped, from 0 to below 1 */
  readonly rate: number
  /** another key drops other elements; one key always the same */
  readonly key: number
}

/** Zero where an element is dropped, x / (1 − rate) where it is kept; which ones, follows from key and place alone. */
export const dropped = defineKernel<Dropping>({
  name: 'Dropped',
  reads: ['x'],
  shape: ([shape]) => shape!,
  plain([x], result, _, { rate, key }) {
    // signed, and by table: no number is converted on the way, and there is no branch that nobody could predict
    const threshold = thresholdOf(rate) ^ highest
    const scale = Float64Array.of(0, 1 / (1 - rate))
    for (let k = 0; k < result.length; k++) result[k] = x![k]! * scale[+((mixed(k, key) ^ highest) >= threshold)]!
  },
  source,
  uniforms: (_, { rate, key }) => ({
    threshold: ['u32', thresholdOf(rate)],
    key: ['u32', key],
    scale: ['f32', 1 / (1 - rate)],
  }),
})

/** A kept element's hash is at least this. */
const thresholdOf = (rate: number) => Math.floor(rate * 4294967296)

const highest = 1 << 31

/** 32 well-mixed bits of a place under a key, as a number from 0. */
export const hash = (place: number, key: number) => mixed(place, key) >>> 0

/** The finaliser of splitmix32, as signed bits; the same in the shader. */
function mixed(place: number, key: number): number {
  let h = (Math.imul(place, 0x9e3779b1) + key) | 0
  h = Math.imul(h ^ (h >>> 16), 0x21f0aaad)
  h = Math.imul(h ^ (h >>> 15), 0x735a2d97)
  return h ^ (h >>> 15)
}
