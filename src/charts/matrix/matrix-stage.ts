import { cssOf, firstColour, inkOn, undefinedCell, type Look, type MatrixScale } from '../colour-scales.ts'
import { attachGestures } from './matrix-gestures.ts'
import { MatrixMarks, type Marks } from './matrix-marks.ts'
import { MatrixPainter } from './matrix-painter.ts'
import type { Source } from './matrix-pyramid.ts'
import { formatValue } from './matrix-words.ts'
import {
  between,
  cellAt,
  largestZoom,
  lookAt,
  lookAtRegion,
  nearestCell,
  panBy,
  reveal,
  settle,
  spanOf,
  whole,
  zoomAt,
  type Cell,
  type Region,
  type View,
} from './matrix-view.ts'

/** What the toolbar and the legend have to know of the view. */
export interface StageState {
  readonly atWhole: boolean
  readonly atLargest: boolean
  /** cells to a side that one drawn cell stands for, the strongest of them */
  readonly pooled: number
}

interface StageEvents {
  hover(cell: Cell | undefined): void
  tap(cell: Cell): void
  /** the region being drawn; undefined when it is dropped */
  region(region: Region | undefined): void
  /** the region is drawn */
  regionDone(region: Region): void
  state(state: StageState): void
}

interface StageElements {
  readonly surface: HTMLElement
  readonly ground: HTMLElement
  readonly canvas: HTMLCanvasElement
  readonly marks: HTMLElement
}

interface StageMarks extends Marks {
  readonly rug?: Rug | undefined
}

/** Places that are marked at the edges. */
export interface Rug {
  /** by place: 1 where it is marked */
  readonly places: Uint8Array
  readonly ground: string
  readonly tick: string
}

/** From this width on (CSS pixels) a cell has its number written in it. */
const numberedCell = 36
/** The marks at the edges, and the strip they stand on (CSS pixels). */
const rugStrip = 9
const rugTick = 7
const glideTime = 220
const workBudget = 5

/**
 * The moving part of a matrix: owns its picture, its view and what the hand does to it. React tells it what to show
 * and is told only what changes in words, so that panning never renders.
 */
export class MatrixStage {
  private readonly painter: MatrixPainter
  private readonly context: CanvasRenderingContext2D
  private readonly observer: ResizeObserver
  private readonly detach: () => void
  private source: Source | undefined
  private look: Look | undefined
  private marks: StageMarks = {}
  private view = whole
  private side = 0
  private frame = 0
  private glide: { from: View; to: View; start: number } | undefined
  private brushing = false
  private brush: Region | undefined
  private told: StageState = { atWhole: true, atLargest: false, pooled: 1 }
  private readonly surface: HTMLElement
  /** busy until all that is to be seen is painted */
  private readonly ground: HTMLElement
  /** over the picture: numbers and the marks at the edges */
  private readonly canvas: HTMLCanvasElement
  private readonly placed: MatrixMarks
  private readonly events: StageEvents

  constructor({ surface, ground, canvas, marks }: StageElements, events: StageEvents) {
    const context = canvas.getContext('2d')
    if (!context) throw new Error('matrix: this browser gives no 2D canvas')
    this.painter = new MatrixPainter(ground)
    this.context = context
    this.surface = surface
    this.ground = ground
    this.canvas = canvas
    this.placed = new MatrixMarks(marks)
    this.events = events
    this.detach = attachGestures(surface, {
      hover: (fx, fy) => events.hover(this.cellAt(fx, fy)),
      leave: () => events.hover(undefined),
      tap: (fx, fy) => {
        const cell = this.cellAt(fx, fy)
        if (cell) events.tap(cell)
      },
      pan: (dx, dy) => this.jump(panBy(this.view, this.size, this.largest, dx, dy)),
      zoom: (factor, fx, fy) => this.jump(zoomAt(this.view, this.size, this.largest, factor, fx, fy)),
      brushing: () => this.brushing,
      brushFrom: (fx, fy) => {
        const cell = this.cellAt(fx, fy)
        this.brush = cell && { from: cell, to: cell }
      },
      brushTo: (fx, fy) => {
        if (!this.brush) return
        this.brush = { ...this.brush, to: nearestCell(this.view, this.size, fx, fy) }
        events.region(this.brush)
      },
      brushEnd: (done) => {
        const { brush } = this
        this.brush = undefined
        if (brush && done) events.regionDone(brush)
        else if (brush) events.region(undefined)
      },
      canPan: () => this.view.zoom > 1,
    })
    this.observer = new ResizeObserver(() => this.resize())
    this.observer.observe(surface)
  }

