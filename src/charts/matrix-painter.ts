import { undefinedCell, type Look, type MatrixScale } from './matrix-colours.ts'
import { changedPlaces, createLevels, encodeRow, levelFor, poolRow, type Level, type Source } from './matrix-pyramid.ts'
import { spanOf, type View } from './matrix-view.ts'

/** Why a row is stale: its codes may have changed, or the colours have and every pixel must be made again. */
const remade = 1
const recoloured = 2

interface Plane extends Level {
  readonly canvas: HTMLCanvasElement
  readonly context: CanvasRenderingContext2D
  readonly image: ImageData
  readonly pixels: Uint32Array
  /** rows to make again, the finest from the source, the others from the level under them; or only to colour again */
  readonly stale: Uint8Array
}

/** What a canvas holds since it was last drawn. */
interface Drawn {
  readonly canvas: HTMLCanvasElement
  readonly pixels: number
  /** device pixels to a cell */
  readonly cell: number
  /** device pixels from the corner of the matrix to that of the canvas */
  readonly left: number
  readonly top: number
  /** which of the pictures made so far it is of */
  readonly edition: number
}

/** Device pixels of a canvas. */
interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/**
 * Makes the picture of a matrix once and draws any part of it: pixels are made only for rows that changed, a few
 * milliseconds at a time, and a frame of panning moves what is there and draws only what comes into view.
 */
export class MatrixPainter {
  private planes: Plane[] = []
  private source: Source | undefined
  private scale: MatrixScale = 'sequential'
  private look: Look | undefined
  private pattern: CanvasPattern | null = null
  private patternRatio = 0
  /** rows of the finest level with undefined cells: without any there is no hatch to draw */
  private holed = new Uint8Array(0)
  private edition = 0
  private drawn: Drawn | undefined

  /** Takes what is to be shown; `edited` says that values changed in place. Returns at once: `work` does the work. */
  show(source: Source, scale: MatrixScale, look: Look, edited: boolean): void {
    if (this.source?.size !== source.size) {
      this.planes = createLevels(source.size).map(planeOf)
      this.holed = new Uint8Array(source.size)
    }
    const { stale } = this.planes[0]!
    const before = edited || this.scale !== scale ? undefined : this.source
    for (const place of changedPlaces(before, source)) stale[place] ||= remade
    if (this.look !== look) {
      for (const plane of this.planes) plane.stale.fill(recoloured)
      this.pattern = null
    }
    this.source = source
    this.scale = scale
    this.look = look
    this.edition++
  }

  /** Works for about `budget` milliseconds; true when there is more to do. */
  work(budget: number): boolean {
    const { source, look } = this
    if (!source || !look) return false
    const start = performance.now()
    let more = false
    this.planes.forEach((plane, index) => {
      const fine = this.planes[index - 1]
      const remake = fine
        ? (row: number) => poolRow(fine, plane, row, this.scale)
        : (row: number) => this.encode(plane, source, row)
      // The coarse levels keep up with the finest: they are a third of its work.
      const until = start + (fine ? budget : 0.6 * budget)
      const { left, changed } = remakeRows(plane, this.planes[index + 1], look.table, remake, until)
      more ||= left
      if (changed) this.edition++
    })
    return more
  }

  /** The code now in the picture at a place of the finest level. */
  codeAt(row: number, column: number): number {
    const finest = this.planes[0]!
    return finest.codes[row * finest.side + column]!
  }

  /** Which level is drawn for a square of `pixels` device pixels. */
  levelOf(view: View, pixels: number): number {
    return this.source ? levelFor(pixels / spanOf(view, this.source.size), this.planes.length) : 0
  }

  /**
   * Draws the view over the whole of a square canvas of `pixels` device pixels.
   *
   * @param untouched nothing was drawn on the canvas since the last time, nor will be
   */
  draw(context: CanvasRenderingContext2D, view: View, pixels: number, ratio: number, untouched: boolean): void {
    if (!this.source) return
    const cell = pixels / spanOf(view, this.source.size)
    const { canvas } = context
    const now: Drawn = { canvas, pixels, cell, left: view.x * cell, top: view.y * cell, edition: this.edition }
    context.imageSmoothingEnabled = false
    const moved = untouched ? moveAlong(context, this.drawn, now) : undefined
    for (const box of moved?.missing ?? [wholeOf(pixels)]) this.drawBox(context, view, cell, box, ratio)
    this.drawn = untouched ? (moved?.drawn ?? now) : undefined
  }

  private drawBox(context: CanvasRenderingContext2D, view: View, cell: number, box: Box, ratio: number): void {
    const { left, top, width, height } = box
    this.drawHatch(context, view, cell, box, ratio)
    const level = levelFor(cell, this.planes.length)
    const scale = Math.pow(2, -level) / cell
    const [x, y] = [(view.x * cell + left) * scale, (view.y * cell + top) * scale]
    context.drawImage(this.planes[level]!.canvas, x, y, width * scale, height * scale, left, top, width, height)
  }

  private encode(plane: Plane, source: Source, row: number): boolean {
    if (!encodeRow(plane, source, row)) return false
    this.holed[row] = Number(plane.codes.subarray(row * plane.side, (row + 1) * plane.side).includes(undefinedCell))
    return true
  }

