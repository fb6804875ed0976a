import type { AnnApi, HnswOptions } from '../../contract/ann-api.ts'
import type { Settings } from '../../contract/spec.ts'
import { bestFirst, topK, type Scored } from '../../lib/top-k.ts'
import { augmentItems, augmentQueries } from '../ann/augment.ts'
import { readGraph, searchGraph, type Hop, type HnswGraph } from '../ann/hnsw-graph.ts'
import { unitRows } from '../ann/unit-length.ts'
import { productsWith, type Embeddings } from './embeddings.ts'

/** Fetches the items whose vectors have the largest products with a query. */
export interface Retrieval {
  /**
   * The k largest that are found within so many hops, best first, equals by the smaller item.
   * @param hops of `steps`; from there on the whole search
   */
  find(query: Float32Array, k: number, hops: number): Retrieved
  /** the graph that is searched; absent where every item is looked at */
  readonly graph?: HnswGraph
  /** a query as the graph compares it with its vectors */
  inGraph?(query: Float32Array): Float32Array
  /** why there is no graph */
  readonly note?: string
}

export interface Retrieved {
  readonly best: readonly Scored[]
  /** none in an exact search */
  readonly hops: readonly Hop[]
  /** items compared with the query */
  readonly compared: number
  /** whether it went on to its end */
  readonly ended: boolean
}

/** Through a graph built in the worker of the indexes; where there is none, or it fails, exactly. */
export async function retrievalOf(
  ann: AnnApi | undefined,
  embeddings: Embeddings,
  settings: Settings,
  steps: number,
  seed: number,
): Promise<Retrieval> {
  if (!ann) return exactly(embeddings, steps, 'There is no worker for an index here: exact search is used.')
  try {
    const bytes = await builtGraph(ann, embeddings, settings, seed)
    return through(readGraph(bytes), embeddings, settings, steps)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return exactly(embeddings, steps, `The index could not be built (${why}): exact search is used.`)
  }
}

/** What a graph is built over, by the nearness that the settings name. */
export function inSpace({ values, width }: Pick<Embeddings, 'values' | 'width'>, { nearness, ...settings }: Settings) {
  const augmented = nearness === 'augmented'
  const options: Omit<HnswOptions, 'seed'> = {
    space: augmented ? 'cosine' : 'inner product',
    width: augmented ? width + 1 : width,
    m: Number(settings.m),
    efConstruction: Number(settings.efConstruction),
  }
  return {
    options,
    values: augmented ? augmentItems(values, width) : values,
    queries: (queries: Float32Array) => (augmented ? augmentQueries(queries, width) : queries),
  }
}

let built = 0

/** The index is freed once its bytes are here: a person's search goes through them. */
async function builtGraph(ann: AnnApi, embeddings: Embeddings, settings: Settings, seed: number): Promise<Uint8Array> {
  const { options, values } = inSpace(embeddings, settings)
  const name = `catalogue ${built++ % keptOnDevice}`
  await ann.build(name, { ids: upTo(embeddings.items), values }, { ...options, seed })
  const bytes = await ann.save(name)
  await ann.end(name)
  return bytes
}

/** Files of graphs on the device: a few, since two may be built at once. */
const keptOnDevice = 4

export const upTo = (count: number) => Uint32Array.from({ length: count }, (_, id) => id)

function through(graph: HnswGraph, embeddings: Embeddings, settings: Settings, steps: number): Retrieval {
  const { options, queries } = inSpace({ values: new Float32Array(0), width: embeddings.width }, settings)
  const inGraph = (query: Float32Array) =>
    options.space === 'cosine' ? unitRows(queries(query), options.width) : queries(query)
  return {
    graph,
    inGraph,
    find(query, k, hops) {
      const upToHop = hops >= steps ? Infinity : hops
      const search = searchGraph(graph, inGraph(query), k, Number(settings.ef), upToHop)
      const items = search.nearest.map(({ item: node }) => graph.ids[node])
      return {
        best: inOrder(items, productsWith(embeddings, query, items)),
        hops: search.hops,
        compared: 1 + search.hops.reduce((sum, { compared }) => sum + compared.length, 0),
        ended: search.hops.length < hops || hops >= steps,
      }
    },
  }
}

/** Every step compares an equal share of the items. */
function exactly(embeddings: Embeddings, steps: number, note: string): Retrieval {
  return {
    note,
    find(query, k, hops) {
      const compared = Math.ceil(embeddings.items * Math.min(1, hops / steps))
      const best = topK(productsWith(embeddings, query, upTo(compared)), k)
      return { best, hops: [], compared, ended: hops >= steps }
    },
  }
}

const inOrder = (items: readonly number[], scores: Float64Array): Scored[] =>
  items.map((item, place) => ({ item, score: scores[place] })).sort(bestFirst)
