import { fmCourse, fmSettings, withoutContext } from '../shared/fm/settings.ts'
import type { Spec } from '../../contract/spec.ts'

export const ffmSpec: Spec = {
  id: 'ffm',
  name: 'Field-aware factorization machine',
  shortName: 'FFM',
  family: 'Context',
  idea: 'Every feature has another vector for each kind of thing it meets: what a genre means to you need not be what it means to a place.',
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
  tensors: true,
  inContext: true,
  settings: fmSettings,
  baseline: withoutContext,
  presets: {
    course: fmCourse,
    tuned: {
      values: {
        ...fmCourse.values,
        learningRate: 0.005,
        epochs: 12,
        negatives: 8,
        batchSize: 2304,
        weightDecay: 0.00003,
      },
      why: 'As for FM, but pulled to 0 ten times as hard and stopped earlier: with a vector for every field there is more to learn by heart.',
    },
  },
}
