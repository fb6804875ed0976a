import type { Scored } from '../../lib/top-k.ts'
import type { Tolerance } from './fixture.ts'

/** What came out is not what the fixture says: where, what, and what was expected. */
export class Mismatch extends Error {
  override readonly name = 'Mismatch'
}

/** In float32, of outputs and losses. */
export const float32: Tolerance = { abs: 1e-4, rel: 1e-3 }

export function within({ abs, rel }: Tolerance, got: number, want: number): boolean {
  return got === want || Math.abs(got - want) <= abs + rel * Math.abs(want)
}

/** Numbers as they stand; null is NaN or undefined, and infinities are words. */
function expectNumber(where: string, got: unknown, want: unknown, tolerance: Tolerance) {
  if (want === null) {
    if (got === undefined || got === null || Number.isNaN(got)) return
    throw new Mismatch(`${where} is ${shown(got)}, expected none`)
  }
  const number = want === 'Infinity' ? Infinity : want === '-Infinity' ? -Infinity : want
  if (typeof number !== 'number') throw new Mismatch(`${where}: cannot read the expected ${JSON.stringify(want)}`)
  if (typeof got === 'number' && within(tolerance, got, number)) return
  throw new Mismatch(`${where} is ${shown(got)}, expected ${number}`)
}

function shown(got: unknown): string {
  return typeof got === 'number' ? String(got) : (JSON.stringify(got) ?? 'undefined')
}

/** Nested lists of numbers against nested lists (or typed arrays). Throws Mismatch at the first difference. */
export function expectClose(where: string, got: unknown, want: unknown, tolerance: Tolerance): void {
  if (!Array.isArray(want)) return expectNumber(where, got, want, tolerance)
  const list = ArrayBuffer.isView(got) ? Array.from(got as unknown as ArrayLike<number>) : got
  if (!Array.isArray(list)) throw new Mismatch(`${where} is ${shown(got)}, expected a list of ${want.length}`)
  if (list.length !== want.length) throw new Mismatch(`${where} has ${list.length} values, expected ${want.length}`)
  want.forEach((value, i) => expectClose(`${where}[${i}]`, list[i], value, tolerance))
}

/** A value, or `{error}`: then the work must throw an error that says something. */
export function expectResult(where: string, work: () => unknown, want: unknown, tolerance: Tolerance): void {
  if (!isError(want)) return expectClose(where, work(), want, tolerance)
  let got: unknown
  try {
    got = work()
  } catch (error) {
    if (error instanceof Error && error.message.length > 0) return
    throw new Mismatch(`${where} threw ${String(error)}, expected a clear error`)
  }
  throw new Mismatch(`${where} is ${shown(got)}, expected an error`)
}

function isError(want: unknown): boolean {
  return typeof want === 'object' && want !== null && 'error' in want
}

export interface ListRules {
  readonly tolerance: Tolerance
  /** equal scores are in the list or at its cut: the order among them is rounding noise */
  readonly nearTie: boolean
  /** scores nearer than this are equal too */
  readonly tie: number
  /** the score that an item truly has */
  readonly scoreOf: (item: number) => number
}

/**
 * A recommendation list against `[[item, score], …]`: the same scores place by place, and the same items, except that
 * items of equal score may change places; whatever stands in the list must truly have the score it stands with.
 */
export function expectList(
  where: string,
  got: readonly Scored[],
  want: readonly (readonly [number, number])[],
  rules: ListRules,
): void {
  const { tolerance, nearTie, tie, scoreOf } = rules
  if (got.length !== want.length) {
    throw new Mismatch(`${where} has ${got.length} items, expected ${want.length}: ${show(got)}`)
  }
  got.forEach(({ item, score }, place) => {
    expectNumber(`${where}[${place}] score`, score, want[place][1], tolerance)
    if (item === want[place][0]) return
    const others = want.filter((_, i) => i !== place).map(([, other]) => Math.abs(other - want[place][1]))
    const tied = nearTie || Math.abs(scoreOf(want[place][0]) - score) < tie || others.some((gap) => gap < tie)
    if (!tied) throw new Mismatch(`${where}[${place}] is item ${item}, expected ${want[place][0]}`)
    expectNumber(`${where}[${place}] own score of item ${item}`, scoreOf(item), score, tolerance)
  })
  if (new Set(got.map(({ item }) => item)).size !== got.length) {
    throw new Mismatch(`${where} has an item twice: ${show(got)}`)
  }
}

function show(list: readonly Scored[]): string {
  return list.map(({ item, score }) => `${item} (${score})`).join(', ')
}

/** Throws Mismatch on an answer in the fixture that nothing here compares: what is not checked must not pass. */
export function checkKeys(where: string, want: unknown, known: readonly string[]): void {
  for (const key of Object.keys(want as object)) {
    if (!known.includes(key)) throw new Mismatch(`${where}.${key} is expected, but nothing here computes it`)
  }
}
