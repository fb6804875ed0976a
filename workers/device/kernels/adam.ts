import { adamCorrections, adamInPlace, type AdamStep } from '../../lib/adam.ts'
import { defineUpdate } from '../tensor-kernel.ts'
import source from './adam.wgsl?raw'

/** One step of Adam (lib/adam.ts): changes the parameter and both moments, reads the gradient. */
export const adamUpdate = defineUpdate<AdamStep>({
  name: 'Adam',
  plain: ([parameter, mean, square], [gradient], asked) => adamInPlace(parameter!, mean!, square!, gradient!, asked),
  source,
  entryPoint: 'adam',
  uniforms(asked) {
    const { rate, root } = adamCorrections(asked)
    return { decay: ['f32', asked.weightDecay], rate: ['f32', rate], root: ['f32', root] }
  },
})
