import type { BlockedRatings } from '../../device/kernels/funk-epoch.ts'
import { random, seedFor, shuffle } from '../../lib/random.ts'
import type { SparseMatrix } from '../../lib/sparse.ts'

/** At most so many blocks of people and of items; more keep more of a GPU busy, and cost more dispatches an epoch. */
const mostBlocks = 64

/**
 * The order in which every epoch takes the ratings (Gemulla et al. 2011): people and items are dealt into as many
 * blocks, and stratum s takes people of block w with items of block w + s. A GPU runs a stratum's blocks side by side,
 * the CPU one after the other, with the same result. Inside a block the order is drawn once by seed.
 */
export function scheduleOf(ratings: SparseMatrix, empty: number, seed: number): BlockedRatings {
  const { rows, columns, start, column, value } = ratings
  const from = random(seedFor('funk-svd order', seed))
  const blocks = Math.max(1, Math.min(mostBlocks, rows, columns))
  const personOf = new Uint32Array(value.length)
  for (let person = 0; person < rows; person++) personOf.fill(person, start[person], start[person + 1])
  const order = shuffle(
    Uint32Array.from(value, (_, e) => e),
    from,
  )
  const ofPeople = dealt(countsOf(personOf, rows), blocks)
  const ofItems = dealt(countsOf(column, columns), blocks)
  const place = (e: number) => {
    const w = ofPeople[personOf[e]]
    return ((ofItems[column[e]] + blocks - w) % blocks) * blocks + w
  }
  const starts = new Uint32Array(blocks * blocks + 1)
  for (const e of order) starts[place(e) + 1]++
  for (let b = 0; b < blocks * blocks; b++) starts[b + 1] += starts[b]
  const next = starts.slice()
  const entries = new Uint32Array(value.length)
  for (const e of order) entries[next[place(e)]++] = e
  return {
    blocks,
    start: starts,
    person: entries.map((e) => personOf[e]),
    item: entries.map((e) => column[e]),
    rating: Float32Array.from(entries, (e) => value[e]),
    mean: value.length > 0 ? value.reduce((sum, r) => sum + r, 0) / value.length : empty,
  }
}

function countsOf(ids: Uint32Array, size: number): Uint32Array {
  const counts = new Uint32Array(size)
  for (const id of ids) counts[id]++
  return counts
}

/** The block of each: the largest first, each to the block with the least so far. */
function dealt(counts: Uint32Array, blocks: number): Uint32Array {
  const largestFirst = Uint32Array.from(counts, (_, i) => i).sort((a, b) => counts[b] - counts[a] || a - b)
  const load = new Float64Array(blocks)
  const block = new Uint32Array(counts.length)
  for (const one of largestFirst) {
    const least = load.reduce((best, x, b) => (x < load[best] ? b : best), 0)
    block[one] = least
    load[least] += counts[one] + 1 / counts.length
  }
  return block
}
