import { fmCourse, fmSettings, withoutContext } from '../shared/fm/settings.ts'
import type { Spec } from '../../contract/spec.ts'

export const fmSpec: Spec = {
  id: 'fm',
  name: 'Factorization machine',
  shortName: 'FM',
  family: 'Context',
  idea: 'Everything known of a moment gets a vector, and any two of them are multiplied: person and film, but also place and genre.',
  inShort: 'What goes with what',
  paper: { authors: 'Steffen Rendle', year: 2010, title: 'Factorization machines', venue: 'ICDM' },
  step: { one: 'batch', many: 'batches' },
  speed: 'max',
  byGradient: true,
  tensors: true,
  inContext: true,
  settings: fmSettings,
  baseline: withoutContext,
  presets: {
    course: fmCourse,
    tuned: {
      values: { ...fmCourse.values, learningRate: 0.005, epochs: 16, weightDecay: 0.000003 },
      why: 'A larger rate, found on other splits: quick, and stopped where more epochs only memorise. The decay is slight, so that films with few ratings keep what they have learned.',
    },
  },
}
