import 'fake-indexeddb/auto'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type { Space } from '../../contract/ann-api.ts'
import { random } from '../../lib/random.ts'
import { augmentItems, augmentQueries } from './augment.ts'
import { clusteredVectors, isotropicVectors } from './clustered-vectors.ts'
import { ExactIndex } from './exact-index.ts'
import { readGraph, searchGraph } from './hnsw-graph.ts'
import { HnswIndex } from './hnsw-index.ts'
import type { VectorIndex } from './vector-index.ts'

vi.stubGlobal('importScripts', () => undefined) // hnswlib-wasm runs where a worker is

const width = 8
const spaces: readonly Space[] = ['inner product', 'cosine']
const kinds = ['exact', 'hnsw'] as const
const options = { space: 'cosine' as Space, width, m: 8, efConstruction: 60, seed: 42 }
const created = async (kind: (typeof kinds)[number], space: Space): Promise<VectorIndex> =>
  kind === 'exact' ? new ExactIndex(space, width) : await HnswIndex.create({ ...options, space })

const upTo = (count: number) => Uint32Array.from({ length: count }, (_, id) => id)
const row = (values: Float32Array, place: number, wide = width) => values.slice(place * wide, (place + 1) * wide)

/** By its definition: every live vector's score, sorted. */
function plain(live: ReadonlyMap<number, Float32Array>, space: Space, query: Float32Array) {
  const length = (vector: Float32Array) => Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0))
  const scores = [...live].map(([item, vector]) => {
    const dot = vector.reduce((sum, x, d) => sum + x * query[d], 0)
    const both = length(vector) * length(query)
    return { item, score: space === 'cosine' ? (both === 0 ? 0 : dot / both) : dot }
  })
  return scores.sort((a, b) => b.score - a.score || a.item - b.item)
}

for (const kind of kinds) {
  for (const space of spaces) {
    test(`${kind}, ${space}: 2,500 searches among random adds, removals and filters never answer wrongly`, async () => {
      const index = await created(kind, space)
      const from = random(kind.length + space.length)
      const live = new Map<number, Float32Array>()
      for (let round = 0; round < 500; round++) {
        const ids = [...new Set(Array.from({ length: from.integer(6) }, () => from.integer(400)))]
        const zeros = from.integer(20) === 0
        const values = Float32Array.from({ length: ids.length * width }, () => (zeros ? 0 : from.normal()))
        index.add({ ids: Uint32Array.from(ids), values })
        ids.forEach((id, place) => live.set(id, row(values, place)))
        const gone = Array.from({ length: from.integer(5) }, () => from.integer(400))
        index.remove(gone)
        for (const id of gone) live.delete(id)
        expect(index.size).toBe(live.size)
        for (let search = 0; search < 5; search++) {
          const query = Float32Array.from({ length: width }, () => from.normal())
          const without = new Set(Array.from({ length: from.integer(60) }, () => from.integer(400)))
          const wanted = plain(new Map([...live].filter(([id]) => !without.has(id))), space, query)
          const k = from.integer(15)
          const found = index.search(query, k, { without, ef: 10 })
          expect(found.length).toBe(Math.min(k, wanted.length))
          expect(new Set(found.map(({ item }) => item)).size).toBe(found.length)
          const scores = new Map(wanted.map(({ item, score }) => [item, score]))
          for (const { item, score } of found) expect(score).toBeCloseTo(scores.get(item)!, 4)
          if (kind === 'exact') found.forEach(({ score }, place) => expect(score).toBeCloseTo(wanted[place].score, 4))
        }
      }
    })
  }

  test(`${kind}: refuses what makes no sense, and says what`, async () => {
    const index = await created(kind, 'cosine')
    expect(() => index.add({ ids: upTo(2), values: new Float32Array(9) })).toThrow('must have 8 numbers each, got 4.5')
    const broken = new Float32Array(16).fill(1)
    broken[11] = NaN
    expect(() => index.add({ ids: upTo(2), values: broken })).toThrow('the vector of item 1 has NaN at place 3')
    expect(() => index.add({ ids: Uint32Array.of(4, 4), values: new Float32Array(16) })).toThrow('twice')
    expect(() => index.search(new Float32Array(7), 3)).toThrow('a query must have 8 numbers, got 7')
    expect(() => index.search(new Float32Array(8).fill(Infinity), 3)).toThrow('Infinity at place 0')
    expect(() => index.search(new Float32Array(8), -1)).toThrow('k must be a whole number')
    expect(index.size).toBe(0)
    expect(index.search(new Float32Array(8), 3)).toEqual([])
  })

  test(`${kind}: zero vectors, k = 0, more than there are, and everything filtered`, async () => {
    const index = await created(kind, 'cosine')
    index.add({ ids: Uint32Array.of(7, 3), values: new Float32Array(16) })
    const query = new Float32Array(8).fill(1)
    expect(index.search(query, 0)).toEqual([])
    expect(index.search(query, 9).map(({ item, score }) => [item, Math.abs(score)])).toEqual([
      [3, 0],
      [7, 0],
    ])
    expect(index.search(query, 9, { without: new Set([3, 7, 8]) })).toEqual([])
  })
}

