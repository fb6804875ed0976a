import { batchSize, epochs, learningRate, negatives, negativeSampling, weightDecay } from '../gradient-settings.ts'
import { likedFrom, type Spec } from '../spec.ts'

const course = {
  learningRate: 0.001,
  epochs: 20,
  negatives: 4,
  dropout: 0.3,
  embedding: 32,
  layers: '256-128-64',
  batchSize: 1280,
  weightDecay: 0,
  negativeSampling: 'uniform',
  likedFrom: 0,
}

export const wideDeepSpec: Spec = {
  id: 'wide-deep',
  name: 'Wide & Deep',
  shortName: 'Wide & Deep',
  family: 'Neural',
  idea: 'A linear model remembers who watches which genre, and when; beside it a network generalises.',
  inShort: 'Memory beside a network',
  paper: {
    authors: 'Heng-Tze Cheng et al.',
    year: 2016,
    title: 'Wide & Deep learning for recommender systems',
    venue: 'DLRS',
  },
  step: { one: 'batch', many: 'batches' },
  speed: 'max',
  byGradient: true,
  inContext: true,
  settings: [
    learningRate,
    epochs,
    negatives,
    {
      kind: 'number',
      id: 'dropout',
      name: 'Dropout',
      why: 'The share of the deep layers’ activations silenced at random in each batch, so that no unit can rely on another.',
      low: 0,
      high: 0.9,
      step: 0.05,
      scale: 'linear',
      whole: false,
    },
    {
      kind: 'number',
      id: 'embedding',
      name: 'Embedding',
      unit: 'numbers',
      why: 'The width of the network’s two inputs, person and film.',
      low: 1,
      high: 64,
      step: 1,
      scale: 'log',
      whole: true,
      more: true,
    },
    {
      kind: 'choice',
      id: 'layers',
      name: 'Deep layers',
      why: 'Wider layers can bend further, take longer, and learn more by heart.',
      options: [
        { value: '256-128-64', label: '256, 128, 64' },
        { value: '128-64-32', label: '128, 64, 32' },
        { value: '64-32', label: '64, 32' },
      ],
      more: true,
    },
    batchSize,
    weightDecay,
    negativeSampling,
    likedFrom,
  ],
  presets: {
    course: {
      values: course,
      why: 'The course’s sizes and rate, with crosses of person, genre and circumstance in the wide half.',
    },
    tuned: {
      values: { ...course, layers: '64-32', epochs: 10, learningRate: 0.003 },
      why: 'Two narrow layers and a larger rate rank better on ratings set aside than three wide ones, and learn in a quarter of the time.',
    },
  },
}
