import type { BlockedRatings } from './epoch.ts'
import { seedFor } from '../../lib/random.ts'
import type { SparseMatrix } from '../../lib/sparse.ts'

/** At most so many blocks of people and of items; more keep more of a GPU busy, and cost more dispatches an epoch. */
const mostBlocks = 64

export interface Schedule extends BlockedRatings {
  /** a number for each item, by which someone new meets their items in the same kind of order */
  readonly turn: Uint32Array
}

/**
 * The order in which every epoch takes the ratings (Gemulla et al. 2011): people and items are dealt into as many
 * blocks, and stratum s takes people of block w with items of block w + s. A GPU runs a stratum's blocks side by side,
 * the CPU one after the other, with the same result. Inside a block ratings stand in an order drawn by seed from what
 * they are, not from the ids of their items, so that the same films under other ids are learned the same.
 */
export function scheduleOf(ratings: SparseMatrix, seed: number): Schedule {
  const { rows, columns, start, column, value } = ratings
  const person = new Uint32Array(value.length)
  for (let row = 0; row < rows; row++) person.fill(row, start[row], start[row + 1])
  const turn = turnsOf(ratings, person, seed)
  const blocks = Math.max(1, Math.min(mostBlocks, rows, columns))
  const ofPeople = dealt(countsOf(person, rows), blocks)
  const ofItems = dealt(countsOf(column, columns), blocks, turn)

  const key = Uint32Array.from(column, (item, e) => scrambled(turn[item] ^ Math.imul(person[e] + 1, 0x9e3779b9)))
  const block = Uint32Array.from(column, (item, e) => {
    const w = ofPeople[person[e]]
    return ((ofItems[item] + blocks - w) % blocks) * blocks + w
  })
  const order = Uint32Array.from(value, (_, e) => e).sort((a, b) => block[a] - block[b] || key[a] - key[b] || a - b)
  const starts = new Uint32Array(blocks * blocks + 1)
  for (const b of block) starts[b + 1]++
  for (let b = 0; b < blocks * blocks; b++) starts[b + 1] += starts[b]
  return {
    blocks,
    start: starts,
    person: order.map((e) => person[e]),
    item: order.map((e) => column[e]),
    rating: Float32Array.from(order, (e) => value[e]),
    turn,
  }
}

/** A hash (FNV-1a) of the seed and of who rated each item how. */
function turnsOf({ columns, column, value }: SparseMatrix, person: Uint32Array, seed: number): Uint32Array {
  const bits = new Uint32Array(Float32Array.from(value).buffer)
  const turn = new Uint32Array(columns).fill(seedFor('funk-svd order', seed))
  column.forEach((item, e) => {
    const withPerson = Math.imul(turn[item] ^ person[e], 0x01000193)
    turn[item] = Math.imul(withPerson ^ scrambled(bits[e]), 0x01000193)
  })
  return turn.map(scrambled)
}

/** Changes every bit with every other (splitmix32's finish). */
function scrambled(word: number): number {
  const once = Math.imul(word ^ (word >>> 16), 0x21f0aaad)
  const twice = Math.imul(once ^ (once >>> 15), 0x735a2d97)
  return (twice ^ (twice >>> 15)) >>> 0
}

function countsOf(ids: Uint32Array, size: number): Uint32Array {
  const counts = new Uint32Array(size)
  for (const id of ids) counts[id]++
  return counts
}

/** The block of each: those with most ratings first, each to the block with fewest so far. */
function dealt(counts: Uint32Array, blocks: number, turn?: Uint32Array): Uint32Array {
  const order = Uint32Array.from(counts, (_, i) => i)
  order.sort((a, b) => counts[b] - counts[a] || (turn ? turn[a] - turn[b] : 0) || a - b)
  const load = new Uint32Array(blocks)
  const block = new Uint32Array(counts.length)
  for (const one of order) {
    block[one] = load.indexOf(load.reduce((least, x) => Math.min(least, x)))
    load[block[one]] += counts[one]
  }
  return block
}
