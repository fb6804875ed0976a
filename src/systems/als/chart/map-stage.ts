import { paintMap, type MapScene } from './map-painter.ts'
import { toPixels } from './map-points.ts'

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
    paintMap(context, scene, this.now, pixels)
    this.moved(pixels)
  }
}

function differ(a: Float32Array, b: Float32Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return true
  return false
}
