import type { Rated } from '../../workers/contract/system.ts'
import type { DatasetInfo } from '../../workers/lab/api.ts'
import { isRatingOf } from './fit-to-data.ts'

/** What a visitor last said of one film. A rating taken back stays as a null, or another tab would bring it back. */
export interface Said {
  readonly item: number
  readonly rating: number | null
  /** when it was said, in milliseconds since the epoch: of two, the later holds */
  readonly at: number
  /** when the film was first rated: a changed rating keeps its place */
  readonly since: number
}

/** What stays on this device between visits; other tabs keep theirs in the same place. */
export interface Kept {
  /** what was said of films by dataset, newest first, each film once */
  readonly yours: Readonly<Record<string, readonly Said[]>>
  /** films said not to have been seen, by dataset */
  readonly notSeen: Readonly<Record<string, readonly number[]>>
  /** systems opened */
  readonly opened: readonly string[]
}

export const nothingKept: Kept = { yours: {}, notSeen: {}, opened: [] }

/** So many films of one dataset are kept, those last spoken of: nobody rates as many by hand. */
export const mostFilms = 5000

const shown = new WeakMap<readonly Said[], readonly Rated[]>()

/** The ratings that hold, newest first: for the same list the same ratings. */
export function ratingsThatHold(said: readonly Said[]): readonly Rated[] {
  const ratings = shown.get(said) ?? said.flatMap(({ item, rating }) => (rating === null ? [] : [{ item, rating }]))
  shown.set(said, ratings)
  return ratings
}

/** A film rated, or its rating taken back (undefined). `again` puts a rating taken back where it had stood. */
export function withSaid(
  kept: Kept,
  dataset: string,
  { item, rating, again = false }: { item: number; rating: number | undefined; again?: boolean },
  now = Date.now(),
): Kept {
  const list = kept.yours[dataset] ?? []
  const last = list.find((said) => said.item === item)
  // Later than what it replaces, and newer than all others, even where the clock was put back.
  const at = Math.max(now, (last?.at ?? 0) + 1)
  const keepsPlace = last && (again || rating === undefined || last.rating !== null)
  const since = keepsPlace ? last.since : Math.max(at, (list[0]?.since ?? 0) + 1)
  return merged(kept, { ...nothingKept, yours: { [dataset]: [{ item, rating: rating ?? null, at, since }] } })
}

/**
 * All that both hold, of each film what was said last. In whatever order tabs hear of each other, and however often,
 * they end with the same: it is commutative, associative and idempotent. What adds nothing leaves `a` as it is.
 */
export function merged(a: Kept, b: Kept): Kept {
  const yours = byDataset(a.yours, b.yours, lastSaid)
  const notSeen = byDataset(a.notSeen, b.notSeen, union)
  const opened = union(a.opened, b.opened)
  const same = yours === a.yours && notSeen === a.notSeen && opened === a.opened
  return same ? a : { yours, notSeen, opened }
}

type ByDataset<T> = Readonly<Record<string, readonly T[]>>

function byDataset<T>(
  a: ByDataset<T>,
  b: ByDataset<T>,
  merge: (a: readonly T[], b: readonly T[]) => readonly T[],
): ByDataset<T> {
  const changed = Object.entries(b)
    .map(([dataset, list]) => [dataset, merge(a[dataset] ?? [], list)] as const)
    .filter(([dataset, list]) => list !== a[dataset])
  return changed.length === 0 ? a : { ...a, ...Object.fromEntries(changed) }
}

/** The union in one order, whoever began; of too many the same are left out everywhere. */
const union = <T extends string | number>(a: readonly T[], b: readonly T[]): readonly T[] =>
  asBefore(a, [...new Set([...a, ...b])].sort((x, y) => (x < y ? -1 : 1)).slice(0, mostFilms))

