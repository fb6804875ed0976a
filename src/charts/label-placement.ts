export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** A point that would like its name beside it. */
export interface Wanted {
  readonly x: number
  readonly y: number
  /** half the size of its mark, pixels */
  readonly radius: number
  readonly width: number
}

/** Where a name goes: its box, and its baseline from the point it names. */
export interface Placed {
  readonly index: number
  readonly box: Box
  readonly dx: number
  readonly dy: number
}

export interface Room {
  readonly width: number
  readonly height: number
  /** the height of a line of text, pixels */
  readonly line: number
  /** boxes that no name may cover: marks, other text */
  readonly taken: readonly Box[]
  /** x, y pairs of points that a name had better not cover */
  readonly crowd: Float32Array
  readonly most: number
}

const gap = 4
const inset = 4

/**
 * Puts names beside their points, the most wanted first: in the frame, never over each other or over what is taken,
 * on the side that covers the fewest points (of equals right, left, above, below, then the corners). A name that
 * finds no place, or whose mark lies under another name, is left out. Returns those placed, in the order wanted.
 */
export function placeLabels(wanted: readonly Wanted[], room: Room): Placed[] {
  const taken = [...room.taken]
  const placed: Placed[] = []
  wanted.forEach((label, index) => {
    if (placed.length >= room.most) return
    const mark = boxOf(label.x, label.y, label.radius)
    if (placed.some((other) => overlaps(other.box, mark))) return
    const box = bestBox(label, room, taken)
    if (!box) return
    taken.push(box, mark)
    placed.push({ index, box, dx: box.left - label.x, dy: box.bottom - room.line * descent - label.y })
  })
  return placed
}

/** The share of a line of Inter that lies under its baseline. */
const descent = 0.24

function bestBox(label: Wanted, room: Room, taken: readonly Box[]): Box | undefined {
  let best: Box | undefined
  let fewest = Infinity
  for (const box of boxesAround(label, room.line)) {
    if (!fits(box, room) || taken.some((other) => overlaps(box, other))) continue
    const covered = countIn(room.crowd, box)
    if (covered < fewest) {
      best = box
      fewest = covered
    }
    if (covered === 0) break
  }
  return best
}

function boxesAround({ x, y, radius, width }: Wanted, line: number): Box[] {
  const out = radius + gap
  const corner = radius * 0.7 + 2
  const at = (left: number, top: number): Box => ({ left, top, right: left + width, bottom: top + line })
  return [
    at(x + out, y - line / 2),
    at(x - out - width, y - line / 2),
    at(x - width / 2, y - radius - line - 1),
    at(x - width / 2, y + radius + 1),
    at(x + corner, y - corner - line * 0.8),
    at(x + corner, y + corner - line * 0.2),
    at(x - corner - width, y - corner - line * 0.8),
    at(x - corner - width, y + corner - line * 0.2),
  ]
}

function fits(box: Box, { width, height }: Room): boolean {
  return box.left >= inset && box.top >= inset && box.right <= width - inset && box.bottom <= height - inset
}

export function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}

function countIn(points: Float32Array, box: Box): number {
  let count = 0
  for (let i = 0; i < points.length; i += 2) {
    const x = points[i]!
    if (x <= box.left || x >= box.right) continue
    const y = points[i + 1]!
    if (y > box.top && y < box.bottom) count++
  }
  return count
}

/** The square that a mark covers. */
export function boxOf(x: number, y: number, radius: number): Box {
  return { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius }
}
