import type { Person, Rated, CompositeContext } from '../../contract/system.ts'
import type { Interactions } from '../../data/dataset.ts'
import { estimateDifference, estimateShare } from '../../evaluation/estimate.ts'
import type { Estimate } from '../../evaluation/intervals.ts'
import { PersonRanker } from '../../evaluation/ranked-person.ts'
import { ndcg } from '../../evaluation/ranks.ts'
import { breather } from '../../lib/breath.ts'
import { random, seedFor, shuffle } from '../../lib/random.ts'

const lengthsAsked = [0, 1, 2, 3, 5, 8, 12, 16, 20]
const mostPeople = 300
/** Fewer people where there are many items: a measurement is some 2 × 9 rankings of all items a person. */
const mostCells = 600_000
const cutOff = 10

/** The people a curve is measured on, the same at every length, so that it compares like with like. */
export interface Sample {
  /** ratings known, ascending */
  readonly lengths: readonly number[]
  /** people with that many ratings at least, and something held out */
  readonly people: Uint32Array
}

/**
 * Lengths as far as at least half of those with something held out have as many training ratings; at most 300 people,
 * always the same ones.
 */
export function sampleOf(train: Interactions, heldOut: Interactions): Sample {
  const { start } = train.ratings
  const known = (person: number) => start[person + 1] - start[person]
  const judged: number[] = []
  for (let p = 0; p < heldOut.ratings.rows; p++)
    if (heldOut.ratings.start[p + 1] > heldOut.ratings.start[p]) judged.push(p)
  const having = (length: number) => judged.filter((person) => known(person) >= length)
  const lengths = lengthsAsked.filter((length) => judged.length > 0 && 2 * having(length).length >= judged.length)
  const count = Math.min(mostPeople, Math.max(100, Math.floor(mostCells / Math.max(1, train.ratings.columns))))
  const drawn = shuffle(Uint32Array.from(having(lengths.at(-1) ?? 0)), random(seedFor('people with a history', 42)))
  return { lengths, people: drawn.slice(0, count).sort() }
}

/** Of one person: what a system knows after so many ratings, or questions. */
type KnownOf = (person: number) => (length: number) => readonly Rated[]

/**
 * NDCG@10 on what was held out, of a system that knows only some ratings of each person: lengths × people. All
 * lists leave out the person's whole training history, as everywhere. Someone the system cannot answer gets no list,
 * which is worth 0; a length at which it can answer nobody is NaN throughout. Other messages are let in meanwhile.
 */
export async function qualityByHistory(
  foldIn: (known: readonly Rated[]) => Person | undefined,
  knownOf: KnownOf,
  { lengths, people }: Sample,
  train: Interactions,
  heldOut: Interactions,
): Promise<readonly Float64Array[]> {
  const values = lengths.map(() => new Float64Array(people.length))
  const answered = lengths.map(() => 0)
  const ranker = new PersonRanker(train.ratings.columns, cutOff)
  const itemsOf = ({ ratings }: Interactions, person: number) =>
    ratings.column.subarray(ratings.start[person], ratings.start[person + 1])
  const breathe = breather()
  for (const [place, person] of people.entries()) {
    const knownAt = knownOf(person)
    for (const [at, length] of lengths.entries()) {
      const known = foldIn(knownAt(length))
      if (!known) continue
      answered[at]++
      const ranked = ranker.rank(known.scores(), itemsOf(train, person), itemsOf(heldOut, person))
      values[at][place] = ndcg(ranked, cutOff)
    }
    await breathe()
  }
  answered.forEach((count, at) => count === 0 && values[at].fill(NaN))
  return values
}

const measured = new WeakMap<Interactions, Map<string, Promise<readonly Float64Array[]>>>()

/** Measured once for everything that may change it (`key`: systems, settings): another threshold, or a step back, finds it here. */
export function measuredOnce(
  key: string,
  { heldOut, device, seed }: Pick<CompositeContext, 'heldOut' | 'device' | 'seed'>,
  measure: () => Promise<readonly Float64Array[]>,
): Promise<readonly Float64Array[]> {
  const known = measured.get(heldOut) ?? new Map<string, Promise<readonly Float64Array[]>>()
  measured.set(heldOut, known)
  const whole = `${device.kind} ${seed} ${key}`
  let values = known.get(whole)
  if (!values) {
    values = measure()
    known.set(whole, values)
    values.catch(() => known.delete(whole))
  }
  return values
}

/** Where the main system stands against the fallback, length by length; the gain is the mean difference person by person. */
export interface Comparison {
  readonly main: readonly Estimate[]
  readonly fallback: readonly Estimate[]
  readonly gain: readonly Estimate[]
  /** the smallest length from which on every measured gain is above 0 by its 95 % interval */
  readonly overtakes: number | undefined
}

export function compare(
  lengths: readonly number[],
  main: readonly Float64Array[],
  fallback: readonly Float64Array[],
): Comparison {
  const differences = main.map((values, at) => values.map((value, place) => value - fallback[at][place]))
  const gain = differences.map((values) => estimateDifference(`ndcg@${cutOff}`, values))
  let overtakes: number | undefined
  for (let at = lengths.length - 1; at >= 0 && gain[at].low > 0; at--) overtakes = lengths[at]
  return { main: main.map(estimateShare), fallback: fallback.map(estimateShare), gain, overtakes }
}