function lastSaid(a: readonly Said[], b: readonly Said[]): readonly Said[] {
  const last = new Map(a.map((said) => [said.item, said]))
  for (const said of b) {
    const other = last.get(said.item)
    if (!other || later(said, other) > 0) last.set(said.item, said)
  }
  // What is cut off is older than all that stays, here as in every tab: nothing of it comes back.
  const all = last.size > mostFilms ? [...last.values()].sort((x, y) => later(y, x)).slice(0, mostFilms) : last.values()
  return asBefore(
    a,
    [...all].sort((x, y) => y.since - x.since || x.item - y.item),
  )
}

/** Positive where `a` was said after `b`. Of what was said at the same time, every tab must choose the same. */
const later = (a: Said, b: Said) =>
  a.at - b.at || a.since - b.since || (a.rating ?? -Infinity) - (b.rating ?? -Infinity) || a.item - b.item

const asBefore = <T>(before: readonly T[], now: readonly T[]): readonly T[] =>
  now.length === before.length && now.every((each, k) => each === before[k]) ? before : now

/** Takes back what the data cannot have: films that it has not, ratings off its scale. Says how many there were. */
export function fittedTo(info: DatasetInfo, kept: Kept): { kept: Kept; lost: number } {
  const lost = (kept.yours[info.id] ?? []).filter(
    ({ item, rating }) => rating !== null && !isRatingOf(info, { item, rating }),
  )
  const takenBack = lost.map((said) => ({ ...said, rating: null, at: said.at + 1 }))
  return { kept: merged(kept, { ...nothingKept, yours: { [info.id]: takenBack } }), lost: lost.length }
}

/** Reads what was stored, by this version or the first, which kept no times. Never throws; counts what was of no use. */
export function readKept(text: string | null): { kept: Kept; lost: number } {
  if (text === null) return { kept: nothingKept, lost: 0 }
  let lost = 0
  const useful = <T>(values: unknown, read: (value: unknown, fromEnd: number) => T | undefined): T[] => {
    if (values === undefined) return []
    const all = Array.isArray(values) ? (values as unknown[]) : [values]
    const found = all.slice(0, mostFilms).flatMap((each, k) => read(each, all.length - k) ?? [])
    lost += all.length - found.length
    return found
  }
  const usefulByDataset = <T>(value: unknown, read: (value: unknown, fromEnd: number) => T | undefined) => {
    const [datasets] = useful(value, (each) => (isRecord(each) ? each : undefined))
    const entries = useful(Object.entries(datasets ?? {}), (each) => {
      const [dataset, list] = each as [string, unknown]
      return /^[a-z]{1,20}(@\d{1,4}|:[0-9a-z]{1,64})$/.test(dataset) ? { dataset, list: useful(list, read) } : undefined
    })
    return Object.fromEntries(entries.map(({ dataset, list }) => [dataset, list]))
  }
  const [stored] = useful(parsed(text), (each) => (isRecord(each) ? each : undefined))
  const read: Kept = {
    yours: usefulByDataset(stored?.yours, readSaid),
    notSeen: usefulByDataset(stored?.notSeen, (item) => (isCount(item) ? item : undefined)),
    opened: useful(stored?.opened, (id) => (typeof id === 'string' && /^[a-z0-9-]{1,40}$/.test(id) ? id : undefined)),
  }
  const kept = merged(nothingKept, read)
  return { kept, lost: lost + size(read) - size(kept) }
}

function parsed(text: string): unknown {
  try {
    return [JSON.parse(text)]
  } catch {
    return [undefined]
  }
}

function readSaid(value: unknown, fromEnd: number): Said | undefined {
  if (!isRecord(value)) return undefined
  const { item, rating, at = 0, since = fromEnd } = value
  if (!isCount(item) || !isCount(at) || !isCount(since)) return undefined
  return rating === null || Number.isFinite(rating) ? { item, rating: rating as number | null, at, since } : undefined
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Films and times are whole numbers; the last that a date can be is far below what a number can hold. */
const isCount = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 8.64e15

const size = ({ yours, notSeen, opened }: Kept) =>
  [...Object.values(yours), ...Object.values(notSeen), opened].reduce((sum, { length }) => sum + length, 0)
