import type { Snapshot } from '../../../workers/contract/system.ts'
import type { IndexHop, IndexLayers } from './chart/index-graph-shape.ts'

/** One person's way through the pipeline, as it comes with a snapshot. All lists are of items, best first. */
export interface Search {
  /** items in the catalogue */
  readonly items: number
  readonly compared: number
  readonly ended: boolean
  /** items seen before */
  readonly seen: number
  readonly reranked: boolean
  readonly retrieved: readonly number[]
  readonly unseen: readonly number[]
  readonly ranked: readonly number[]
  readonly list: readonly number[]
  /** what an exact search for as many finds */
  readonly exact: readonly number[]
  readonly hops: readonly IndexHop[]
  /** x, y of what is searched for */
  readonly query: Float32Array | undefined
}

/** undefined where nobody asks. */
export function searchOf(snapshot: Snapshot | undefined): Search | undefined {
  if (!snapshot || !(snapshot.retrieved instanceof Uint32Array)) return undefined
  const list = (name: string) => Array.from(snapshot[name] as Uint32Array)
  return {
    items: Number(snapshot.items),
    compared: Number(snapshot.compared),
    ended: snapshot.ended === 1,
    seen: Number(snapshot.seen),
    reranked: snapshot.ranks === 1,
    retrieved: list('retrieved'),
    unseen: list('unseen'),
    ranked: list('ranked'),
    list: list('list'),
    exact: list('exact'),
    hops: hopsOf(snapshot),
    query: snapshot.query as Float32Array | undefined,
  }
}

function hopsOf(snapshot: Snapshot): IndexHop[] {
  const [nodes, counts, met] = ['hop nodes', 'hop compared', 'met'].map((name) => snapshot[name] as Uint32Array)
  const layers = snapshot['hop layers'] as Uint8Array
  let at = 0
  return Array.from(nodes!, (node, hop) => ({
    node,
    layer: layers[hop]!,
    compared: Array.from(met!.subarray(at, (at += counts![hop]!))),
  }))
}

/** The graph that is searched, and the item of each of its nodes; undefined where every item is looked at. */
export interface Graph {
  readonly layers: IndexLayers
  readonly items: Uint32Array
  readonly nodeOf: ReadonlyMap<number, number>
  /** of what sets the films apart, what the picture shows */
  readonly share: number
}

export function graphOf(snapshot: Snapshot | undefined): Graph | undefined {
  const items = snapshot?.['node items']
  if (!snapshot || !(items instanceof Uint32Array)) return undefined
  const links: Uint32Array[] = []
  for (let layer = 0; snapshot[`links ${layer}`] !== undefined; layer++)
    links.push(snapshot[`links ${layer}`] as Uint32Array)
  return {
    layers: { places: snapshot.places as Float32Array, top: snapshot.top as Uint8Array, links },
    items,
    nodeOf: new Map(Array.from(items, (item, node) => [item, node])),
    share: Number(snapshot.share),
  }
}

/** Of what an exact search finds, the share that this one found. */
export function recallOf({ retrieved, exact }: Search): number {
  const found = new Set(retrieved)
  return exact.length === 0 ? 1 : exact.filter((item) => found.has(item)).length / exact.length
}
