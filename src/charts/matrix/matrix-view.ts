/** Which part of a square matrix is looked at: its left and top edge in cells; zoom 1 shows all of it. */
export interface View {
  readonly x: number
  readonly y: number
  readonly zoom: number
}

/** A place in the picture, not an item: rows and columns as they are drawn. */
export interface Cell {
  readonly row: number
  readonly column: number
}

/** A rectangle of cells, by two of its corners. */
export interface Region {
  readonly from: Cell
  readonly to: Cell
}

export const whole: View = { x: 0, y: 0, zoom: 1 }

/** A cell never grows past this many CSS pixels, unless the whole matrix does. */
const largestCell = 44

/** The largest zoom of a matrix drawn in a square of `side` CSS pixels. */
export function largestZoom(size: number, side: number): number {
  return Math.max(1, (size * largestCell) / Math.max(side, 1))
}

/** Cells across the square. */
export function spanOf(view: View, size: number): number {
  return size / view.zoom
}

/** The nearest view that shows nothing beyond the matrix. */
export function settle(view: View, size: number, largest: number): View {
  const zoom = clamp(view.zoom, 1, largest)
  const room = size - size / zoom
  return { x: clamp(view.x, 0, room), y: clamp(view.y, 0, room), zoom }
}

/** Zooms by a factor round the point (fx, fy), given in fractions of the square: what is under it stays there. */
export function zoomAt(view: View, size: number, largest: number, factor: number, fx: number, fy: number): View {
  const zoom = clamp(view.zoom * factor, 1, largest)
  const lost = size / view.zoom - size / zoom
  return settle({ x: view.x + fx * lost, y: view.y + fy * lost, zoom }, size, largest)
}

/** Moves the picture by fractions of the square, as a hand that drags it. */
export function panBy(view: View, size: number, largest: number, dx: number, dy: number): View {
  const span = spanOf(view, size)
  return settle({ ...view, x: view.x - dx * span, y: view.y - dy * span }, size, largest)
}

/** The cell under a point given in fractions of the square; undefined outside it. */
export function cellAt(view: View, size: number, fx: number, fy: number): Cell | undefined {
  return fx >= 0 && fx < 1 && fy >= 0 && fy < 1 ? nearestCell(view, size, fx, fy) : undefined
}

/** The cell under a point, or for one outside the square, the cell in view that is nearest to it. */
export function nearestCell(view: View, size: number, fx: number, fy: number): Cell {
  const span = spanOf(view, size)
  const last = size - 1
  return {
    row: clamp(Math.floor(view.y + clamp(fy, 0, 1) * span), 0, last),
    column: clamp(Math.floor(view.x + clamp(fx, 0, 1) * span), 0, last),
  }
}

/** The smallest move that brings a cell into view, a tenth of the square away from its edge where there is room. */
export function reveal(view: View, size: number, largest: number, cell: Cell): View {
  const span = spanOf(view, size)
  const margin = Math.min(span / 10, (span - 1) / 2)
  const along = (start: number, place: number) =>
    clamp(start, Math.min(place + 1 + margin - span, size - span), Math.max(place - margin, 0))
  return settle({ ...view, x: along(view.x, cell.column), y: along(view.y, cell.row) }, size, largest)
}

/** A view with a cell in its middle, at this zoom or nearer. */
export function lookAt(view: View, size: number, largest: number, cell: Cell, zoom: number): View {
  const near = clamp(Math.max(view.zoom, zoom), 1, largest)
  const half = size / near / 2
  return settle({ x: cell.column + 0.5 - half, y: cell.row + 0.5 - half, zoom: near }, size, largest)
}

/** The upper left cell of a region, and how many rows and columns it has. */
export function extentOf({ from, to }: Region): Cell & { readonly rows: number; readonly columns: number } {
  return {
    row: Math.min(from.row, to.row),
    column: Math.min(from.column, to.column),
    rows: Math.abs(from.row - to.row) + 1,
    columns: Math.abs(from.column - to.column) + 1,
  }
}

/** The closest view that shows all of a region, which stands in its middle where there is room. */
export function lookAtRegion(size: number, largest: number, region: Region): View {
  const { row, column, rows, columns } = extentOf(region)
  const zoom = clamp(size / Math.max(rows, columns), 1, largest)
  const span = size / zoom
  return settle({ x: column + columns / 2 - span / 2, y: row + rows / 2 - span / 2, zoom }, size, largest)
}

/** The view a share t in [0, 1] of the way; the zoom goes by equal factors, so that it looks even. */
export function between(from: View, to: View, t: number, size: number): View {
  if (t >= 1) return to
  const zoom = from.zoom * Math.pow(to.zoom / from.zoom, t)
  // What moves evenly on the screen is the edge in units of the span.
  const [a, b] = [size / from.zoom, size / to.zoom]
  const share = Math.abs(a - b) < 1e-9 ? t : (a - size / zoom) / (a - b)
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share, zoom }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high)
}
