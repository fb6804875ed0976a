import {
  batchSize,
  courseOfGradient,
  epochs,
  learningRate,
  negatives,
  negativeSampling,
  patience,
  weightDecay,
} from '../../../training/settings.ts'
import { likedFrom, type ChoiceSetting, type Preset, type Setting } from '../../../contract/spec.ts'

const contextFields: ChoiceSetting = {
  kind: 'choice',
  id: 'context',
  name: 'Circumstances',
  why: 'With them a film can suit a morning on the train and not an evening at home. Without, only who and what count.',
  options: [
    { value: 'all', label: 'learned from' },
    { value: 'none', label: 'left out' },
  ],
}

/** The settings that both factorization machines have. */
export const fmSettings: readonly Setting[] = [
  contextFields,
  {
    kind: 'number',
    id: 'factors',
    name: 'Factors',
    symbol: 'k',
    why: 'The length of each vector. More can tell finer tastes apart, and learn more by heart.',
    low: 1,
    high: 64,
    step: 1,
    scale: 'log',
    whole: true,
  },
  learningRate,
  epochs,
  negatives,
  batchSize,
  patience,
  weightDecay,
  negativeSampling,
  likedFrom,
]

/** The same machine without the context, to measure beside it. */
export const withoutContext = { name: 'without context', changes: { context: 'none' } } as const

export const fmCourse: Preset = {
  values: { ...courseOfGradient, context: 'all', factors: 10 },
  why: 'The course’s 10 factors and its usual rate of learning.',
}
