import type { SearchOptions, Space, Vectors } from '../../contract/ann-api.ts'
import { comparable } from '../../lib/ties.ts'
import { bestFirst, topK, type Scored } from '../../lib/top-k.ts'
import { unitRows } from './unit-length.ts'
import { checkQuery, checkVectors, type VectorIndex } from './vector-index.ts'

/** Looks at every vector: slow where there are many, never wrong. Equal scores go to the smaller id. */
export class ExactIndex implements VectorIndex {
  readonly space: Space
  readonly width: number
  #ids: number[] = []
  readonly #places = new Map<number, number>()
  #values: Float32Array

  constructor(space: Space, width: number) {
    this.space = space
    this.width = width
    this.#values = new Float32Array(0)
  }

  get size() {
    return this.#ids.length
  }

  add(vectors: Vectors) {
    checkVectors(vectors, this.width)
    const { width } = this
    const own = this.space === 'cosine' ? unitRows(vectors.values, width) : vectors.values
    this.#makeRoomFor(this.size + vectors.ids.length)
    vectors.ids.forEach((id, row) => {
      const place = this.#places.get(id) ?? this.#ids.push(id) - 1
      this.#places.set(id, place)
      this.#values.set(own.subarray(row * width, (row + 1) * width), place * width)
    })
  }

  /** The last takes the place of the one that goes. */
  remove(ids: Iterable<number>) {
    for (const id of ids) {
      const place = this.#places.get(id)
      if (place === undefined) continue
      const last = this.size - 1
      const moved = this.#ids[last]
      this.#values.copyWithin(place * this.width, last * this.width, (last + 1) * this.width)
      this.#ids[place] = moved
      this.#places.set(moved, place)
      this.#ids.pop()
      this.#places.delete(id)
    }
  }

  search(query: Float32Array, k: number, options: SearchOptions = {}): Scored[] {
    return this.searchAll(query, k, options)[0]
  }

  /** Of several queries side by side, each one's k nearest; four are compared with a vector while it is at hand. */
  searchAll(queries: Float32Array, k: number, { without }: SearchOptions = {}): Scored[][] {
    const { width, size } = this
    const count = queries.length / width
    const unit = this.space === 'cosine' ? unitRows(queries, width) : queries
    const found: Scored[][] = []
    for (let query = 0; query < count; query++)
      checkQuery(queries.subarray(query * width, (query + 1) * width), k, width)
    for (let first = 0; first < count; first += atOnce) {
      const block = unit.subarray(first * width, Math.min(count, first + atOnce) * width)
      const scores = this.#products(block)
      for (let query = 0; query < block.length / width; query++) {
        found.push(this.#nearest(scores.subarray(query * size, (query + 1) * size), k, without))
      }
    }
    return found
  }

  /** Queries × items. */
  #products(queries: Float32Array): Float64Array {
    const { width, size } = this
    const values = this.#values
    const count = queries.length / width
    const block = new Float32Array(atOnce * width)
    block.set(queries)
    const [second, third, fourth] = [width, 2 * width, 3 * width]
    const scores = new Float64Array(atOnce * size)
    for (let item = 0; item < size; item++) {
      let [a, b, c, d] = [0, 0, 0, 0]
      for (let k = 0, at = item * width; k < width; k++, at++) {
        const value = values[at]
        a += value * block[k]
        b += value * block[second + k]
        c += value * block[third + k]
        d += value * block[fourth + k]
      }
      scores[item] = a
      scores[size + item] = b
      scores[2 * size + item] = c
      scores[3 * size + item] = d
    }
    return scores.subarray(0, count * size)
  }

  /** Ties go to the smaller id, whatever order the items came in. */
  #nearest(scores: Float64Array, k: number, without?: ReadonlySet<number>): Scored[] {
    if (k === 0 || this.size === 0) return []
    const skip = without && Uint8Array.from(this.#ids, (id) => (without.has(id) ? 1 : 0))
    const best = topK(scores, k, skip)
    const last = best.at(-1)
    if (!last) return []
    const tied: Scored[] = []
    const least = comparable(last.score)
    for (let place = 0; place < scores.length; place++) {
      if (comparable(scores[place]) !== least || skip?.[place] === 1) continue
      tied.push({ item: this.#ids[place], score: scores[place] })
    }
    const above = best.filter(({ score }) => comparable(score) > least)
    return [...above.map(({ item, score }) => ({ item: this.#ids[item], score })), ...tied].sort(bestFirst).slice(0, k)
  }

  #makeRoomFor(items: number) {
    if (items * this.width <= this.#values.length) return
    const wider = new Float32Array(Math.max(items, Math.ceil(1.5 * this.size)) * this.width)
    wider.set(this.#values.subarray(0, this.size * this.width))
    this.#values = wider
  }
}

const atOnce = 4
