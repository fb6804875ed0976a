import type { Algorithm } from './algorithm.ts'
import { alsSpec } from './als/spec.ts'
import { itemCfSpec } from './item-cf/spec.ts'
import { popularitySpec } from './popularity/spec.ts'
import type { Spec } from './spec.ts'

/** Every system, in the order of the course: its spec at once, its engine when it is wanted. */
export const catalog: readonly { readonly spec: Spec; readonly load: () => Promise<Algorithm> }[] = [
  { spec: popularitySpec, load: async () => (await import('./popularity/popularity.ts')).popularity },
  { spec: itemCfSpec, load: async () => (await import('./item-cf/item-cf.ts')).itemCf },
  { spec: alsSpec, load: async () => (await import('./als/als.ts')).als },
]

/** Throws where there is no such system, naming those there are. */
export function systemOf(id: string) {
  const system = catalog.find(({ spec }) => spec.id === id)
  if (!system) throw new Error(`there is no system ${id}; there are ${catalog.map(({ spec }) => spec.id).join(', ')}`)
  return system
}
