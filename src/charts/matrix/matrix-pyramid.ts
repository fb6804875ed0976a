import { codeOf, colours, firstColour, notYet, type Domain, type MatrixScale } from '../colour-scales.ts'

/** One resolution of the picture: codes (matrix-colours.ts) of `side` × `side` cells. */
export interface Level {
  readonly side: number
  readonly codes: Uint16Array
}

/** What the picture shows: values by item, and which item stands at which place. */
export interface Source {
  readonly size: number
  /** size × size, row-major, by item; NaN is undefined */
  readonly values: Float32Array
  /** rows of items below this one are computed */
  readonly rowsDone: number
  /** item at each place, in rows and columns alike */
  readonly order: Uint32Array
  readonly domain: Domain
}

/** The finest level first; each further one halves it, down to where `smallest` pixels hold it. */
export function createLevels(size: number, smallest = 128): Level[] {
  const levels: Level[] = []
  for (let side = size; ; side = Math.ceil(side / 2)) {
    levels.push({ side, codes: new Uint16Array(side * side) })
    if (side <= smallest) return levels
  }
}

/** The places whose rows may look other than before: all of them, or only those of rows that came or went. */
export function changedPlaces(before: Source | undefined, now: Source): number[] {
  const all = Array.from({ length: now.size }, (_, place) => place)
  const same =
    before?.size === now.size &&
    before.order === now.order &&
    before.values === now.values &&
    before.domain[0] === now.domain[0] &&
    before.domain[1] === now.domain[1]
  if (!same) return all
  const low = Math.min(before.rowsDone, now.rowsDone)
  const high = Math.max(before.rowsDone, now.rowsDone)
  return all.filter((place) => now.order[place]! >= low && now.order[place]! < high)
}

/** Encodes the row at a place of the finest level; says whether anything changed. */
export function encodeRow({ side, codes }: Level, source: Source, place: number): boolean {
  const { size, values, order } = source
  const [low, high] = source.domain
  const item = order[place]!
  const done = item < source.rowsDone
  const from = item * size
  let changed = false
  for (let column = 0, at = place * side; column < side; column++, at++) {
    const code = done ? codeOf(values[from + order[column]!]!, low, high) : notYet
    if (codes[at] !== code) {
      codes[at] = code
      changed = true
    }
  }
  return changed
}

/** Pools row `row` of a coarse level from the two under it; each cell shows what stands out most of its four. */
export function poolRow(fine: Level, coarse: Level, row: number, scale: MatrixScale): boolean {
  const above = 2 * row * fine.side
  const below = 2 * row + 1 < fine.side ? above + fine.side : above
  const stronger = scale === 'sequential' ? Math.max : farther
  let changed = false
  for (let column = 0; column < coarse.side; column++) {
    const left = 2 * column
    const right = left + 1 < fine.side ? left + 1 : left
    const code = stronger(
      stronger(fine.codes[above + left]!, fine.codes[above + right]!),
      stronger(fine.codes[below + left]!, fine.codes[below + right]!),
    )
    const at = row * coarse.side + column
    if (coarse.codes[at] !== code) {
      coarse.codes[at] = code
      changed = true
    }
  }
  return changed
}

const middle = firstColour + (colours - 1) / 2

/** The code farther from the middle of the scale; any colour before undefined, undefined before not yet. */
function farther(a: number, b: number): number {
  if (a < firstColour || b < firstColour) return Math.max(a, b)
  return Math.abs(a - middle) >= Math.abs(b - middle) ? a : b
}

/** The level to draw: the finest whose cells are at least a device pixel wide, so that none is skipped. */
export function levelFor(pixelsPerCell: number, levels: number): number {
  const needed = Math.ceil(-Math.log2(pixelsPerCell) - 1e-9)
  return Math.min(Math.max(needed, 0), levels - 1)
}