test('an exact search of several queries is that of each', () => {
  const index = new ExactIndex('inner product', width)
  index.add({ ids: upTo(300), values: isotropicVectors(300, width, 1) })
  const queries = isotropicVectors(7, width, 2)
  const each = Array.from({ length: 7 }, (_, q) => index.search(row(queries, q), 5))
  expect(index.searchAll(queries, 5)).toEqual(each)
})

test('a permutation of the items permutes an exact answer, ties by the smaller id', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 16, maxLength: 80 }), (numbers) => {
      const count = Math.floor(numbers.length / width)
      const values = Float32Array.from(numbers.slice(0, count * width))
      const [forth, back] = [new ExactIndex('inner product', width), new ExactIndex('inner product', width)]
      forth.add({ ids: upTo(count), values })
      for (let id = count - 1; id >= 0; id--) back.add({ ids: Uint32Array.of(id), values: row(values, id) })
      const query = new Float32Array(width).fill(1)
      expect(back.search(query, 4)).toEqual(forth.search(query, 4))
    }),
  )
})

test('augmented to cosine, items come in the order of their inner products', () => {
  const from = random(5)
  const values = Float32Array.from({ length: 200 * width }, () => from.normal())
  const plainly = new ExactIndex('inner product', width)
  const augmented = new ExactIndex('cosine', width + 1)
  plainly.add({ ids: upTo(200), values })
  augmented.add({ ids: upTo(200), values: augmentItems(values, width) })
  const query = Float32Array.from({ length: width }, () => from.normal())
  const ids = (index: ExactIndex, q: Float32Array) => index.search(q, 20).map(({ item }) => item)
  expect(ids(augmented, augmentQueries(query, width))).toEqual(ids(plainly, query))
})

test('a saved index loads to the same answers, and its bytes hold the graph that the search goes through', async () => {
  const values = clusteredVectors(1500, 16, 20, 0.5, 3)
  const made = await HnswIndex.create({ space: 'cosine', width: 16, m: 8, efConstruction: 100, seed: 42 })
  made.add({ ids: upTo(1500), values })
  made.remove([5, 6, 7])
  const graph = readGraph(await made.save('films'))
  const loaded = await HnswIndex.load('films', { space: 'cosine', width: 16 })
  expect([...graph.ids]).toEqual([...upTo(1500)])
  expect(graph.removed.reduce((sum, own) => sum + own, 0)).toBe(3)
  expect(loaded.size).toBe(1497)
  const queries = clusteredVectors(100, 16, 20, 0.5, 3)
  let same = 0
  for (let q = 0; q < 100; q++) {
    const found = made.search(row(queries, q, 16), 10, { ef: 30 })
    expect(loaded.search(row(queries, q, 16), 10, { ef: 30 })).toEqual(found)
    const { nearest, hops } = searchGraph(graph, row(queries, q, 16), 10, 30)
    expect(hops.length).toBeGreaterThan(10)
    // Whatever layers a node is met in, it is compared once; those that were compared are the walked ones and their links.
    const compared = hops.flatMap((hop) => hop.compared)
    const met = new Set(hops.flatMap(({ node, layer }) => [...graph.links(node, layer)]))
    met.delete(graph.entry)
    expect(compared.length).toBe(met.size)
    expect(new Set(compared)).toEqual(met)
    same += Number(nearest.every(({ item }, place) => graph.ids[item] === found[place].item))
  }
  // sums are rounded differently here and there, which can turn a search at a tie
  expect(same).toBeGreaterThanOrEqual(98)
  await expect(HnswIndex.load('nothing', { space: 'cosine', width: 16 })).rejects.toThrow('index nothing: not saved')
  expect(() => readGraph(new Uint8Array(10))).toThrow('these 10 bytes are no saved index')
})
