import { toPixels, type MapFrame } from './map-points.ts'
import type { Tokens } from './tokens.ts'

/** How big and how marked an item is drawn. */
export type ItemMark = 'plain' | 'labelled' | 'recommended'

/** All that is drawn on the canvas. Points are x, y pairs in the domain: items first, then people, then you. */
export interface MapScene {
  readonly frame: MapFrame
  readonly points: Float32Array
  readonly items: number
  readonly people: number
  readonly marks: readonly ItemMark[]
  readonly tokens: Tokens
}

/** Half the side of an item's square, pixels. */
export const itemRadius: Readonly<Record<ItemMark, number>> = { plain: 2.1, labelled: 3.5, recommended: 4 }
export const youRadius = 9

const glideMs = 250

/**
 * The moving part of the map: draws the points, and lets them glide from where they are to where they belong.
 * `moved` hears where the points are now, in pixels, whenever that changes, so that what lies above can follow.
 */
export class MapStage {
  private readonly canvas: HTMLCanvasElement
  private readonly moved: (pixels: Float32Array) => void
  private scene: MapScene | undefined
  private from: Float32Array = new Float32Array(0)
  private now: Float32Array = new Float32Array(0)
  private began = 0
  private request = 0

  constructor(canvas: HTMLCanvasElement, moved: (pixels: Float32Array) => void) {
    this.canvas = canvas
    this.moved = moved
  }

  /** Shows a scene; points that have moved glide, unless there are more or fewer than before. */
  show(scene: MapScene, glides: boolean) {
    const before = this.scene
    this.scene = scene
    if (before === scene) {
      this.moved(toPixels(this.now, scene.frame))
      return
    }
    if (!before || !glides || before.points.length !== scene.points.length || before.items !== scene.items) {
      this.settle()
    } else if (before.points !== scene.points && differ(before.points, scene.points)) {
      this.from = this.now.slice()
      this.began = performance.now()
      if (!this.request) this.request = requestAnimationFrame(this.tick)
    }
    this.draw()
  }

  end() {
    cancelAnimationFrame(this.request)
    this.request = 0
  }

  private settle() {
    this.end()
    this.now = this.scene!.points.slice()
  }

  private readonly tick = (time: number) => {
    const share = Math.min(Math.max((time - this.began) / glideMs, 0), 1)
    const eased = 1 - (1 - share) ** 3
    const goal = this.scene!.points
    for (let i = 0; i < goal.length; i++) this.now[i] = this.from[i]! + (goal[i]! - this.from[i]!) * eased
    this.request = share < 1 ? requestAnimationFrame(this.tick) : 0
    this.draw()
  }

  private draw() {
    const scene = this.scene!
    const { width, height } = scene.frame
    if (width === 0 || height === 0) return
    const ratio = devicePixelRatio
    const [deviceWidth, deviceHeight] = [Math.round(width * ratio), Math.round(height * ratio)]
    if (this.canvas.width !== deviceWidth || this.canvas.height !== deviceHeight) {
      this.canvas.width = deviceWidth
      this.canvas.height = deviceHeight
    }
    const context = this.canvas.getContext('2d')!
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.clearRect(0, 0, width, height)
    const pixels = toPixels(this.now, scene.frame)
    drawAxes(context, scene)
    drawPeople(context, scene, pixels)
    drawItems(context, scene, pixels)
    this.moved(pixels)
  }
}

function differ(a: Float32Array, b: Float32Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return true
  return false
}

function drawAxes(context: CanvasRenderingContext2D, { frame: { width, height }, tokens }: MapScene) {
  const [x, y] = [Math.round(width / 2) + 0.5, Math.round(height / 2) + 0.5]
  const line = (colour: string, ...ends: readonly [number, number, number, number][]) => {
    context.strokeStyle = colour
    context.lineWidth = 1
    context.beginPath()
    for (const [x1, y1, x2, y2] of ends) {
      context.moveTo(x1, y1)
      context.lineTo(x2, y2)
    }
    context.stroke()
  }
  line(tokens.line, [0, y, width, y], [x, 0, x, height])
  line(tokens['ink-3'], [x - 5, y, x + 5, y], [x, y - 5, x, y + 5])
}

/** Above this many points there is no room for an outline round each. */
const outlined = 3000

function drawPeople(context: CanvasRenderingContext2D, { items, people, tokens }: MapScene, pixels: Float32Array) {
  const radius = people > outlined ? 1.3 : 1.9
  context.fillStyle = tokens.person
  context.globalAlpha = 0.8
  context.beginPath()
  for (let i = items; i < items + people; i++) {
    const [x, y] = [pixels[2 * i]!, pixels[2 * i + 1]!]
    context.moveTo(x + radius, y)
    context.arc(x, y, radius, 0, 2 * Math.PI)
  }
  context.fill()
  context.globalAlpha = 1
}

function drawItems(context: CanvasRenderingContext2D, scene: MapScene, pixels: Float32Array) {
  for (const mark of ['plain', 'labelled', 'recommended'] as const) {
    const radius = mark === 'plain' && scene.items > outlined ? 1.5 : itemRadius[mark]
    context.fillStyle = scene.tokens.film
    context.strokeStyle = mark === 'recommended' ? scene.tokens.ink : scene.tokens.raised
    context.lineWidth = mark === 'recommended' ? 1.5 : mark === 'labelled' ? 1.5 : 0.75
    context.globalAlpha = mark === 'plain' ? 0.85 : 1
    context.beginPath()
    for (let i = 0; i < scene.items; i++) {
      if (scene.marks[i] !== mark) continue
      context.roundRect(pixels[2 * i]! - radius, pixels[2 * i + 1]! - radius, 2 * radius, 2 * radius, radius * 0.35)
    }
    if (mark !== 'recommended') context.stroke()
    context.fill()
    if (mark === 'recommended') context.stroke()
  }
  context.globalAlpha = 1
}
