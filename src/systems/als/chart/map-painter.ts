import { outside, projectionOf, type MapFrame } from './map-points.ts'
import type { Tokens } from '../../../charts/tokens.ts'

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
export const itemRadius: Readonly<Record<ItemMark, number>> = { plain: 2.1, labelled: 3.25, recommended: 4 }
export const youRadius = 8

/** Above this many points there is less room for each. */
const crowded = 3000

/** Axes, people and items; `points` is where they are now in the domain, `pixels` the same in the frame. */
export function paintMap(
  context: CanvasRenderingContext2D,
  scene: MapScene,
  points: Float32Array,
  pixels: Float32Array,
) {
  paintAxes(context, scene)
  paintPeople(context, scene, points, pixels)
  for (const mark of ['plain', 'labelled', 'recommended'] as const) paintItems(context, scene, points, pixels, mark)
  context.globalAlpha = 1
}

function paintAxes(context: CanvasRenderingContext2D, { frame, tokens }: MapScene) {
  const origin = projectionOf(frame)
  const [x, y] = [Math.round(origin.x) + 0.5, Math.round(origin.y) + 0.5]
  context.lineWidth = 1
  context.strokeStyle = tokens.line
  cross(context, x, y, [0, frame.width, 0, frame.height])
  context.strokeStyle = tokens['ink-3']
  cross(context, x, y, [x - 5, x + 5, y - 5, y + 5])
}

function cross(context: CanvasRenderingContext2D, x: number, y: number, ends: [number, number, number, number]) {
  const [left, right, top, bottom] = ends
  context.beginPath()
  context.moveTo(left, y)
  context.lineTo(right, y)
  context.moveTo(x, top)
  context.lineTo(x, bottom)
  context.stroke()
}

function paintPeople(
  context: CanvasRenderingContext2D,
  { frame, items, people, tokens }: MapScene,
  points: Float32Array,
  pixels: Float32Array,
) {
  const radius = people > crowded ? 1.3 : 1.9
  context.fillStyle = tokens.person
  context.globalAlpha = 0.85
  context.beginPath()
  for (let i = items; i < items + people; i++) {
    const [x, y] = [pixels[2 * i]!, pixels[2 * i + 1]!]
    const way = outside(points, i, frame)
    if (way) arrow(context, x, y, way, radius + 1)
    else {
      context.moveTo(x + radius, y)
      context.arc(x, y, radius, 0, 2 * Math.PI)
    }
  }
  context.fill()
}

function paintItems(
  context: CanvasRenderingContext2D,
  { frame, items, marks, tokens }: MapScene,
  points: Float32Array,
  pixels: Float32Array,
  mark: ItemMark,
) {
  const radius = mark === 'plain' && items > crowded ? 1.5 : itemRadius[mark]
  context.fillStyle = tokens.film
  context.globalAlpha = mark === 'plain' ? 0.9 : 1
  context.beginPath()
  for (let i = 0; i < items; i++) {
    if (marks[i] !== mark) continue
    const [x, y] = [pixels[2 * i]!, pixels[2 * i + 1]!]
    const way = outside(points, i, frame)
    if (way) arrow(context, x, y, way, radius + 0.5)
    else context.roundRect(x - radius, y - radius, 2 * radius, 2 * radius, radius * 0.35)
  }
  if (mark === 'recommended') {
    context.fill()
    outline(context, tokens.ink, 1.5)
  } else {
    outline(context, tokens.raised, mark === 'plain' ? 1 : 1.5)
    context.fill()
  }
}

function outline(context: CanvasRenderingContext2D, colour: string, width: number) {
  context.strokeStyle = colour
  context.lineWidth = width
  context.stroke()
}

/** A triangle that points to where a point lies outside. */
function arrow(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  [across, down]: readonly [number, number],
  radius: number,
) {
  const turn = Math.atan2(down, across)
  for (const [index, corner] of [0, (2 * Math.PI) / 3, (4 * Math.PI) / 3].entries()) {
    const [px, py] = [x + 1.4 * radius * Math.cos(turn + corner), y + 1.4 * radius * Math.sin(turn + corner)]
    if (index === 0) context.moveTo(px, py)
    else context.lineTo(px, py)
  }
  context.closePath()
}
