import { machineSettings, withoutContext } from '../machine-settings.ts'
import type { Spec } from '../spec.ts'

export const ffmSpec: Spec = {
  id: 'ffm',
  name: 'Field-aware factorization machine',
  shortName: 'FFM',
  family: 'Context',
  idea: 'A feature has another vector for each kind of thing it meets: what home means to a genre need not be what it means to a device.',
  inShort: 'A vector for each field',
  paper: {
    authors: 'Yuchin Juan, Yong Zhuang, Wei-Sheng Chin and Chih-Jen Lin',
    year: 2016,
    title: 'Field-aware factorization machines for CTR prediction',
    venue: 'RecSys',
  },
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
        patience: 0,
        likedFrom: 0,
      },
      why: 'The course’s 10 factors and its usual rate of learning.',
    },
    tuned: {
      values: {
        context: 'all',
        factors: 10,
        learningRate: 0.003,
        epochs: 20,
        negatives: 4,
        batchSize: 1280,
        weightDecay: 0.00001,
        negativeSampling: 'uniform',
        patience: 0,
        likedFrom: 0,
      },
      why: 'To be found.',
    },
  },
}
