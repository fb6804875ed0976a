import {
  batchSize,
  courseOfGradient,
  deepDropout,
  deepLayers,
  embeddingOf,
  epochs,
  learningRate,
  negativeSampling,
  negatives,
  patience,
  weightDecay,
} from '../../training/settings.ts'
import { likedFrom, type Spec } from '../../contract/spec.ts'

const course = {
  ...courseOfGradient,
  dropout: 0.3,
  embedding: 32,
  layers: '256-128-64',
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
  tensors: true,
  inContext: true,
  settings: [
    learningRate,
    epochs,
    negatives,
    deepDropout,
    embeddingOf('The width of the network’s two inputs, person and film.', 64),
    deepLayers,
    batchSize,
    patience,
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
