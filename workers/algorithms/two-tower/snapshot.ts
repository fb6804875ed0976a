import type { Interactions } from '../../data/dataset.ts'
import { inBatchLogits } from '../../device/kernels/in-batch-softmax.ts'
import { allProducts } from '../../device/tower-layers.ts'
import { random, seedFor, shuffle } from '../../lib/random.ts'
import type { Snapshot } from '../algorithm.ts'
import type { Learned } from '../gradient-training.ts'
import { tensorsFor } from '../pair-model.ts'
import { batchOf, logQOf, type Batch, type Histories } from './histories.ts'
import type { Inputs } from './inputs.ts'
import { tower } from './model.ts'
import type { Towers } from './recommender.ts'

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
 * A small batch as the loss sees it, but for dropout: `people` and `films` that belong together, and for each person the
 * `scores` of all films (cosine over `temperature`), and `shares`, how likely each film is said to be theirs, row by row.
 */
export function batchSnapshot({ cpu, shape, inputs }: Towers, { people, batch }: Probe, learned: Learned): Snapshot {
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
  const shares = new Float32Array(dots.length)
  const logits = new Float64Array(size)
  for (let row = 0; row < size; row++) {
    inBatchLogits(dots, temperature, batch.logQ, batch.items, row, logits)
    const largest = logits.reduce((most, logit) => Math.max(most, logit), -Infinity)
    const exps = logits.map((logit) => Math.exp(logit - largest))
    const sum = exps.reduce((total, exp) => total + exp, 0)
    shares.set(
      exps.map((exp) => exp / sum),
      row * size,
    )
  }
  return {
    people,
    films: Uint32Array.from(batch.items),
    scores: dots.map((dot) => dot / temperature),
    shares,
    temperature,
  }
}
