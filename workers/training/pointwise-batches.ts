import type { Interactions } from '../data/dataset.ts'
import { random, seedFor, shuffle, type Random } from '../lib/random.ts'
import type { SparseMatrix } from '../lib/sparse.ts'

/** People beside items, and the context they met in. */
export interface PointwiseInputs {
  /** [n] */
  readonly users: Int32Array
  /** [n] */
  readonly items: Int32Array
  /** [n] for each field of the data's context: an index into its values, −1 where that is not known */
  readonly codes: readonly Int32Array[]
}

/** Pairs to learn from: 1 for one that was watched, 0 for one drawn at random. */
export interface PointwiseBatch extends PointwiseInputs {
  /** [n] */
  readonly labels: Float32Array
}

/** The batches of every epoch, the same whenever they are asked for. */
export interface Batches<Batch> {
  readonly perEpoch: number
  at(epoch: number, place: number): Batch
}

export interface Sampling {
  readonly batchSize: number
  /** for each watched pair */
  readonly negatives: number
  readonly negativeSampling: 'uniform' | 'popularity'
  readonly seed: number
  /** watched pairs in a batch at least: two for what is normalized by its batch, as a person may leave no film to draw (1) */
  readonly fewest?: number
}

/**
 * Every entry of `liked`, in another order each epoch, and beside each so many items that its person has not rated,
 * drawn anew each epoch, in the same context. What was rated in training is never drawn; what is held out may
 * be: to reject it would tell the answer. Batches are of equal size, to within one entry.
 *
 * @param liked the entries of `interactions` that count as watched
 */
export function pointwiseBatches(
  interactions: Interactions,
  liked: Uint32Array,
  sampling: Sampling,
): Batches<PointwiseBatch> {
  const { ratings, context } = interactions
  const perStep = Math.max(1, Math.floor(sampling.batchSize / (1 + sampling.negatives)))
  const people = rowOfEntry(ratings)
  const draw = itemDrawer(ratings, sampling.negativeSampling)

  const { seed, fewest = 1 } = sampling
  return shuffledBatches(liked, { perStep, fewest, seed }, (entries, epoch, place) =>
    batchOf(entries, random(seedFor(`negatives ${epoch} ${place}`, seed))),
  )

  function batchOf(entries: Uint32Array, from: Random): PointwiseBatch {
    const rows: number[] = []
    const items: number[] = []
    const labels: number[] = []
    for (const entry of entries) {
      rows.push(entry)
      items.push(ratings.column[entry]!)
      labels.push(1)
      for (let k = 0; k < sampling.negatives; k++) {
        const item = unrated(ratings, people[entry]!, draw, from)
        if (item === undefined) break
        rows.push(entry)
        items.push(item)
        labels.push(0)
      }
    }
    return {
      users: Int32Array.from(rows, (entry) => people[entry]!),
      items: Int32Array.from(items),
      labels: Float32Array.from(labels),
      codes: context.map(({ code }) => Int32Array.from(rows, (entry) => code[entry]!)),
    }
  }
}

export interface BatchSizes {
  readonly perStep: number
  /** a batch that would have fewer is one with another, if larger than `perStep` */
  readonly fewest: number
}

/** How many batches an epoch has: none where there are fewer entries than a batch must have. */
export const batchesIn = (entries: number, { perStep, fewest }: BatchSizes): number =>
  Math.min(Math.ceil(entries / perStep), Math.floor(entries / fewest))

/**
 * Every entry once an epoch, in another order each, in batches of at most `perStep` and of equal size to within one entry.
 */
export function shuffledBatches<Batch>(
  all: Uint32Array,
  { seed, ...sizes }: BatchSizes & { readonly seed: number },
  batchOf: (entries: Uint32Array, epoch: number, place: number) => Batch,
): Batches<Batch> {
  const perEpoch = batchesIn(all.length, sizes)
  let order = { epoch: -1, entries: all }
  return {
    perEpoch,
    at(epoch, place) {
      if (order.epoch !== epoch) {
        order = { epoch, entries: shuffle(all.slice(), random(seedFor(`epoch ${epoch}`, seed))) }
      }
      const first = Math.floor((all.length * place) / perEpoch)
      const end = Math.floor((all.length * (place + 1)) / perEpoch)
      return batchOf(order.entries.subarray(first, end), epoch, place)
    },
  }
}

/** The person of each entry. */
export function rowOfEntry({ rows, start, column }: SparseMatrix): Uint32Array {
  const row = new Uint32Array(column.length)
  for (let person = 0; person < rows; person++) row.fill(person, start[person], start[person + 1])
  return row
}

/** Somebody who rated nearly everything is drawn for so often, and then goes without. */
const tries = 50

function unrated(ratings: SparseMatrix, person: number, draw: (from: Random) => number, from: Random) {
  for (let attempt = 0; attempt < tries; attempt++) {
    const item = draw(from)
    if (!has(ratings, person, item)) return item
  }
  return undefined
}

/** By bisection: columns ascend within a row. */
function has({ start, column }: SparseMatrix, row: number, wanted: number): boolean {
  let low = start[row]!
  let high = start[row + 1]!
  while (low < high) {
    const middle = (low + high) >>> 1
    if (column[middle]! < wanted) low = middle + 1
    else high = middle
  }
  return low < start[row + 1]! && column[low] === wanted
}

/** Uniform, or in proportion to (number of ratings)^0.75 (Mikolov et al., NIPS 2013). */
function itemDrawer(ratings: SparseMatrix, sampling: Sampling['negativeSampling']): (from: Random) => number {
  const { columns } = ratings
  if (sampling === 'uniform') return (from) => from.integer(columns)
  const upTo = new Float64Array(columns)
  for (const item of ratings.column) upTo[item]!++
  let total = 0
  for (let item = 0; item < columns; item++) {
    const root = Math.sqrt(upTo[item]!)
    upTo[item] = total += root * Math.sqrt(root)
  }
  return (from) => {
    const wanted = from.uniform() * total
    let low = 0
    let high = columns - 1
    while (low < high) {
      const middle = (low + high) >>> 1
      if (upTo[middle]! <= wanted) low = middle + 1
      else high = middle
    }
    return low
  }
}
