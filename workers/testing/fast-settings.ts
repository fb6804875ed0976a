import type { Settings, Spec } from '../contract/spec.ts'

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
 * For tests: changes with which a system that learns by gradient trains in a second or so on the CPU, the narrowest of
 * its layers among them. Systems that do not are fast as they are, and none of their settings is changed.
 */
export const fastSettings = (spec: Spec): Settings => ({
  ...changesOf(spec, small),
  ...narrowest(spec),
  // Every film of a batch stands beside every person of it: a larger batch is more work for each.
  ...(spec.inBatchNegatives && { batchSize: 256 }),
})

/** One epoch in a few large batches: what it learns is told apart from nothing, and one person's list from another's. */
export const fewSteps = (spec: Spec): Settings => ({
  ...fastSettings(spec),
  ...changesOf(spec, { epochs: 1 }),
  ...inBatchesOf(8192, spec),
})

/** For tests of a page, to which it does not matter what was learned. */
export const fewestSteps = (spec: Spec): Settings => ({
  ...fewSteps(spec),
  ...changesOf(spec, { negatives: 1, embedding: 4, factors: 4, hidden: 16 }),
})

/** For tests to which it does not matter what was learned: a few small batches. */
export const fewSmallBatches = (spec: Spec): Settings => ({
  ...fastSettings(spec),
  ...changesOf(spec, { epochs: 1, batchSize: 256, negatives: 1 }),
})

function narrowest({ byGradient, settings }: Spec): Settings {
  const layers = settings.find(({ id }) => id === 'layers')
  return byGradient && layers?.kind === 'choice' ? { layers: layers.options.at(-1)!.value } : {}
}

/** For an epoch of few steps in the sizes it has, for tests that look at pictures of it. */
export const oneEpoch = (spec: Spec): Settings => ({
  ...changesOf(spec, { epochs: 1, negatives: 1 }),
  ...inBatchesOf(2048, spec),
})

/** But where every film of a batch stands beside every person of it, and the batch is the picture. */
const inBatchesOf = (batchSize: number, spec: Spec): Settings =>
  spec.inBatchNegatives ? {} : changesOf(spec, { batchSize })

function changesOf({ byGradient, settings }: Spec, wanted: Settings): Settings {
  if (!byGradient) return {}
  const own = settings.filter(({ id, kind }) => kind === 'number' && id in wanted)
  return Object.fromEntries(own.map(({ id }) => [id, wanted[id]!]))
}
