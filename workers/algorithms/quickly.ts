import type { Settings, Spec } from './spec.ts'

/** Small, but with something learned: what a test looks at is worth comparing. */
const small: Settings = {
  epochs: 2,
  batchSize: 2048,
  learningRate: 0.01,
  embedding: 8,
  factors: 8,
  hidden: 32,
}

/**
 * For tests: changes with which a system that learns by gradient trains in a second or so on the CPU. Systems that do
 * not are fast as they are, and none of their settings is changed.
 */
export function quickly({ byGradient, settings }: Spec): Settings {
  if (!byGradient) return {}
  const own = settings.filter(({ id, kind }) => kind === 'number' && id in small)
  return Object.fromEntries(own.map(({ id }) => [id, small[id]!]))
}