  private drawHatch(context: CanvasRenderingContext2D, view: View, cell: number, box: Box, ratio: number): void {
    if (!this.look || !this.holed.includes(1)) return
    if (!this.pattern || this.patternRatio !== ratio) {
      this.pattern = context.createPattern(hatchOf(this.look.hatch, ratio), 'repeat')
      this.patternRatio = ratio
    }
    if (!this.pattern) return
    // The hatch moves with the picture, so that panning does not slide one over the other; by whole pixels, fast.
    const period = hatchPixels(ratio)
    const shift = (start: number) => -Math.round((start * cell) % period)
    this.pattern.setTransform(new DOMMatrix([1, 0, 0, 1, shift(view.x), shift(view.y)]))
    context.fillStyle = this.pattern
    context.fillRect(box.left, box.top, box.width, box.height)
  }
}

const wholeOf = (pixels: number): Box => ({ left: 0, top: 0, width: pixels, height: pixels })

/**
 * Moves what a canvas holds to where it is now, where the two differ by whole pixels only; else does nothing. Returns
 * what it holds then, and the strips that came into view and are still to be drawn.
 */
function moveAlong(
  context: CanvasRenderingContext2D,
  before: Drawn | undefined,
  now: Drawn,
): { readonly drawn: Drawn; readonly missing: readonly Box[] } | undefined {
  const { pixels } = now
  const same =
    before?.canvas === now.canvas &&
    before.pixels === pixels &&
    before.cell === now.cell &&
    before.edition === now.edition
  if (!same) return undefined
  const [right, down] = [now.left - before.left, now.top - before.top]
  const [x, y] = [Math.round(right), Math.round(down)]
  const whole = Math.abs(right - x) < 0.01 && Math.abs(down - y) < 0.01
  if (!whole || Math.abs(x) + Math.abs(y) > pixels / 2) return undefined
  if (x !== 0 || y !== 0) context.drawImage(now.canvas, -x, -y)
  const across = { left: x > 0 ? pixels - x : 0, top: 0, width: Math.abs(x), height: pixels }
  const along = { left: 0, top: y > 0 ? pixels - y : 0, width: pixels, height: Math.abs(y) }
  const missing = [across, along].filter(({ width, height }) => width > 0 && height > 0)
  // Where it really is: hundredths of a pixel must not add up.
  return { drawn: { ...now, left: before.left + x, top: before.top + y }, missing }
}

function planeOf(level: Level): Plane {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = level.side
  const context = canvas.getContext('2d')
  if (!context) throw new Error('matrix: this browser gives no 2D canvas')
  const image = context.createImageData(level.side, level.side)
  const pixels = new Uint32Array(image.data.buffer)
  return { ...level, canvas, context, image, pixels, stale: new Uint8Array(level.side).fill(recoloured) }
}

/** Remakes stale rows until the time is up, marks their parents stale, and puts the changed band in one call. */
function remakeRows(
  plane: Plane,
  coarse: Plane | undefined,
  table: Uint32Array,
  remake: (row: number) => boolean,
  until: number,
): { left: boolean; changed: boolean } {
  let [first, last] = [plane.side, -1]
  let row = nextStale(plane, 0)
  for (let made = 1; row < plane.side; made++) {
    const changed = remake(row)
    if (changed || plane.stale[row] === recoloured) {
      colourRow(plane, table, row)
      first = Math.min(first, row)
      last = Math.max(last, row)
    }
    if (changed && coarse) coarse.stale[row >> 1] ||= remade
    plane.stale[row] = 0
    row = nextStale(plane, row)
    if (made % 8 === 0 && performance.now() > until) break
  }
  if (last >= first) put(plane, first, last + 1)
  return { left: row < plane.side, changed: last >= first }
}

function nextStale({ stale, side }: Plane, from: number): number {
  let row = from
  while (row < side && stale[row] === 0) row++
  return row
}

function colourRow({ side, codes, pixels }: Plane, table: Uint32Array, row: number): void {
  for (let at = row * side; at < (row + 1) * side; at++) pixels[at] = table[codes[at]!]!
}

function put({ context, image, side }: Plane, from: number, to: number): void {
  context.putImageData(image, 0, 0, 0, from, side, to - from)
}

/** Device pixels after which the hatch repeats. */
function hatchPixels(ratio: number): number {
  return Math.round(4 * ratio)
}

/** One tile of a diagonal hatch. */
function hatchOf([ground, stroke]: Look['hatch'], ratio: number): HTMLCanvasElement {
  const tile = document.createElement('canvas')
  const side = hatchPixels(ratio)
  tile.width = tile.height = side
  const context = tile.getContext('2d')!
  context.fillStyle = ground
  context.fillRect(0, 0, side, side)
  context.strokeStyle = stroke
  context.lineWidth = 1.25 * ratio
  context.beginPath()
  for (const shift of [-side, 0, side]) {
    context.moveTo(shift - side, 2 * side)
    context.lineTo(shift + 2 * side, -side)
  }
  context.stroke()
  return tile
}
