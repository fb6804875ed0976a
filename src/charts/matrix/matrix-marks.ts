import { extentOf, type Cell, type Region } from './matrix-view.ts'

/** What is marked in a matrix. */
export interface Marks {
  readonly active?: Cell | undefined
  readonly pinned?: Cell | undefined
  readonly region?: Region | undefined
}

/** The picture as it stands now: where cells are, in fractions of the square, and their colour where they have one. */
interface Picture {
  boxOf(cell: Cell): { readonly left: number; readonly top: number; readonly side: number }
  colourOf(cell: Cell): string | undefined
}

const names = ['row', 'column', 'active', 'pinned', 'region'] as const
type Name = (typeof names)[number]
/** Where something starts and how long it is, in CSS pixels. */
type Span = readonly [start: number, length: number]

/** What a cell's ring and the bands of its row and column enclose, however small the cell. */
const leastRing = 7
const leastBand = 4

/** Puts the marks of a matrix over its picture: elements that are moved, so that panning draws nothing. */
export class MatrixMarks {
  private readonly elements: Readonly<Record<Name, HTMLElement>>

  /** @param marks holds an element for each mark, by its `data-mark` */
  constructor(marks: HTMLElement) {
    const entries = names.map((name) => [name, marks.querySelector(`[data-mark="${name}"]`)!])
    this.elements = Object.fromEntries(entries) as Record<Name, HTMLElement>
  }

  /** Over a picture of `side` CSS pixels. */
  place({ active, pinned, region }: Marks, side: number, picture: Picture): void {
    const shown = active ?? pinned
    this.placeBands(shown, side, picture)
    this.placeRing('active', shown, side, picture)
    this.placeRing('pinned', pinned && active && !sameCell(pinned, active) ? pinned : undefined, side, picture)
    this.placeRegion(region, side, picture)
  }

  /** The whole row and the whole column of a cell, none thinner than can be seen. */
  private placeBands(cell: Cell | undefined, side: number, { boxOf }: Picture): void {
    const { row, column } = this.elements
    if (!cell) return [row, column].forEach(hide)
    const box = boxOf(cell)
    const whole = [-8, side + 16] as const
    put(row, whole, widened(box.top * side, box.side * side, leastBand))
    put(column, widened(box.left * side, box.side * side, leastBand), whole)
  }

  /** The ring is wider than a small cell: it is filled with the cell's colour. */
  private placeRing(name: 'active' | 'pinned', cell: Cell | undefined, side: number, picture: Picture): void {
    const element = this.elements[name]
    if (!cell) return hide(element)
    const box = picture.boxOf(cell)
    const cellSide = box.side * side
    put(element, widened(box.left * side, cellSide, leastRing), widened(box.top * side, cellSide, leastRing))
    element.style.background = (cellSide < leastRing && picture.colourOf(cell)) || 'none'
  }

  private placeRegion(region: Region | undefined, side: number, { boxOf }: Picture): void {
    if (!region) return hide(this.elements.region)
    const { row, column, rows, columns } = extentOf(region)
    const box = boxOf({ row, column })
    const cellSide = box.side * side
    put(this.elements.region, [box.left * side, columns * cellSide], [box.top * side, rows * cellSide])
  }
}

/** At least `least` long and on whole pixels. */
function widened(start: number, length: number, least: number): Span {
  const more = Math.max(0, least - length)
  const low = Math.round(start - more / 2)
  return [low, Math.round(start + length + more / 2) - low]
}

function put({ style }: HTMLElement, [x, width]: Span, [y, height]: Span): void {
  style.display = 'block'
  style.transform = `translate(${x}px, ${y}px)`
  style.width = `${width}px`
  style.height = `${height}px`
}

function hide({ style }: HTMLElement): void {
  style.display = 'none'
}

function sameCell(a: Cell, b: Cell): boolean {
  return a.row === b.row && a.column === b.column
}
