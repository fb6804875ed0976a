import type { ChoiceSetting, NumberSetting } from '../contract/spec.ts'

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

export const patience: NumberSetting = {
  kind: 'number',
  id: 'patience',
  name: 'Patience',
  unit: 'epochs',
  why: 'Epochs without a better validation NDCG before training stops, at the best epoch. For that a tenth of everybody’s ratings is kept from training. 0: never stops early, learns from all.',
  low: 0,
  high: 20,
  step: 1,
  scale: 'linear',
  whole: true,
  more: true,
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

export const dropout: NumberSetting = {
  kind: 'number',
  id: 'dropout',
  name: 'Dropout',
  why: 'The share of activations silenced at random in each batch, so that no unit can rely on another.',
  low: 0,
  high: 0.9,
  step: 0.05,
  scale: 'linear',
  whole: false,
}

/** @param high the widest there can be */
export const embeddingOf = (why: string, high: number): NumberSetting => ({
  kind: 'number',
  id: 'embedding',
  name: 'Embedding',
  unit: 'numbers',
  why,
  low: 1,
  high,
  step: 1,
  scale: 'log',
  whole: true,
  more: true,
})

/** The layers of a deep network beside something else. */
export const deepLayers: ChoiceSetting = {
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
}

export const deepDropout: NumberSetting = {
  ...dropout,
  why: 'The share of the deep layers’ activations silenced at random in each batch, so that no unit can rely on another.',
}

/** What the course has for whatever learns by gradient. */
export const courseOfGradient = {
  learningRate: 0.001,
  epochs: 20,
  patience: 0,
  negatives: 4,
  batchSize: 1280,
  weightDecay: 0,
  negativeSampling: 'uniform',
  likedFrom: 0,
} as const
