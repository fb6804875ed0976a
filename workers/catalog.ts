import type { Algorithm, ServedSystem } from './algorithms/algorithm.ts'
import { alsSpec } from './algorithms/als/spec.ts'
import { contentSpec } from './algorithms/content/spec.ts'
import { itemCfSpec } from './algorithms/item-cf/spec.ts'
import { popularitySpec } from './algorithms/popularity/spec.ts'
import type { Spec } from './algorithms/spec.ts'
import { coldStartSpec } from './serving/cold-start/spec.ts'
import { userCfSpec } from './algorithms/user-cf/spec.ts'
import { textContentSpec } from './algorithms/text-content/spec.ts'

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
  { spec: userCfSpec, load: async () => (await import('./algorithms/user-cf/user-cf.ts')).userCf },
  { spec: itemCfSpec, load: async () => (await import('./algorithms/item-cf/item-cf.ts')).itemCf },
  { spec: contentSpec, load: async () => (await import('./algorithms/content/content.ts')).content },
  {
    spec: textContentSpec,
    load: async () => (await import('./algorithms/text-content/text-content.ts')).textContent,
  },
  { spec: alsSpec, load: async () => (await import('./algorithms/als/als.ts')).als },
]

/** Systems made of others, once those are trained. */
export const served: readonly CatalogEntry[] = [
  { spec: coldStartSpec, load: async () => (await import('./serving/cold-start/cold-start.ts')).coldStart },
]

/** Every system; within a family this is the order in which the page lists them. */
export const catalog: readonly CatalogEntry[] = [...served, ...algorithms]

/** Throws where there is no such system, naming those there are. */
export function systemOf(id: string): CatalogEntry {
  const system = catalog.find(({ spec }) => spec.id === id)
  if (!system) throw new Error(`there is no system ${id}; there are ${catalog.map(({ spec }) => spec.id).join(', ')}`)
  return system
}
