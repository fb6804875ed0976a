import type { Snapshot } from '../../contract/system.ts'
import { symmetricEigen } from '../../lib/eigen.ts'
import { square } from '../../lib/portable-math.ts'
import { topK, type Scored } from '../../lib/top-k.ts'
import type { HnswGraph } from '../ann/hnsw-graph.ts'
import type { Embeddings } from './embeddings.ts'
import type { Retrieval } from './retrieval.ts'
import type { Asking, Stages } from './stages.ts'

/** Of the many links in the lowest layer so many of each item are drawn, to its nearest. */
const drawnOnGround = 2

interface GraphPicture {
  readonly places: Places
  readonly links: readonly Uint32Array[]
}

const pictures = new WeakMap<HnswGraph, GraphPicture>()

/**
 * The layers of the graph, to be drawn: `places` (x, y of each node), `top` (its highest layer), `node items`, and
 * `links 0`, `links 1` ... (pairs of nodes, each link once). Where there is no graph, nothing but the number of items.
 */
export function graphPicture({ graph }: Retrieval, { items }: Embeddings): Snapshot {
  if (!graph) return { items }
  let picture = pictures.get(graph)
  if (!picture) pictures.set(graph, (picture = drawn(graph)))
  const { places, links } = picture
  return {
    items,
    places: places.points.slice(),
    share: places.share,
    top: graph.top.slice(),
    'node items': graph.ids.slice(),
    ...Object.fromEntries(links.map((pairs, layer) => [`links ${layer}`, pairs.slice()])),
  }
}

/**
 * One person's search as far as it has come, and what each stage handed on. Of each hop its layer and node, and how many
 * it compared; `met` has the nodes compared, in order. `exact` are the items that an exact search for as many finds.
 */
export function searchPicture(
  { graph, inGraph }: Retrieval,
  { query, seen, ranker }: Asking,
  { retrieved, unseen, ranked, list }: Stages,
  exact: readonly Scored[],
): Snapshot {
  const { hops, best, compared, ended } = retrieved
  const ids = (scored: readonly { item: number }[]) => Uint32Array.from(scored, ({ item }) => item)
  const place = graph && query && pictures.get(graph)?.places.of(inGraph!(query))
  return {
    compared,
    ended: Number(ended),
    asked: best.length,
    seen: seen.size,
    ranks: Number(ranker !== undefined),
    retrieved: ids(best),
    unseen: ids(unseen),
    ranked: ids(ranked),
    list: ids(list),
    exact: ids(exact),
    'hop nodes': Uint32Array.from(hops, ({ node }) => node),
    'hop layers': Uint8Array.from(hops, ({ layer }) => layer),
    'hop compared': Uint32Array.from(hops, (hop) => hop.compared.length),
    met: Uint32Array.from(hops.flatMap((hop) => hop.compared)),
    ...(place && { query: place }),
  }
}

function drawn(graph: HnswGraph): GraphPicture {
  const layers = graph.ids.length === 0 ? 0 : 1 + graph.top[graph.entry]
  const links = Array.from({ length: layers }, (_, layer) => pairsOf(graph, layer))
  return { places: placesOf(graph), links }
}

/** Links of a layer, each once; of the lowest only those to the nearest. */
function pairsOf(graph: HnswGraph, layer: number): Uint32Array {
  const pairs = new Map<number, readonly [number, number]>()
  const count = graph.ids.length
  for (let node = 0; node < count; node++) {
    if (graph.top[node] < layer) continue
    const all = graph.links(node, layer)
    const near =
      layer === 0
        ? topK(
            Float64Array.from(all, (other) => nearness(graph, node, other)),
            drawnOnGround,
          )
        : undefined
    for (const other of near ? near.map(({ item }) => all[item]) : all) {
      const [a, b] = node < other ? [node, other] : [other, node]
      pairs.set(a * count + b, [a, b])
    }
  }
  return Uint32Array.from([...pairs.values()].flat())
}

function nearness({ vectors, width }: HnswGraph, a: number, b: number) {
  let less = 0
  for (let d = 0; d < width; d++) less += square(vectors[a * width + d] - vectors[b * width + d])
  return less
}

interface Places {
  /** x, y of each node */
  readonly points: Float32Array
  /** of the squared distances from the middle, what the two axes hold */
  readonly share: number
  of(vector: Float32Array): Float32Array
}

/** The vectors' first two principal components. */
function placesOf({ vectors, width, ids }: HnswGraph): Places {
  const count = ids.length
  const mean = new Float64Array(width)
  for (let at = 0; at < vectors.length; at++) mean[at % width] += vectors[at] / count
  const covariance = new Float64Array(width * width)
  for (let start = 0; start < vectors.length; start += width)
    for (let i = 0; i < width; i++)
      for (let j = 0; j <= i; j++)
        covariance[i * width + j] += ((vectors[start + i] - mean[i]) * (vectors[start + j] - mean[j])) / count
  for (let i = 0; i < width; i++)
    for (let j = i + 1; j < width; j++) covariance[i * width + j] = covariance[j * width + i]
  const { values, vectors: axes } = symmetricEigen(covariance, width)
  const along = (axis: number, rows: Float32Array, start: number) => {
    if (axis >= width) return 0
    let sum = 0
    for (let d = 0; d < width; d++) sum += (rows[start + d] - mean[d]) * axes[axis * width + d]
    return sum
  }
  const of = (rows: Float32Array, start: number) => [along(0, rows, start), along(1, rows, start)]
  const total = values.reduce((sum, value) => sum + value, 0)
  return {
    points: Float32Array.from({ length: 2 * count }, (_, k) => along(k % 2, vectors, (k >> 1) * width)),
    share: total > 0 ? (values[0] + (values[1] ?? 0)) / total : 0,
    of: (vector) => Float32Array.from(of(vector, 0)),
  }
}
