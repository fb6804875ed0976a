import type { HnswOptions, Vectors } from '../../contract/ann-api.ts'
import type { Scored } from '../../lib/top-k.ts'
import { unitRows } from './unit-length.ts'

/**
 * The layers of a Hierarchical Navigable Small World graph (Malkov and Yashunin, TPAMI 2018), read from what hnswlib
 * saves. Nodes are numbered in the order they were added; `ids` has the item of each.
 */
export interface HnswGraph {
  readonly width: number
  readonly ids: Uint32Array
  /** the highest layer of each node; layer 0 has all */
  readonly top: Uint8Array
  readonly removed: Uint8Array
  /** nodes × width, of length 1 where the index was built for cosines */
  readonly vectors: Float32Array
  /** the node a search begins at; −1 in an empty graph */
  readonly entry: number
  readonly links: (node: number, layer: number) => Uint32Array
}

const headerBytes = 56

/** Reads hnswlib's file: a header, a block for each node with its links of layer 0, vector and label, then the links above. */
export function readGraph(bytes: Uint8Array): HnswGraph {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const word = (at: number) => view.getUint32(at, true)
  const noIndex = new Error(`index: these ${bytes.length} bytes are no saved index`)
  if (bytes.length < headerBytes) throw noIndex
  const [count, nodeBytes, labelAt, vectorAt] = [word(8), word(12), word(16), word(20)]
  const linkBytes = 4 * word(32) + 4
  const width = (labelAt - vectorAt) / 4
  if (bytes.length < headerBytes + count * nodeBytes || !Number.isInteger(width)) throw noIndex
  const nodeAt = (node: number) => headerBytes + node * nodeBytes
  const above = new Uint32Array(count)
  const top = new Uint8Array(count)
  for (let node = 0, at = nodeAt(count); node < count; node++) {
    const length = word(at)
    above[node] = at + 4
    top[node] = length / linkBytes
    at += 4 + length
  }
  const listAt = (node: number, layer: number) => (layer === 0 ? nodeAt(node) : above[node] + (layer - 1) * linkBytes)
  const vectors = new Float32Array(count * width)
  for (let node = 0; node < count; node++) {
    for (let d = 0; d < width; d++) vectors[node * width + d] = view.getFloat32(nodeAt(node) + vectorAt + 4 * d, true)
  }
  return {
    width,
    ids: Uint32Array.from({ length: count }, (_, node) => word(nodeAt(node) + labelAt)),
    top,
    removed: Uint8Array.from({ length: count }, (_, node) => bytes[nodeAt(node) + 2] & 1),
    vectors,
    entry: count === 0 ? -1 : word(28),
    links(node, layer) {
      const at = listAt(node, layer)
      return Uint32Array.from({ length: view.getUint16(at, true) }, (_, link) => word(at + 4 + 4 * link))
    },
  }
}

/** Whether these saved bytes are an index built over these very vectors, in this order and with these options. */
export function isIndexOf(bytes: Uint8Array, { ids, values }: Vectors, options: HnswOptions): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const graph = readGraph(bytes)
  if (view.getUint32(40, true) !== options.m || view.getUint32(52, true) !== options.efConstruction) return false
  if (graph.width !== options.width || graph.ids.length !== ids.length) return false
  const own = options.space === 'cosine' ? unitRows(values, options.width) : values
  return (
    graph.ids.every((id, node) => id === ids[node]) &&
    graph.vectors.every((value, at) => Math.abs(value - own[at]) <= 1e-5 * Math.max(1, Math.abs(own[at])))
  )
}

/** One step of a search: the links of a node are followed, and each node not met before is compared with the query. */
export interface Hop {
  readonly layer: number
  readonly node: number
  /** compared for the first time in the search: a node met in two layers, or from two others, counts once */
  readonly compared: readonly number[]
}

export interface Search {
  readonly hops: readonly Hop[]
  /** the k nearest that were found, by node, best first */
  readonly nearest: readonly Scored[]
}

/**
 * One search, hop by hop, as hnswlib does it (Malkov and Yashunin 2018, algorithms 2 and 5): greedily down through the upper
 * layers, then outwards from the nearest of `ef` candidates in layer 0, until none is nearer than the worst of them.
 *
 * @param query [width], of length 1 where the index was built for cosines
 * @param upTo stops after so many hops and answers with what is found by then
 */
export function searchGraph(graph: HnswGraph, query: Float32Array, k: number, ef: number, upTo = Infinity): Search {
  const hops: Hop[] = []
  if (graph.entry < 0 || k === 0) return { hops, nearest: [] }
  const score = (node: number) => scoreOf(graph, query, node)
  const counted = new Set([graph.entry])
  const firstMet = (nodes: Iterable<number>) => {
    const fresh = [...nodes].filter((node) => !counted.has(node))
    for (const node of fresh) counted.add(node)
    return fresh
  }
  let here = graph.entry
  let best = score(here)
  for (let layer = graph.top[here]; layer > 0 && hops.length < upTo; layer--) {
    for (let moved = true; moved && hops.length < upTo;) {
      moved = false
      const links = graph.links(here, layer)
      hops.push({ layer, node: here, compared: firstMet(links) })
      for (const node of links) {
        const near = score(node)
        if (near <= best) continue
        ;[here, best, moved] = [node, near, true]
      }
    }
  }
  return searchGround(graph, score, here, { k, ef: Math.max(ef, k), upTo, hops, firstMet })
}

interface Ground {
  readonly k: number
  readonly ef: number
  readonly upTo: number
  readonly hops: Hop[]
  /** of these nodes, those that no hop counted before */
  readonly firstMet: (nodes: Iterable<number>) => number[]
}

/** Layer 0. What is removed leads on, and is no candidate itself. */
function searchGround(
  graph: HnswGraph,
  score: (node: number) => number,
  from: number,
  { k, ef, upTo, hops, firstMet }: Ground,
): Search {
  const met = new Uint8Array(graph.ids.length)
  met[from] = 1
  const open = [{ item: from, score: score(from) }]
  const found = graph.removed[from] ? [] : open.slice()
  while (open.length > 0 && hops.length < upTo) {
    const next = open.shift()!
    const worst = found.at(-1)?.score ?? -Infinity
    if (next.score < worst && found.length === ef) break
    const links = graph.links(next.item, 0)
    for (const node of links) {
      if (met[node]) continue
      met[node] = 1
      const near = score(node)
      if (found.length === ef && near <= found.at(-1)!.score) continue
      insert(open, { item: node, score: near })
      if (graph.removed[node]) continue
      insert(found, { item: node, score: near })
      if (found.length > ef) found.pop()
    }
    hops.push({ layer: 0, node: next.item, compared: firstMet(links) })
  }
  return { hops, nearest: found.slice(0, k) }
}

/** Into a list that is in order, best first. */
function insert(list: Scored[], one: Scored) {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (list[middle].score >= one.score) low = middle + 1
    else high = middle
  }
  list.splice(low, 0, one)
}

function scoreOf({ vectors, width }: HnswGraph, query: Float32Array, node: number) {
  let sum = 0
  for (let d = 0, at = node * width; d < width; d++, at++) sum += query[d] * vectors[at]
  return sum
}
