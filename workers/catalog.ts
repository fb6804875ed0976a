import { algorithms, type CatalogEntry } from './algorithms/catalog.ts'
import { metricsSpec } from './evaluation/metrics/spec.ts'
import { abTestSpec } from './serving/ab-test/spec.ts'
import { hybridSpec } from './serving/hybrid/spec.ts'
import { learnedHybridSpec } from './serving/learned-hybrid/spec.ts'
import { coldStartSpec } from './serving/cold-start/spec.ts'
import { mmrSpec } from './serving/mmr/spec.ts'
import { pipelineSpec } from './serving/pipeline/spec.ts'

/** Systems made of others, once those are trained. */
const served: readonly CatalogEntry[] = [
  { spec: metricsSpec, load: async () => (await import('./evaluation/metrics/metrics.ts')).metrics },
  { spec: hybridSpec, load: async () => (await import('./serving/hybrid/hybrid.ts')).hybrid },
  {
    spec: learnedHybridSpec,
    load: async () => (await import('./serving/learned-hybrid/learned-hybrid.ts')).learnedHybrid,
  },
  { spec: pipelineSpec, load: async () => (await import('./serving/pipeline/pipeline.ts')).pipeline },
  { spec: mmrSpec, load: async () => (await import('./serving/mmr/mmr.ts')).mmr },
  { spec: coldStartSpec, load: async () => (await import('./serving/cold-start/cold-start.ts')).coldStart },
  { spec: abTestSpec, load: async () => (await import('./serving/ab-test/ab-test.ts')).abTest },
]

/** Every system; within a family this is the order in which the page lists them. */
export const catalog: readonly CatalogEntry[] = [...algorithms, ...served]

/** Throws where there is no such system, naming those there are. */
export function systemOf(id: string): CatalogEntry {
  const system = catalog.find(({ spec }) => spec.id === id)
  if (!system) throw new Error(`there is no system ${id}; there are ${catalog.map(({ spec }) => spec.id).join(', ')}`)
  return system
}
