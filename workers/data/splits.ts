import { filterEntries } from '../lib/sparse.ts'
import { random, seedFor, shuffle, type Random } from '../lib/random.ts'
import type { Interactions } from './dataset.ts'

/** Three disjoint parts of the same people × items; every rating is in exactly one. */
export interface Split {
  readonly train: Interactions
  /** about 10 % of each person's ratings outside the test part: for stopping early and tuning */
  readonly validation: Interactions
  /** scored, never learned from */
  readonly test: Interactions
}

export interface SplitOptions {
  readonly seed: number
  /** share of ratings held out for the test, from 0 to below 1 */
  readonly testFraction?: number
}

const validationFraction = 0.1

/** Holds out round(testFraction · n) of each person's n ratings, drawn by seed; everybody keeps at least one. */
export function splitPerPerson(interactions: Interactions, { seed, testFraction = 0.25 }: SplitOptions): Split {
  checkFraction(testFraction)
  const part = new Uint8Array(interactions.time.length)
  markShareOfEach(interactions, part, TEST, testFraction, random(seedFor('test', seed)))
  return withParts(interactions, part, seed)
}

/** Holds out everybody's latest rating (of several at that second, the one of the largest item id). */
export function splitLeaveLastOut(interactions: Interactions, { seed }: Pick<SplitOptions, 'seed'>): Split {
  const { ratings, time } = interactions
  const part = new Uint8Array(time.length)
  for (let person = 0; person < ratings.rows; person++) {
    const first = ratings.start[person]!
    const end = ratings.start[person + 1]!
    if (end - first < 2) continue
    let last = first
    for (let entry = first; entry < end; entry++) if (time[entry]! >= time[last]!) last = entry
    part[last] = TEST
  }
  return withParts(interactions, part, seed)
}

/** Holds out round(testFraction · n) of all n ratings, drawn by seed; whoever would be left with none gets one back. */
export function splitRandom(interactions: Interactions, { seed, testFraction = 0.25 }: SplitOptions): Split {
  checkFraction(testFraction)
  const { start, rows } = interactions.ratings
  const part = new Uint8Array(interactions.time.length)
  const order = shuffle(indicesUpTo(part.length), random(seedFor('test', seed)))
  for (const entry of order.subarray(0, Math.round(testFraction * part.length))) part[entry] = TEST
  for (let person = 0; person < rows; person++) {
    const own = part.subarray(start[person]!, start[person + 1]!)
    if (own.length > 0 && own.every((p) => p === TEST)) own[0] = TRAIN
  }
  return withParts(interactions, part, seed)
}

/**
 * Deals all ratings at random, by seed, into so many folds of equal size (to within one): each is the test part of one
 * split, so that every rating is held out once. Someone with few ratings may be left with none to learn from.
 * Throws RangeError where folds is not a whole number from 2 to the number of ratings.
 */
export function splitIntoFolds(interactions: Interactions, { seed, folds }: { seed: number; folds: number }): Split[] {
  const { length } = interactions.time
  if (!Number.isInteger(folds) || folds < 2 || folds > length) {
    throw new RangeError(`split: folds must be a whole number from 2 to the ${length} ratings, got ${folds}`)
  }
  const order = shuffle(indicesUpTo(length), random(seedFor('folds', seed)))
  return Array.from({ length: folds }, (_, fold) => {
    const part = new Uint8Array(length)
    for (let place = fold; place < length; place += folds) part[order[place]] = TEST
    return withParts(interactions, part, seed)
  })
}

/** Nothing held out for a test: about 10 % of each person's ratings as validation, the same ones whoever asks. */
export function splitForValidation(interactions: Interactions, seed: number): Pick<Split, 'train' | 'validation'> {
  return splitPerPerson(interactions, { seed, testFraction: 0 })
}

/** How many of somebody's ratings that is, whichever they are. */
export const validationOf = (ratings: number) => shareOf(ratings, validationFraction)

/** Training and validation in one, as the final model learns from. */
export function withValidation(split: Split): Interactions {
  return merged(split.train, split.validation)
}

/** The entries whose index satisfies `keep`, with their times and contexts; people and items stay as they are. */
export function keepEntries(interactions: Interactions, keep: (entry: number) => boolean): Interactions {
  const { ratings, time, context } = interactions
  const kept = indicesUpTo(time.length).filter(keep)
  return {
    ratings: filterEntries(ratings, keep),
    time: Float64Array.from({ length: kept.length }, (_, k) => time[kept[k]!]!),
    context: context.map((field) => ({
      ...field,
      code: Uint8Array.from({ length: kept.length }, (_, k) => field.code[kept[k]!]!),
    })),
  }
}

const TRAIN = 0
const VALIDATION = 1
const TEST = 2

function withParts(interactions: Interactions, part: Uint8Array, seed: number): Split {
  markShareOfEach(interactions, part, VALIDATION, validationFraction, random(seedFor('validation', seed)))
  const of = (wanted: number) => keepEntries(interactions, (entry) => part[entry] === wanted)
  return { train: of(TRAIN), validation: of(VALIDATION), test: of(TEST) }
}

/** Marks a share of each person's training entries, rounded, and never all of them. */
function markShareOfEach(interactions: Interactions, part: Uint8Array, mark: number, fraction: number, from: Random) {
  const { start, rows } = interactions.ratings
  for (let person = 0; person < rows; person++) {
    const first = start[person]!
    const own = indicesUpTo(start[person + 1]! - first).filter((k) => part[first + k] === TRAIN)
    const count = shareOf(own.length, fraction)
    if (count < 1) continue
    for (const k of shuffle(own, from).subarray(0, count)) part[first + k] = mark
  }
}

const shareOf = (ratings: number, fraction: number) =>
  Math.max(0, Math.min(Math.round(fraction * ratings), ratings - 1))

/** Both sets' entries, columns ascending within a row. They share people, items and context fields, and no pair. */
function merged(a: Interactions, b: Interactions): Interactions {
  const { rows, columns } = a.ratings
  const length = a.time.length + b.time.length
  const start = new Uint32Array(rows + 1)
  const column = new Uint32Array(length)
  const value = new Float32Array(length)
  const time = new Float64Array(length)
  const context = a.context.map((field) => ({ ...field, code: new Uint8Array(length) }))
  let place = 0
  for (let row = 0; row < rows; row++) {
    let ofA = a.ratings.start[row]!
    let ofB = b.ratings.start[row]!
    const endA = a.ratings.start[row + 1]!
    const endB = b.ratings.start[row + 1]!
    while (ofA < endA || ofB < endB) {
      const takeA = ofB >= endB || (ofA < endA && a.ratings.column[ofA]! < b.ratings.column[ofB]!)
      const source = takeA ? a : b
      const entry = takeA ? ofA++ : ofB++
      column[place] = source.ratings.column[entry]!
      value[place] = source.ratings.value[entry]!
      time[place] = source.time[entry]!
      context.forEach((field, f) => (field.code[place] = source.context[f]!.code[entry]!))
      place++
    }
    start[row + 1] = place
  }
  return { ratings: { rows, columns, start, column, value }, time, context }
}

function indicesUpTo(n: number): Uint32Array<ArrayBuffer> {
  const indices = new Uint32Array(n)
  for (let i = 0; i < n; i++) indices[i] = i
  return indices
}

function checkFraction(fraction: number) {
  if (fraction >= 0 && fraction < 1) return
  throw new RangeError(`split: testFraction must be from 0 to below 1, got ${fraction}`)
}
