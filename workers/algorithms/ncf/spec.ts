import {
  batchSize,
  courseOfGradient,
  dropout,
  embeddingOf,
  epochs,
  learningRate,
  negativeSampling,
  negatives,
  patience,
  weightDecay,
} from '../../training/settings.ts'
import { likedFrom, type Spec } from '../../contract/spec.ts'

const course = { ...courseOfGradient, parts: 'both', dropout: 0.2, embedding: 32, layers: '64-32-16' }

export const ncfSpec: Spec = {
  id: 'ncf',
  name: 'Neural collaborative filtering',
  shortName: 'NCF',
  family: 'Neural',
  idea: 'A network learns how a person and a film go together, where ALS can only multiply.',
  inShort: 'A network for taste',
  paper: {
    authors: 'Xiangnan He, Lizi Liao, Hanwang Zhang, Liqiang Nie, Xia Hu and Tat-Seng Chua',
    year: 2017,
    title: 'Neural collaborative filtering',
    venue: 'WWW',
  },
  step: { one: 'batch', many: 'batches' },
  speed: 'max',
  byGradient: true,
  tensors: true,
  settings: [
    {
      kind: 'choice',
      id: 'parts',
      name: 'Parts',
      why: 'GMF multiplies two embeddings; the MLP sends two others through layers. Each can learn alone.',
      options: [
        { value: 'both', label: 'GMF and MLP' },
        { value: 'gmf', label: 'GMF alone' },
        { value: 'mlp', label: 'MLP alone' },
      ],
    },
    learningRate,
    epochs,
    negatives,
    dropout,
    embeddingOf('The width of each embedding. The layers above keep their widths.', 128),
    {
      kind: 'choice',
      id: 'layers',
      name: 'Layers of the MLP',
      why: 'More and wider layers can bend further, and learn more by heart.',
      options: [
        { value: '64-32-16', label: '64, 32, 16' },
        { value: '32-16', label: '32, 16' },
        { value: '16', label: '16' },
      ],
      more: true,
    },
    batchSize,
    patience,
    weightDecay,
    negativeSampling,
    likedFrom,
  ],
  presets: {
    course: {
      values: course,
      why: 'The course’s sizes and rate, and its 20 epochs, whether they help or not.',
    },
    tuned: {
      values: { ...course, epochs: 12 },
      why: 'The course’s sizes, and fewer epochs. Past some fifteen the network learns by heart: train on, and watch the held-out NDCG turn down.',
    },
  },
}
