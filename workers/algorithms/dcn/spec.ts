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
  cross: 'vector',
  crossLayers: 3,
  features: 'all',
  dropout: 0.2,
  embedding: 32,
  layers: '256-128-64',
}

export const dcnSpec: Spec = {
  id: 'dcn',
  name: 'Deep & Cross',
  shortName: 'Deep & Cross',
  family: 'Neural',
  idea: 'What is known of person, film and moment is multiplied with itself, layer by layer, beside a deep network.',
  inShort: 'Features, crossed',
  paper: {
    authors: 'Ruoxi Wang, Bin Fu, Gang Fu and Mingliang Wang',
    year: 2017,
    title: 'Deep & Cross network for ad click predictions',
    venue: 'ADKDD',
  },
  step: { one: 'batch', many: 'batches' },
  speed: 'max',
  byGradient: true,
  tensors: true,
  inContext: true,
  settings: [
    {
      kind: 'choice',
      id: 'cross',
      name: 'Cross by',
      why: 'A vector weighs all features into one number; a matrix weighs them anew for each number they multiply.',
      options: [
        { value: 'vector', label: 'a vector (2017)' },
        { value: 'matrix', label: 'a matrix (2021)' },
      ],
    },
    {
      kind: 'number',
      id: 'crossLayers',
      name: 'Cross layers',
      why: 'Each layer multiplies once more: two layers reach products of three features, three of four.',
      low: 1,
      high: 6,
      step: 1,
      scale: 'linear',
      whole: true,
    },
    {
      kind: 'choice',
      id: 'features',
      name: 'Features',
      why: 'What stands beside person and film in the input. Without them nothing but the two ids is crossed.',
      options: [
        { value: 'all', label: 'of film and moment' },
        { value: 'film', label: 'of the film' },
        { value: 'none', label: 'none' },
      ],
    },
    learningRate,
    epochs,
    negatives,
    deepDropout,
    embeddingOf('The width of each segment of the input: person, film, and each field of features.', 64),
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
      why: 'The course’s sizes and rate: three cross layers beside 256, 128 and 64, with everything that the data knows.',
    },
    tuned: {
      values: { ...course, embedding: 16, layers: '64-32', epochs: 8, learningRate: 0.003 },
      why: 'Narrower segments and layers and a larger rate learn as much in a quarter of the time. Chosen by NDCG@10 on ratings set aside: after 8 epochs it only memorises.',
    },
  },
}
