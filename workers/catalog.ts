import type { Algorithm, ServedSystem } from './algorithms/algorithm.ts'
import { alsSpec } from './algorithms/als/spec.ts'
import { itemCfSpec } from './algorithms/item-cf/spec.ts'
import { popularitySpec } from './algorithms/popularity/spec.ts'
import type { Spec } from './algorithms/spec.ts'
import { metricsSpec } from './evaluation/metrics/spec.ts'

/** A system: its spec at once, its engine when it is wanted. */
export interface CatalogEntry<System extends ServedSystem = ServedSystem> {
  readonly spec: Spec
  readonly load: () => Promise<System>
}

/** Every system that learns from the ratings by itself, in the order of the course. */
export const algorithms: readonly CatalogEntry<Algorithm>[] = [
  {
    spec: popularitySpec,
    load: async () => (await import('./algorithms/popularity/popularity.ts')).popularity,
  },
  { spec: itemCfSpec, load: async () => (await import('./algorithms/item-cf/item-cf.ts')).itemCf },
  { spec: alsSpec, load: async () => (await import('./algorithms/als/als.ts')).als },
]

/** Systems made of others, once those are trained. */
export const served: readonly CatalogEntry[] = [
  { spec: metricsSpec, load: async () => (await import('./evaluation/metrics/metrics.ts')).metrics },
]

/** Every system; within a family this is the order in which the page lists them. */
export const catalog: readonly CatalogEntry[] = [...algorithms, ...served]

/** Throws where there is no such system, naming those there are. */
export function systemOf(id: string): CatalogEntry {
  const system = catalog.find(({ spec }) => spec.id === id)
  if (!system) throw new Error(`there is no system ${id}; there are ${catalog.map(({ spec }) => spec.id).join(', ')}`)
  return system
}
