import { machineSettings, withoutContext } from '../machine-settings.ts'
import type { Spec } from '../spec.ts'

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
  inContext: true,
  settings: machineSettings,
  baseline: withoutContext,
  presets: {
    course: {
      values: {
        context: 'all',
        factors: 10,
        learningRate: 0.001,
        epochs: 20,
        negatives: 4,
        batchSize: 1280,
        weightDecay: 0,
        negativeSampling: 'uniform',
        likedFrom: 0,
      },
      why: 'The course’s 10 factors and its usual rate of learning.',
    },
    tuned: {
      values: {
        context: 'all',
        factors: 10,
        learningRate: 0.005,
        epochs: 16,
        negatives: 4,
        batchSize: 1280,
        weightDecay: 0.000003,
        negativeSampling: 'uniform',
        likedFrom: 0,
      },
      why: 'A larger rate, found on other splits: quick, and stopped where more epochs only memorise. The decay is slight, so that films with few ratings keep what they have learned.',
    },
  },
}
