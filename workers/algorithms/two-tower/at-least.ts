import { defineUpdate } from '../../device/tensor-kernel.ts'
import source from './at-least.wgsl?raw'

/** Raises every number of a parameter that is below `least` to it, in place. */
export const atLeast = defineUpdate<{ readonly least: number }>({
  name: 'AtLeast',
  plain([parameter], _, { least }) {
    for (let k = 0; k < parameter!.length; k++) parameter![k] = Math.max(parameter![k]!, least)
  },
  source,
  entryPoint: 'at_least',
  uniforms: ({ least }) => ({ least: ['f32', least] }),
})
