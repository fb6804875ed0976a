import { boxOf, overlaps, type Box } from '../label-placement.ts'

/** A line that would like its name on it: x, y pairs in pixels from left to right. */
export interface NamedLine {
  readonly points: readonly (readonly [number, number])[]
  readonly width: number
}

/** Where a name goes: the index of its line, the middle of its text and its baseline. */
export interface LineLabel {
  readonly index: number
  readonly x: number
  readonly y: number
}

export interface LineRoom {
  readonly frame: Box
  readonly line: number
  /** every line drawn, x, y pairs in pixels: a name had better not lie on one */
  readonly lines: readonly (readonly (readonly [number, number])[])[]
  /** boxes that no name may cover */
  readonly taken: readonly Box[]
}

/**
 * A place for each line's name, close above or below it, as far right as there is room: never over another name or
 * what is taken, on as few drawn lines as possible. A name that finds no place is left out.
 */
export function placeLineLabels(wanted: readonly NamedLine[], room: LineRoom): LineLabel[] {
  const taken = [...room.taken]
  const dots = room.lines.flatMap((points) => sampled(points))
  const placed: LineLabel[] = []
  wanted.forEach((line, index) => {
    let best: Box | undefined
    let fewest = Infinity
    for (const box of boxesAlong(line, room)) {
      if (!within(box, room.frame) || taken.some((other) => overlaps(box, other))) continue
      const crossed = dots.filter(([x, y]) => overlaps(box, boxOf(x, y, 1))).length
      if (crossed < fewest) {
        best = box
        fewest = crossed
      }
      if (crossed === 0) break
    }
    if (!best) return
    taken.push(best)
    placed.push({ index, x: (best.left + best.right) / 2, y: best.bottom - room.line * 0.24 })
  })
  return placed
}

const places = [1, 0.85, 0.7, 0.55, 0.4, 0.25, 0]
const gap = 2

function boxesAlong({ points, width }: NamedLine, { line }: LineRoom): Box[] {
  if (points.length === 0) return []
  const [first, last] = [points[0]![0], points[points.length - 1]![0]]
  return places.flatMap((share) => {
    const right = Math.max(first + width, last - (1 - share) * (last - first - width))
    const left = right - width
    const under = sampled(points).filter(([x]) => x >= left - 1 && x <= right + 1)
    const heights = (under.length > 0 ? under : [points[points.length - 1]!]).map(([, y]) => y)
    const above = Math.min(...heights) - gap
    const below = Math.max(...heights) + gap
    return [
      { left, right, top: above - line, bottom: above },
      { left, right, top: below, bottom: below + line },
    ]
  })
}

function within(box: Box, frame: Box): boolean {
  return box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom
}

/** The points of a line with more between them, none farther apart than 4 px across. */
function sampled(points: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  const out: (readonly [number, number])[] = []
  points.forEach(([x, y], i) => {
    const before = points[i - 1]
    if (before) {
      const pieces = Math.max(1, Math.ceil((x - before[0]) / 4))
      for (let p = 1; p < pieces; p++)
        out.push([before[0] + ((x - before[0]) * p) / pieces, before[1] + ((y - before[1]) * p) / pieces])
    }
    out.push([x, y])
  })
  return out
}
