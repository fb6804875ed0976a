import { undefinedCell, type Look, type MatrixScale } from '../colour-scales.ts'
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

/**
 * Makes the picture of a matrix once, at several resolutions, and shows any part of it: pixels are made only for rows
 * that changed, a few milliseconds at a time, and to pan or zoom only moves what is there and draws nothing.
 */
export class MatrixPainter {
  private planes: Plane[] = []
  private source: Source | undefined
  private scale: MatrixScale = 'sequential'
  private look: Look | undefined
  private readonly hatch = document.createElement('div')
  private hatchRatio = 0
  /** rows of the finest level with undefined cells: without any there is no hatch to show */
  private holed = new Uint8Array(0)
  private readonly ground: HTMLElement

  /** @param ground what is shown is put in here; it cuts off what lies outside it */
  constructor(ground: HTMLElement) {
    this.ground = ground
  }

  /** Takes what is to be shown; `edited` says that values changed in place. Returns at once: `work` does the work. */
  show(source: Source, scale: MatrixScale, look: Look, edited: boolean): void {
    if (this.source?.size !== source.size) {
      this.planes = createLevels(source.size).map((level) => planeOf(level, look.empty))
      this.ground.replaceChildren(this.hatch, ...this.planes.map(({ canvas }) => canvas))
      this.holed = new Uint8Array(source.size)
    }
    const { stale } = this.planes[0]!
    const before = edited || this.scale !== scale ? undefined : this.source
    for (const place of changedPlaces(before, source)) stale[place] ||= remade
    if (this.look !== look) {
      for (const plane of this.planes) plane.stale.fill(recoloured)
      this.hatchRatio = 0
    }
    this.source = source
    this.scale = scale
    this.look = look
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
      const left = remakeRows(plane, this.planes[index + 1], look.table, remake, until)
      more ||= left
    })
    return more
  }

  /** The code now in the picture at a place of the finest level. */
  codeAt(row: number, column: number): number {
    const finest = this.planes[0]!
    return finest.codes[row * finest.side + column]!
  }

  /** Which level is shown in a square of `side` CSS pixels, each of `ratio` device pixels. */
  levelOf(view: View, side: number, ratio: number): number {
    return this.source ? levelFor((side * ratio) / spanOf(view, this.source.size), this.planes.length) : 0
  }

  /** Moves the picture so that the view fills a square of `side` CSS pixels, each of `ratio` device pixels. */
  place(view: View, side: number, ratio: number): void {
    if (!this.source) return
    const cell = side / spanOf(view, this.source.size)
    const [left, top] = [view.x, view.y].map((start) => Math.round(start * cell * ratio) / ratio) as [number, number]
    const shown = this.levelOf(view, side, ratio)
    this.planes.forEach(({ canvas }, level) => (canvas.style.display = level === shown ? '' : 'none'))
    const scale = cell * Math.pow(2, shown)
    this.planes[shown]!.canvas.style.transform = `translate(${-left}px, ${-top}px) scale(${scale})`
    this.placeHatch(left, top, ratio)
  }

  private encode(plane: Plane, source: Source, row: number): boolean {
    if (!encodeRow(plane, source, row)) return false
    this.holed[row] = Number(plane.codes.subarray(row * plane.side, (row + 1) * plane.side).includes(undefinedCell))
    return true
  }

  private placeHatch(left: number, top: number, ratio: number): void {
    const { style } = this.hatch
    style.display = this.holed.includes(1) ? '' : 'none'
    if (!this.look) return
    const period = hatchPixels(ratio) / ratio
    if (this.hatchRatio !== ratio) {
      this.hatchRatio = ratio
      style.inset = `0 -${period}px -${period}px 0`
      style.background = `url(${hatchOf(this.look.hatch, ratio).toDataURL()}) 0 0 / ${period}px`
    }
    // It moves with the picture, so that panning does not slide one over the other.
    style.transform = `translate(${-(left % period)}px, ${-(top % period)}px)`
  }
}

/** As long as a row is not painted it looks like one that is not computed, and not like the hatch of undefined cells. */
function planeOf(level: Level, empty: string): Plane {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = level.side
  const context = canvas.getContext('2d')
  if (!context) throw new Error('matrix: this browser gives no 2D canvas')
  context.fillStyle = empty
  context.fillRect(0, 0, level.side, level.side)
  const image = context.createImageData(level.side, level.side)
  const pixels = new Uint32Array(image.data.buffer)
  return { ...level, canvas, context, image, pixels, stale: new Uint8Array(level.side).fill(recoloured) }
}

/**
 * Remakes stale rows until the time is up, marks their parents stale, and puts the changed band in one call. True when
 * there are more.
 */
function remakeRows(
  plane: Plane,
  coarse: Plane | undefined,
  table: Uint32Array,
  remake: (row: number) => boolean,
  until: number,
): boolean {
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
  return row < plane.side
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
