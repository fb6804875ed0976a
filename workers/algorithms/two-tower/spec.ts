import { batchSize, dropout, embeddingOf, epochs, learningRate, patience, weightDecay } from '../gradient-settings.ts'
import { likedFrom, type Spec } from '../spec.ts'

const course = {
  temperature: 1,
  logQ: 'on',
  learningRate: 0.001,
  epochs: 50,
  patience: 0,
  dropout: 0.3,
  hidden: 256,
  embedding: 128,
  batchSize: 256,
  weightDecay: 0,
  likedFrom: 0,
}

export const twoTowerSpec: Spec = {
  id: 'two-tower',
  name: 'Two-tower retrieval',
  shortName: 'Two-tower',
  family: 'In production',
  idea: 'One network makes a vector of a person, another of a film: the nearest films are found without asking all.',
  inShort: 'Two networks that meet',
  paper: {
    authors: 'Xinyang Yi, Ji Yang, Lichan Hong, Derek Zhiyuan Cheng, Lukasz Heldt and others',
    year: 2019,
    title: 'Sampling-bias-corrected neural modeling for large corpus item recommendations',
    venue: 'RecSys',
  },
  step: { one: 'batch', many: 'batches' },
  speed: 'max',
  byGradient: true,
  tensors: true,
  inContext: true,
  settings: [
    {
      kind: 'number',
      id: 'temperature',
      name: 'First temperature',
      symbol: 'T₀',
      why: 'The T that cosines are divided by before anything is learned; from there it is learned, too, and the picture shows where it is. At 1 no film can be much likelier than another, and learning is slow.',
      low: 0.01,
      high: 2,
      step: 0.01,
      scale: 'log',
      whole: false,
    },
    {
      kind: 'choice',
      id: 'logQ',
      name: 'log Q correction',
      why: 'Well-known films stand in many batches, always as somebody’s wrong answer. Without the correction they are punished for their fame.',
      options: [
        { value: 'on', label: 'on' },
        { value: 'off', label: 'off' },
      ],
    },
    learningRate,
    epochs,
    dropout,
    {
      ...batchSize,
      why: 'Each film of a batch is the wrong answer for everybody else in it: larger batches ask harder questions.',
    },
    {
      kind: 'number',
      id: 'hidden',
      name: 'Hidden units',
      unit: 'units',
      why: 'How wide each tower is in its middle. Wider towers bend further, take longer, and learn more by heart.',
      low: 8,
      high: 512,
      step: 1,
      scale: 'log',
      whole: true,
      more: true,
    },
    embeddingOf('The width of the vectors that the towers end in, which an index of films holds.', 256),
    patience,
    weightDecay,
    likedFrom,
  ],
  presets: {
    course: {
      values: course,
      why: 'The course’s sizes, rate, temperature of 1 and 50 epochs.',
    },
    tuned: {
      values: { ...course, temperature: 0.1, learningRate: 0.003, epochs: 4, batchSize: 512 },
      why: 'A temperature of 0.1, a larger rate and larger batches: the towers learn in four epochs. Chosen by NDCG@10 on ratings set aside.',
    },
  },
}
