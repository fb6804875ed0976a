import { loadHnswlib, type HierarchicalNSW } from 'hnswlib-wasm/dist/hnswlib.js'
import type { HnswOptions, SearchOptions, Space, Vectors } from '../../contract/ann-api.ts'
import { bestFirst, type Scored } from '../../lib/top-k.ts'
import { savedBytes, storageAnswers } from './saved-index.ts'
import { unitRows } from './unit-length.ts'
import { checkQuery, checkVectors, type VectorIndex } from './vector-index.ts'

export const defaultEf = 50
const firstCapacity = 1024

type Library = Awaited<ReturnType<typeof loadHnswlib>>

/** hnswlib in WebAssembly, with one file system for all indexes. Throws where WebAssembly or its storage is not to be had. */
let library: Promise<Library> | undefined

async function loaded(): Promise<Library> {
  library ??= storageAnswers().then(() => loadHnswlib())
  library.catch(() => (library = undefined)) // whoever asks next tries again
  const ready = await library
  ready.EmscriptenFileSystemManager.setDebugLogs(false)
  return ready
}

/**
 * An approximate index (Malkov and Yashunin, TPAMI 2018; hnswlib). It may miss what an exact search finds, and never
 * answers with what is not wanted, what was removed, or one item twice.
 */
export class HnswIndex implements VectorIndex {
  readonly space: Space
  readonly width: number
  readonly #index: HierarchicalNSW
  readonly #live: Set<number>
  readonly #removed: Set<number>

  private constructor(index: HierarchicalNSW, { space, width }: Pick<HnswOptions, 'space' | 'width'>) {
    this.space = space
    this.width = width
    this.#index = index
    this.#removed = new Set(index.getDeletedLabels())
    this.#live = new Set(index.getUsedLabels().filter((id) => !this.#removed.has(id)))
  }

  static async create(options: HnswOptions): Promise<HnswIndex> {
    const { space, width, m, efConstruction, seed } = options
    const index = await unbuilt(space, width)
    index.initIndex(firstCapacity, m, efConstruction, seed)
    return new HnswIndex(index, options)
  }

  /** An index saved on this device before, with the same answers. */
  static async load(name: string, options: Pick<HnswOptions, 'space' | 'width'>): Promise<HnswIndex> {
    const { EmscriptenFileSystemManager: files } = await loaded()
    if (!files.checkFileExists(name)) throw new Error(`index ${name}: not saved on this device`)
    const index = await unbuilt(options.space, options.width)
    await index.readIndex(name, firstCapacity)
    return new HnswIndex(index, options)
  }

  get size() {
    return this.#live.size
  }

  add(vectors: Vectors) {
    checkVectors(vectors, this.width)
    const { ids } = vectors
    if (ids.length === 0) return
    this.#makeRoomFor(ids)
    const { width } = this
    const values = this.space === 'cosine' ? unitRows(vectors.values, width) : vectors.values
    const rows = Array.from(ids, (_, row) => values.slice(row * width, (row + 1) * width))
    for (const id of ids) if (this.#removed.delete(id)) this.#index.unmarkDelete(id)
    this.#index.addPoints(rows, Array.from(ids), false)
    for (const id of ids) this.#live.add(id)
  }

  remove(ids: Iterable<number>) {
    for (const id of ids) {
      if (!this.#live.delete(id)) continue
      this.#index.markDelete(id)
      this.#removed.add(id)
    }
  }

  search(query: Float32Array, k: number, { ef = defaultEf, without }: SearchOptions = {}): Scored[] {
    checkQuery(query, k, this.width)
    const unwanted = without ? countOf(without, this.#live) : 0
    const wanted = Math.min(k, this.size - unwanted)
    if (wanted <= 0) return []
    const own = this.space === 'cosine' ? unitRows(query, this.width) : query
    const found = this.#nearest(own, wanted, unwanted, ef, without)
    return found.length === wanted ? found : this.#lookAtAll(own, wanted, without)
  }

  /** Saves it on this device under a name, and answers with the bytes. One at a time. */
  async save(name: string): Promise<Uint8Array> {
    const { EmscriptenFileSystemManager: files } = await loaded()
    await this.#index.writeIndex(name)
    for (let waited = 0; !files.isSynced(); waited += 10) {
      if (waited > 20_000) throw new Error(`index ${name}: the browser’s storage did not answer`)
      await new Promise((resume) => setTimeout(resume, 10))
    }
    return await savedBytes(name)
  }

  /** Frees its memory. */
  end() {
    ;(this.#index as unknown as { delete(): void }).delete()
  }

  /** So many more are asked for as there are unwanted ones: cheaper than a filter called for every node that is met. */
  #nearest(query: Float32Array, wanted: number, unwanted: number, ef: number, without?: ReadonlySet<number>): Scored[] {
    const asked = wanted + unwanted
    this.#index.setEfSearch(Math.max(ef, asked))
    const { neighbors, distances } = this.#index.searchKnn(query, asked, undefined)
    return neighbors
      .map((item, place) => ({ item, score: 1 - distances[place] }))
      .filter(({ item }) => !without?.has(item))
      .sort(bestFirst)
      .slice(0, wanted)
  }

  /** A graph can be in pieces (many equal vectors, much removed): then every vector is looked at. */
  #lookAtAll(query: Float32Array, wanted: number, without?: ReadonlySet<number>): Scored[] {
    return Array.from(this.#live)
      .filter((item) => !without?.has(item))
      .map((item) => {
        const vector = this.#index.getPoint(item)
        return { item, score: query.reduce((sum, value, d) => sum + value * vector[d], 0) }
      })
      .sort(bestFirst)
      .slice(0, wanted)
  }

  #makeRoomFor(ids: Uint32Array) {
    const known = this.#live.size + this.#removed.size
    const needed = known + ids.filter((id) => !this.#live.has(id) && !this.#removed.has(id)).length
    const capacity = this.#index.getMaxElements()
    if (needed > capacity) this.#index.resizeIndex(Math.max(needed, 2 * capacity))
  }
}

async function unbuilt(space: Space, width: number): Promise<HierarchicalNSW> {
  const { HierarchicalNSW } = await loaded()
  return new HierarchicalNSW(space === 'cosine' ? 'cosine' : 'ip', width, '')
}

function countOf(unwanted: ReadonlySet<number>, live: ReadonlySet<number>) {
  let count = 0
  for (const id of unwanted) if (live.has(id)) count++
  return count
}
