/** One thing of the order before: its place there, and where it stands in the order after, if it does. */
export interface BumpRow {
  readonly item: number
  /** from 0 */
  readonly before: number
  readonly after: number | undefined
}

/**
 * What a bump chart has on its left: the first so many of the order before, and below them those that come from further
 * down, in their order there.
 *
 * @param before items, best first
 * @param after places in `before`, best first
 */
export function bumpRows(before: ArrayLike<number>, after: readonly number[], first: number): BumpRow[] {
  const places = new Map(after.map((place, to) => [place, to]))
  const head = Array.from({ length: Math.min(first, before.length) }, (_, place) => place)
  const further = after.filter((place) => place >= head.length).sort((a, b) => a - b)
  return [...head, ...further].map((place) => ({
    item: before[place]!,
    before: place,
    after: places.get(place),
  }))
}

/** How many of the order after can be shown where there is room for so many rows on the left: at least one. */
export function fitting(before: ArrayLike<number>, after: readonly number[], rows: number): number {
  let count = after.length
  while (count > 1 && bumpRows(before, after.slice(0, count), count).length > rows) count--
  return count
}

export interface BumpShape {
  readonly rowHeight: number
  /** the middle of a row on the left and on the right */
  readonly leftY: (row: number) => number
  readonly rightY: (place: number) => number
  /** where lines begin and end */
  readonly from: number
  readonly to: number
  readonly path: (row: number, place: number) => string
}

const tallest = 26

/** Both columns in a box, with room for the lines between them. */
export function bumpShape(
  rows: number,
  { width, height }: { readonly width: number; readonly height: number },
): BumpShape {
  const rowHeight = Math.min(tallest, height / Math.max(1, rows))
  const column = Math.min(0.4 * width, 250)
  const middle = (row: number) => (row + 0.5) * rowHeight
  const [from, to] = [column, width - column]
  return {
    rowHeight,
    leftY: middle,
    rightY: middle,
    from,
    to,
    path(row, place) {
      const half = (from + to) / 2
      return `M${from},${middle(row)}C${half},${middle(row)} ${half},${middle(place)} ${to},${middle(place)}`
    },
  }
}
