/** A graph in layers, as it is drawn. Nodes are numbered from 0. */
export interface IndexLayers {
  /** x, y of each node */
  readonly places: Float32Array
  /** the highest layer of each node; all are in layer 0 */
  readonly top: Uint8Array
  /** pairs of linked nodes, layer by layer from 0 up */
  readonly links: readonly Uint32Array[]
}

/** One hop of a search: the links of a node were followed in a layer, and these nodes compared. */
export interface IndexHop {
  readonly layer: number
  readonly node: number
  readonly compared: readonly number[]
}

/** Where a layer lies, in pixels: a parallelogram that leans to the right. */
export interface Plane {
  readonly layer: number
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  /** how far its upper edge is pushed to the right */
  readonly lean: number
}

const between = 16
const groundShare = 0.62

/** The highest layer on top; the lowest, which holds everything, has most of the room. */
export function planesOf(layers: number, width: number, height: number): Plane[] {
  const room = height - between * (layers - 1)
  const ground = layers === 1 ? room : room * groundShare
  const other = layers === 1 ? 0 : (room - ground) / (layers - 1)
  const lean = Math.min(64, width * 0.1)
  return Array.from({ length: layers }, (_, layer) => {
    const above = layers - 1 - layer
    const top = above * (other + between)
    return { layer, left: 1, right: width - 1 - lean, top, bottom: top + (layer === 0 ? ground : other), lean }
  })
}

/** A place in [0, 1] × [0, 1] on a plane. */
export function onPlane({ left, right, top, bottom, lean }: Plane, u: number, v: number): readonly [number, number] {
  const [inX, inY] = [12, 9]
  const y = top + inY + v * (bottom - top - 2 * inY)
  const pushed = (lean * (bottom - y)) / Math.max(1, bottom - top)
  return [left + inX + u * (right - left - 2 * inX) + pushed, y]
}

/**
 * Brings x, y pairs to [0, 1] along each axis, half by value and half by rank: where points crowd, they are spread, and
 * left stays left.
 */
export function unitPlaces(
  places: Float32Array,
): (points: ArrayLike<number>, index: number) => readonly [number, number] {
  const axes = [0, 1].map((axis) => places.filter((_, k) => k % 2 === axis).sort())
  const along = (value: number, sorted: Float32Array) => {
    const [low, high] = [sorted[0] ?? 0, sorted.at(-1) ?? 1]
    const linear = high > low ? (value - low) / (high - low) : 0.5
    const rank = sorted.length > 1 ? rankIn(sorted, value) / (sorted.length - 1) : 0.5
    return Math.min(1, Math.max(0, (linear + rank) / 2))
  }
  return (points, index) => [along(points[2 * index]!, axes[0]!), along(points[2 * index + 1]!, axes[1]!)]
}

/** How many of ascending values are smaller. */
function rankIn(sorted: Float32Array, value: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}

/** From where to where a search went: along a link of a layer, or down to the next. */
export interface Move {
  /** the hop that it leads to, from 0 */
  readonly hop: number
  readonly from: number
  readonly to: number
  readonly layer: number
  /** the same node, one layer lower */
  readonly down: boolean
}

/** Each hop's way: from the hop in its layer that first compared its node, or down from the layer above. */
export function movesOf(hops: readonly IndexHop[]): Move[] {
  const moves: Move[] = []
  let metBy = new Map<number, number>()
  hops.forEach(({ layer, node, compared }, hop) => {
    const before = hops[hop - 1]
    if (before && before.layer !== layer) {
      metBy = new Map()
      moves.push({ hop, from: node, to: node, layer, down: true })
    }
    const from = metBy.get(node)
    if (from !== undefined && from !== node) moves.push({ hop, from, to: node, layer, down: false })
    for (const other of compared) if (!metBy.has(other)) metBy.set(other, node)
  })
  return moves
}
