/** What can be selected on the map. */
export interface MapSelection {
  readonly kind: 'person' | 'item'
  readonly id: number
}

/** From the domain [-extent, extent] to pixels: one scale both ways, so that angles and lengths are true. */
export interface MapFrame {
  readonly width: number
  readonly height: number
  readonly extent: number
}

export function scaleOf({ width, height, extent }: MapFrame): number {
  return Math.min(width, height) / (2 * extent)
}

/** x, y pairs in pixels, y downwards, from x, y pairs in the domain, y upwards. */
export function toPixels(points: Float32Array, frame: MapFrame): Float32Array {
  const scale = scaleOf(frame)
  const out = new Float32Array(points.length)
  for (let i = 0; i < points.length; i += 2) {
    out[i] = frame.width / 2 + points[i]! * scale
    out[i + 1] = frame.height / 2 - points[i + 1]! * scale
  }
  return out
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
  return key in vectors
}

/**
 * The nearest point within 45° of a direction, straight ahead preferred. Every other point lies in one of the four
 * quarters, so that all can be reached; points on the same spot are walked by number, right and down upwards.
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

/** Where a ray from the middle of the frame leaves it; `dy` is downwards. */
export function rayEnd({ width, height }: MapFrame, dx: number, dy: number): readonly [number, number] {
  const reach = Math.min(
    dx === 0 ? Infinity : width / 2 / Math.abs(dx),
    dy === 0 ? Infinity : height / 2 / Math.abs(dy),
  )
  return Number.isFinite(reach) ? [width / 2 + dx * reach, height / 2 + dy * reach] : [width / 2, height / 2]
}