  show(source: Source, scale: MatrixScale, look: Look, edited: boolean): void {
    if (this.source?.size !== source.size) this.view = whole
    this.source = source
    this.look = look
    this.painter.show(source, scale, look, edited)
    this.ground.setAttribute('aria-busy', 'true')
    this.schedule()
  }

  mark(marks: StageMarks): void {
    this.marks = marks
    this.schedule()
  }

  /** From now on a drag draws a region, or not. */
  setBrushing(brushing: boolean): void {
    this.brushing = brushing
  }

  /** The region under the hand is not wanted: the rest of the drag does nothing. */
  dropBrush(): void {
    this.brush = undefined
  }

  /** Zooms, as near as it goes, to all of a region. */
  visitRegion(region: Region): void {
    this.glideTo(lookAtRegion(this.size, this.largest, region))
  }

  /** Zooms in a glide, round the marked cell where it is in view, else round the middle. */
  zoomBy(factor: number): void {
    const view = this.glide?.to ?? this.view
    const cell = this.marks.active ?? this.marks.pinned
    const span = spanOf(view, this.size)
    const [fx, fy] = cell ? [(cell.column + 0.5 - view.x) / span, (cell.row + 0.5 - view.y) / span] : [0.5, 0.5]
    const seen = Math.min(fx, fy) > 0 && Math.max(fx, fy) < 1
    this.glideTo(zoomAt(view, this.size, this.largest, factor, seen ? fx : 0.5, seen ? fy : 0.5))
  }

  fit(): void {
    this.glideTo(whole)
  }

  /** Moves no farther than needed to have the cell in view, at once: the keys must not outrun the picture. */
  reveal(cell: Cell): void {
    this.jump(reveal(this.view, this.size, this.largest, cell))
  }

  /** Brings a cell to the middle, large enough to be seen. */
  visit(cell: Cell, cellSide: number): void {
    this.glideTo(lookAt(this.view, this.size, this.largest, cell, (cellSide * this.size) / Math.max(this.side, 1)))
  }

  /** Where a cell stands now, in fractions of the square. */
  boxOf(cell: Cell): { left: number; top: number; side: number } {
    const span = spanOf(this.view, this.size)
    return { left: (cell.column - this.view.x) / span, top: (cell.row - this.view.y) / span, side: 1 / span }
  }

  end(): void {
    cancelAnimationFrame(this.frame)
    this.observer.disconnect()
    this.detach()
  }

  private get size(): number {
    return this.source?.size ?? 1
  }

  private get largest(): number {
    return largestZoom(this.size, this.side)
  }

  private cellAt(fx: number, fy: number): Cell | undefined {
    return cellAt(this.view, this.size, fx, fy)
  }

  private jump(view: View): void {
    this.glide = undefined
    this.view = view
    this.schedule()
  }

  private glideTo(view: View): void {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return this.jump(view)
    this.glide = { from: this.view, to: view, start: performance.now() }
    this.schedule()
  }

  private resize(): void {
    this.side = this.surface.clientWidth
    if (this.side === 0) return
    this.view = settle(this.view, this.size, this.largest)
    // In the same frame, so that nothing flashes.
    this.paint()
  }

  private schedule(): void {
    this.frame ||= requestAnimationFrame((now) => {
      this.frame = 0
      this.advance(now)
      const more = this.painter.work(workBudget)
      this.paint()
      if (!more) this.ground.removeAttribute('aria-busy')
      if (more || this.glide) this.schedule()
    })
  }

  private advance(now: number): void {
    if (!this.glide) return
    const { from, to, start } = this.glide
    const t = Math.min(Math.max((now - start) / glideTime, 0), 1)
    this.view = between(from, to, 1 - Math.pow(1 - t, 3), this.size)
    if (t === 1) this.glide = undefined
  }

