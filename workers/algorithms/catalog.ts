import type { Algorithm, CompositeSystem } from '../contract/system.ts'
import { alsSpec } from './als/spec.ts'
import { contentSpec } from './content/spec.ts'
import { dcnSpec } from './dcn/spec.ts'
import { ffmSpec } from './ffm/spec.ts'
import { fmSpec } from './fm/spec.ts'
import { funkSvdSpec } from './funk-svd/spec.ts'
import { itemCfSpec } from './item-cf/spec.ts'
import { ncfSpec } from './ncf/spec.ts'
import { popularitySpec } from './popularity/spec.ts'
import { withSettings, type Settings, type Spec } from '../contract/spec.ts'
import { svdSpec } from './svd/spec.ts'
import { textContentSpec } from './text-content/spec.ts'
import { twoTowerSpec } from './two-tower/spec.ts'
import { userCfSpec } from './user-cf/spec.ts'
import { wideDeepSpec } from './wide-deep/spec.ts'

/** A system: its spec at once, its engine when it is wanted. */
export interface CatalogEntry<System extends CompositeSystem = CompositeSystem> {
  readonly spec: Spec
  readonly load: () => Promise<System>
}

/** Every system that learns from the ratings by itself, in the order of the course. */
export const algorithms: readonly CatalogEntry<Algorithm>[] = [
  { spec: popularitySpec, load: async () => (await import('./popularity/popularity.ts')).popularity },
  { spec: userCfSpec, load: async () => (await import('./user-cf/user-cf.ts')).userCf },
  { spec: itemCfSpec, load: async () => (await import('./item-cf/item-cf.ts')).itemCf },
  { spec: contentSpec, load: async () => (await import('./content/content.ts')).content },
  { spec: textContentSpec, load: async () => (await import('./text-content/text-content.ts')).textContent },
  { spec: svdSpec, load: async () => (await import('./svd/svd.ts')).svd },
  { spec: funkSvdSpec, load: async () => (await import('./funk-svd/funk-svd.ts')).funkSvd },
  { spec: alsSpec, load: async () => (await import('./als/als.ts')).als },
  { spec: ncfSpec, load: async () => (await import('./ncf/ncf.ts')).ncf },
  { spec: dcnSpec, load: async () => (await import('./dcn/dcn.ts')).dcn },
  { spec: wideDeepSpec, load: async () => (await import('./wide-deep/wide-deep.ts')).wideDeep },
  { spec: fmSpec, load: async () => (await import('./fm/fm.ts')).fm },
  { spec: ffmSpec, load: async () => (await import('./ffm/ffm.ts')).ffm },
  { spec: twoTowerSpec, load: async () => (await import('./two-tower/two-tower.ts')).twoTower },
]

/** What every other is measured against: it knows nobody. */
export const reference = popularitySpec

/** What stands for all that know of an item only who rated it. */
export const byRatingsAlone = itemCfSpec

/** The one that moves most: what "Learn" opens before anything was chosen. */
export const openedFirst = alsSpec

/** Three that differ most, and answer at once: what the start page sets side by side. */
export const startSystems = [popularitySpec, itemCfSpec, alsSpec].map(({ id }) => id)

/** The systems with some capability that another can be made of, as the options of its setting. */
export const optionsThat = (can: (spec: Spec) => boolean) =>
  algorithms.filter(({ spec }) => can(spec)).map(({ spec: { id, shortName } }) => ({ value: id, label: shortName }))

export const algorithmOptions = optionsThat(() => true)

/** An algorithm's tuned settings, with the `likedFrom` of who makes use of it, where it has that setting. */
export function tunedAsComponent(id: string, { likedFrom }: Settings): Settings {
  const { spec } = algorithms.find((algorithm) => algorithm.spec.id === id)!
  const shared = likedFrom !== undefined && spec.settings.some((setting) => setting.id === 'likedFrom')
  return withSettings(spec, 'tuned', shared ? { likedFrom } : {})
}
