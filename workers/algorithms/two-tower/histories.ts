import type { Interactions } from '../../data/dataset.ts'
import { log } from '../../lib/portable-math.ts'
import { contextAt } from '../../contract/context.ts'
import { batchesIn, rowOfEntry, shuffledBatches, type Batches } from '../../training/pointwise-batches.ts'
import type { Films, Inputs, People } from './inputs.ts'
import type { TowerBatch } from './model.ts'

/** What everybody watched in training. */
export interface Histories {
  /** the entries that count as watched */
  readonly entries: Uint32Array
  /** films, ascending */
  ofPerson(person: number): Uint32Array
  /** who watched what in one entry, and the films behind them without that one */
  example(entry: number): { readonly person: number; readonly film: number; readonly others: Uint32Array }
  /** how often each film was watched */
  readonly counts: Uint32Array
}

/** @param liked the entries of `interactions` that count as watched, ascending */
export function historiesOf({ ratings }: Interactions, liked: Uint32Array): Histories {
  const people = rowOfEntry(ratings)
  const start = new Uint32Array(ratings.rows + 1)
  const counts = new Uint32Array(ratings.columns)
  const films = liked.map((entry) => ratings.column[entry]!)
  for (const entry of liked) start[people[entry]! + 1]!++
  for (let person = 0; person < ratings.rows; person++) start[person + 1]! += start[person]!
  for (const film of films) counts[film]!++
  const ofPerson = (person: number) => films.subarray(start[person], start[person + 1])
  return {
    entries: liked,
    ofPerson,
    example(entry) {
      const [person, film] = [people[entry]!, ratings.column[entry]!]
      return { person, film, others: ofPerson(person).filter((other) => other !== film) }
    },
    counts,
  }
}

/** Examples to learn from: person k watched film k, which is no part of the history that they are known by. */
export type Batch = TowerBatch & People & Films

/** log of the share of all examples that each film is: how likely it stands in a batch. Zeros without correction. */
export function logQOf({ entries, counts }: Histories, corrected: boolean): Float32Array {
  return Float32Array.from(counts, (count) => (corrected && count > 0 ? log(count / entries.length) : 0))
}

/** Examples of some entries. */
export function batchOf(
  entries: Uint32Array,
  interactions: Interactions,
  histories: Histories,
  inputs: Inputs,
  logQ: Float32Array,
): Batch {
  const examples = Array.from(entries, histories.example)
  const items = Int32Array.from(examples, ({ film }) => film)
  return {
    ...inputs.peopleOf(
      examples.map(({ others }, k) => ({ history: others, now: contextAt(interactions, entries[k]!) })),
    ),
    ...inputs.filmsOf(items),
    items,
    logQ: Float32Array.from(items, (film) => logQ[film]!),
  }
}

/** One example has no negatives, and no variance to be normalized by. */
const fewest = 2

/** How many batches an epoch has. */
export const historyBatchesIn = (examples: number, size: number) => batchesIn(examples, { perStep: size, fewest })

/** None where one example is all there is. */
export function historyBatches(
  interactions: Interactions,
  histories: Histories,
  inputs: Inputs,
  { size, corrected, seed }: { readonly size: number; readonly corrected: boolean; readonly seed: number },
): Batches<Batch> {
  const logQ = logQOf(histories, corrected)
  return shuffledBatches(histories.entries, { perStep: size, fewest, seed }, (some) =>
    batchOf(some, interactions, histories, inputs, logQ),
  )
}
