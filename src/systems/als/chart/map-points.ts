/** What can be selected on the map. */
export interface MapSelection {
  readonly kind: 'person' | 'item'
  readonly id: number
}

/** What part of the plane is drawn, in a box of so many pixels. */
export interface MapFrame {
  readonly width: number
  readonly height: number
  /** as far as the first axis reaches */
  readonly extent: number
  /** whether the origin stands in the middle */
  readonly centred: boolean
}

/** From the domain to pixels: one scale both ways, so that angles and lengths are true. */
export interface Projection {
  readonly scale: number
  /** pixels of the origin */
  readonly x: number
  readonly y: number
}

/**
 * Watching is never negative, so uncentred factors lie on the positive side of their first axis once anything is
 * learned: their origin stands left, and as much is shown above and below as half of that axis.
 */
export function projectionOf({ width, height, extent, centred }: MapFrame): Projection {
  const [left, right, half] = centred ? [-extent, extent, extent] : [-0.29 * extent, extent, 0.49 * extent]
  const scale = Math.min(width / (right - left), height / (2 * half))
  return { scale, x: width / 2 - ((left + right) / 2) * scale, y: height / 2 }
}

/** How near to the edge a point may be drawn, pixels. */
const margin = 5

/**
 * x, y pairs in pixels, y downwards, from x, y pairs in the domain, y upwards. What lies outside stands at the edge;
 * `outside` says which.
 */
export function toPixels(points: Float32Array, frame: MapFrame): Float32Array {
  const { scale, x, y } = projectionOf(frame)
  const out = new Float32Array(points.length)
  for (let i = 0; i < points.length; i += 2) {
    out[i] = clamp(x + points[i]! * scale, frame.width)
    out[i + 1] = clamp(y - points[i + 1]! * scale, frame.height)
  }
  return out
}

/** Which way a point of the domain lies outside of the frame, as -1, 0 or 1 across and downwards; undefined inside. */
export function outside(points: Float32Array, index: number, frame: MapFrame): readonly [number, number] | undefined {
  const { scale, x, y } = projectionOf(frame)
  const across = beyond(x + points[2 * index]! * scale, frame.width)
  const down = beyond(y - points[2 * index + 1]! * scale, frame.height)
  return across === 0 && down === 0 ? undefined : [across, down]
}

function clamp(pixel: number, size: number): number {
  return Math.min(Math.max(pixel, margin), size - margin)
}

function beyond(pixel: number, size: number): number {
  return pixel < margin ? -1 : pixel > size - margin ? 1 : 0
}

/** The index of the point nearest to a place, no farther than `reach`; of equals the last drawn. */
export function nearestPoint(points: Float32Array, x: number, y: number, reach: number): number | undefined {
  let best: number | undefined
  let bestSquare = reach * reach
  for (let i = 0; 2 * i < points.length; i++) {
    const dx = points[2 * i]! - x
    const dy = points[2 * i + 1]! - y
    const square = dx * dx + dy * dy
    if (square <= bestSquare) {
      best = i
      bestSquare = square
    }
  }
  return best
}

export type Direction = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown'

const vectors: Readonly<Record<Direction, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

export function isDirection(key: string): key is Direction {
  return Object.hasOwn(vectors, key)
}

/**
 * The nearest point within 45° of a direction, straight ahead preferred. The four quarters hold all other points, so
 * that one can walk to nearly every one; points on the same spot are walked by number, right and down upwards.
 */
export function neighbour(points: Float32Array, from: number, direction: Direction): number | undefined {
  const [ux, uy] = vectors[direction]
  const up = ux + uy > 0
  let best: number | undefined
  let bestCost = Infinity
  let bestOnSpot: number | undefined
  for (let i = 0; 2 * i < points.length; i++) {
    if (i === from) continue
    const dx = points[2 * i]! - points[2 * from]!
    const dy = points[2 * i + 1]! - points[2 * from + 1]!
    if (dx === 0 && dy === 0) {
      if (up ? i > from && bestOnSpot === undefined : i < from) bestOnSpot = i
      continue
    }
    const ahead = dx * ux + dy * uy
    const aside = Math.abs(dx * uy - dy * ux)
    if (ahead < aside || ahead <= 0) continue
    const cost = ahead + 2 * aside
    if (cost < bestCost) {
      best = i
      bestCost = cost
    }
  }
  return bestOnSpot ?? best
}

/** Where a ray from the origin leaves the frame, in pixels; `dy` is downwards. */
export function rayEnd(frame: MapFrame, dx: number, dy: number): readonly [number, number] {
  const { x, y } = projectionOf(frame)
  const reach = Math.min(
    dx === 0 ? Infinity : (dx > 0 ? frame.width - x : x) / Math.abs(dx),
    dy === 0 ? Infinity : (dy > 0 ? frame.height - y : y) / Math.abs(dy),
  )
  return Number.isFinite(reach) ? [x + dx * reach, y + dy * reach] : [x, y]
}
