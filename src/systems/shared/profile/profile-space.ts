import type { Snapshot } from '../../../../workers/contract/system.ts'
import type { ProductRow } from './chart/product-rows.ts'
import type { SystemProps } from '../../system.ts'
import { personName } from '../../../format/names.ts'

/** A person's profile and the films' features as a snapshot holds them, to be laid side by side. */
export interface ProfileSpace {
  readonly names: readonly string[]
  readonly kinds: readonly string[]
  readonly start: Uint32Array
  readonly feature: Uint32Array
  readonly value: Float32Array
  /** the profile; undefined where there is none yet */
  readonly profile: Float32Array | undefined
}

/** Reads `names` (or `terms`), `start`, `feature`, `value` and `profile`; undefined where the snapshot is of another system. */
export function profileSpace(snapshot: Snapshot | undefined): ProfileSpace | undefined {
  const { start, feature, value, profile, kinds } = snapshot ?? {}
  const names = snapshot?.names ?? snapshot?.terms
  if (!(start instanceof Uint32Array && feature instanceof Uint32Array)) return undefined
  if (!(value instanceof Float32Array && profile instanceof Float32Array) || typeof names !== 'string') return undefined
  return {
    names: names === '' ? [] : names.split('\n'),
    kinds: typeof kinds === 'string' && kinds !== '' ? kinds.split('\n') : [],
    start,
    feature,
    value,
    profile: profile.some((weight) => weight !== 0) ? profile : undefined,
  }
}

/** A film's entries, features and values. */
export function entriesOf({ start, feature, value }: ProfileSpace, item: number) {
  const [first, end] = [start[item] ?? 0, start[item + 1] ?? 0]
  return { feature: feature.subarray(first, end), value: value.subarray(first, end) }
}

export const lengthOf = (values: Float32Array) => Math.sqrt(values.reduce((sum, x) => sum + x * x, 0))

/** The cosine of every film with the profile, for the picture; NaN for a film of which nothing is known. */
export function cosinesOf(space: ProfileSpace): Float32Array {
  const { profile } = space
  const own = profile ? lengthOf(profile) : 0
  return Float32Array.from({ length: space.start.length - 1 }, (_, item) => {
    const { feature, value } = entriesOf(space, item)
    if (!profile || value.length === 0) return NaN
    return value.reduce((sum, x, place) => sum + x * profile[feature[place]!]!, 0) / (own * lengthOf(value))
  })
}

/** A row a feature: the profile's weight and the film's, both brought to length 1, so that the products add up to the cosine. */
export function productRows(space: ProfileSpace, item: number | undefined): ProductRow[] {
  const { profile, names, kinds } = space
  if (!profile) return []
  const own = lengthOf(profile)
  const film = new Float32Array(names.length)
  if (item !== undefined) {
    const { feature, value } = entriesOf(space, item)
    const length = lengthOf(value)
    feature.forEach((f, place) => (film[f] = value[place]! / length))
  }
  return names.map((name, id) => ({ id, name, kind: kinds[id] ?? '', profile: profile[id]! / own, film: film[id]! }))
}

/** The film that the picture is about: the one previewed or pinned, else the one whose reasons are shown. */
export function filmShown({ shown, view }: Pick<SystemProps, 'shown' | 'view'>): number | undefined {
  return shown?.kind === 'item' ? shown.id : view.why?.item
}

export function profileLabel(who: SystemProps['who']): string {
  return who === 'you' ? 'your profile' : who === 'link' ? 'the linked profile' : `${personName(who)}’s profile`
}
