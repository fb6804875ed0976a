import type { ChoiceSetting, NumberSetting } from './spec.ts'

/** Settings that systems which learn by gradient share. */

export const epochs: NumberSetting = {
  kind: 'number',
  id: 'epochs',
  name: 'Epochs',
  why: 'How often all ratings are gone through. The held-out curve turns down where more only memorises.',
  low: 1,
  high: 100,
  step: 1,
  scale: 'log',
  whole: true,
}

export const learningRate: NumberSetting = {
  kind: 'number',
  id: 'learningRate',
  name: 'Learning rate',
  symbol: 'η',
  why: 'How far each batch moves the weights. Too small and nothing happens; too large and the loss jumps.',
  low: 0.00001,
  high: 1,
  step: 0.00001,
  scale: 'log',
  whole: false,
}

export const batchSize: NumberSetting = {
  kind: 'number',
  id: 'batchSize',
  name: 'Batch size',
  unit: 'pairs',
  why: 'Pairs looked at before the weights move. Small batches move often and jitter; large ones are steady.',
  low: 16,
  high: 8192,
  step: 1,
  scale: 'log',
  whole: true,
  more: true,
}

export const weightDecay: NumberSetting = {
  kind: 'number',
  id: 'weightDecay',
  name: 'Weight decay',
  symbol: 'λ',
  why: 'Pulls every weight toward 0 at each step, so that nothing is learned by heart.',
  low: 0,
  high: 0.1,
  step: 0.0000001,
  scale: 'linear',
  whole: false,
  more: true,
}

export const negatives: NumberSetting = {
  kind: 'number',
  id: 'negatives',
  name: 'Negatives',
  unit: 'a rating',
  why: 'Films drawn at random, as not watched, beside each one that was. More of them teach more and take longer.',
  low: 1,
  high: 20,
  step: 1,
  scale: 'linear',
  whole: true,
}

export const negativeSampling: ChoiceSetting = {
  kind: 'choice',
  id: 'negativeSampling',
  name: 'Negatives are drawn',
  why: 'Uniform: every film alike. By fame: well-known films more often, so that fame alone no longer wins.',
  options: [
    { value: 'uniform', label: 'uniformly' },
    { value: 'popularity', label: 'by fame^0.75' },
  ],
  more: true,
}
