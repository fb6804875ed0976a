import type { Interactions } from '../../data/dataset.ts'
import { allProducts } from './layers.ts'
import { random, seedFor, shuffle } from '../../lib/random.ts'
import type { Snapshot } from '../../contract/system.ts'
import type { Weights } from '../../training/gradient.ts'
import { tensorsFor } from '../../training/pointwise-model.ts'
import { batchOf, logQOf, type Batch, type Histories } from './histories.ts'
import type { Inputs } from './inputs.ts'
import { tower } from './model.ts'
import type { Towers } from './towers.ts'

/** A few examples of different people and different films, always the same, for pictures of a batch. */
export interface Probe {
  readonly people: Uint32Array
  readonly batch: Batch
}

const probeSize = 24

/** The films that were watched most come first. */
export function probeOf(interactions: Interactions, histories: Histories, inputs: Inputs, corrected: boolean): Probe {
  const { counts } = histories
  const people = new Set<number>()
  const films = new Set<number>()
  const chosen: number[] = []
  for (const entry of shuffle(histories.entries.slice(), random(seedFor('probe', 0)))) {
    const { person, film } = histories.example(entry)
    if (people.has(person) || films.has(film)) continue
    people.add(person)
    films.add(film)
    chosen.push(entry)
    if (chosen.length === probeSize) break
  }
  const filmOf = (entry: number) => histories.example(entry).film
  chosen.sort((a, b) => counts[filmOf(b)]! - counts[filmOf(a)]! || filmOf(a) - filmOf(b))
  return {
    people: Uint32Array.from(chosen, (entry) => histories.example(entry).person),
    batch: batchOf(Uint32Array.from(chosen), interactions, histories, inputs, logQOf(histories, corrected)),
  }
}

/**
 * A small batch as it is served: `people` and `films` that belong together, each person's `scores` for all the films (cosine
 * over `temperature`), row by row, and what the loss takes off each film's scores in training, `logQ`.
 */
export function batchSnapshot({ cpu, shape, inputs }: Towers, { people, batch }: Probe, learned: Weights): Snapshot {
  const size = batch.items.length
  const temperature = learned.temperature!.values[0]!
  const dots =
    size === 0
      ? new Float32Array(0)
      : cpu.numbers(() => {
          const parameters = tensorsFor(learned, {})
          return allProducts(
            tower(shape, 'user', parameters, inputs.people(parameters, batch)),
            tower(shape, 'item', parameters, inputs.items(parameters, batch)),
          )
        })
  return {
    people: people.slice(),
    films: Uint32Array.from(batch.items),
    scores: dots.map((dot) => dot / temperature),
    logQ: batch.logQ.slice(),
    temperature,
  }
}