  private paint(): void {
    if (!this.source || this.side === 0) return
    this.painter.place(this.view, this.side, devicePixelRatio)
    this.annotate()
    this.placed.place(this.marks, this.side, {
      boxOf: (cell) => this.boxOf(cell),
      colourOf: (cell) => this.colourOf(cell),
    })
    this.tell()
  }

  /** Draws numbers and the marks at the edges; without any there is no canvas to clear, either. */
  private annotate(): void {
    const numbered = this.side / spanOf(this.view, this.size) >= numberedCell
    const rugged = this.marks.rug?.places.length === this.size
    const { canvas, context } = this
    canvas.style.display = numbered || rugged ? '' : 'none'
    if (!numbered && !rugged) return
    const pixels = Math.round(this.side * devicePixelRatio)
    if (canvas.width !== pixels) canvas.width = canvas.height = pixels
    context.clearRect(0, 0, pixels, pixels)
    if (numbered) this.writeNumbers()
    this.drawRug()
  }

  private tell(): void {
    const { view, told } = this
    const state: StageState = {
      atWhole: view.zoom <= 1.0001,
      atLargest: view.zoom >= this.largest * 0.9999,
      pooled: Math.pow(2, this.painter.levelOf(view, this.side, devicePixelRatio)),
    }
    if (state.atWhole === told.atWhole && state.atLargest === told.atLargest && state.pooled === told.pooled) return
    this.told = state
    this.events.state(state)
  }

  private writeNumbers(): void {
    const { source, look, context } = this
    const cell = this.side / spanOf(this.view, this.size)
    if (!source || !look) return
    const ratio = this.canvas.width / this.side
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize)
    context.font = `${0.75 * rem * ratio}px ${getComputedStyle(this.canvas).fontFamily}`
    context.textAlign = 'center'
    context.textBaseline = 'middle'
    const last = this.size - 1
    const bottom = Math.min(last, Math.floor(this.view.y + this.side / cell))
    const right = Math.min(last, Math.floor(this.view.x + this.side / cell))
    for (let row = Math.floor(this.view.y); row <= bottom; row++)
      for (let column = Math.floor(this.view.x); column <= right; column++) {
        const code = this.painter.codeAt(row, column)
        if (code < firstColour) continue
        const value = source.values[source.order[row]! * this.size + source.order[column]!]!
        context.fillStyle = inkOn(look.table[code]!)
        context.fillText(
          formatValue(value),
          (column + 0.5 - this.view.x) * cell * ratio,
          (row + 0.5 - this.view.y) * cell * ratio,
        )
      }
  }

  /** A strip along the upper and the left edge, with a tick at every marked row and column. */
  private drawRug(): void {
    const { context, view } = this
    const { rug } = this.marks
    if (rug?.places.length !== this.size) return
    const ratio = this.canvas.width / this.side
    const [strip, tick] = [Math.round(rugStrip * ratio), Math.round(rugTick * ratio)]
    context.fillStyle = rug.ground
    context.fillRect(0, 0, this.canvas.width, strip)
    context.fillRect(0, 0, strip, this.canvas.width)
    const span = spanOf(view, this.size)
    const cell = this.canvas.width / span
    const thick = Math.max(Math.round(cell), Math.round(ratio))
    const end = Math.min(this.size, Math.ceil(Math.max(view.x, view.y) + span))
    context.fillStyle = rug.tick
    context.beginPath()
    for (let place = Math.floor(Math.min(view.x, view.y)); place < end; place++) {
      if (rug.places[place] === 0) continue
      context.rect(0, Math.round((place - view.y) * cell), tick, thick)
      context.rect(Math.round((place - view.x) * cell), 0, thick, tick)
    }
    context.fill()
    // The corner belongs to neither edge.
    context.fillStyle = rug.ground
    context.fillRect(0, 0, strip, strip)
  }

  private colourOf(cell: Cell): string | undefined {
    const code = this.painter.codeAt(cell.row, cell.column)
    return this.look && code !== undefinedCell ? cssOf(this.look.table[code]!) : undefined
  }
}
