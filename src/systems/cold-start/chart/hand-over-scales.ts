import { scaleLinear, type ScaleLinear } from 'd3-scale'
import { area, line } from 'd3-shape'
import type { Size } from '../../../charts/element-size.ts'
import { pointAt, type LinePoint } from '../../../charts/line/line-reading.ts'
import type { TextWidth } from '../../../charts/text-width.ts'
import { shortened } from '../../../charts/tick-words.ts'

export interface HandOverScales {
  readonly across: ScaleLinear<number, number>
  readonly up: ScaleLinear<number, number>
  readonly ticksAcross: readonly number[]
  readonly ticksUp: readonly { readonly tick: number; readonly text: string }[]
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** Both lines on one scale from 0, with room at the right for their names and above for the handle of the rule. */
export function handOverScales(
  lines: readonly { readonly name: string; readonly points: readonly LinePoint[] }[],
  high: number,
  format: (y: number) => string,
  { width, height }: Size,
  handle: number,
  widthOf: TextWidth,
  fontSize: number,
): HandOverScales {
  const most = Math.max(
    0.1,
    ...lines.flatMap(({ points }) => points.map(({ y, high }) => high ?? y)).filter(Number.isFinite),
  )
  const top = handle + Math.ceil(fontSize * 0.4)
  const bottom = height - Math.ceil(fontSize * 1.7)
  // Up to a whole tenth: another threshold, or another step, moves no axis.
  const up = scaleLinear([0, Math.min(1, Math.ceil(most * 10 - 1e-9) / 10)], [bottom, top]).clamp(true)
  const levels = up.ticks(4)
  const texts = shortened(levels.map(format))
  const ticksUp = levels.map((tick, index) => ({ tick, text: texts[index]! }))
  const left = Math.ceil(Math.max(...texts.map((text) => widthOf(text)))) + 12
  const right = width - Math.ceil(Math.max(...lines.map(({ name }) => widthOf(name, 600)))) - 12
  const across = scaleLinear([0, high], [left, Math.max(right, left + 1)])
  return {
    across,
    up,
    ticksAcross: across.ticks(width < 420 ? 4 : 8).filter(Number.isInteger),
    ticksUp,
    left,
    right,
    top,
    bottom,
  }
}

export function linePath(points: readonly LinePoint[], { across, up }: HandOverScales): string {
  const draw = line<LinePoint>()
    .defined(({ y }) => Number.isFinite(y))
    .x(({ x }) => across(x))
    .y(({ y }) => up(y))
  return draw(points) ?? ''
}

export function bandPath(points: readonly LinePoint[], { across, up }: HandOverScales): string {
  const draw = area<LinePoint>()
    .defined(({ low, high }) => Number.isFinite(low) && Number.isFinite(high))
    .x(({ x }) => across(x))
    .y0(({ low }) => up(low!))
    .y1(({ high }) => up(high!))
  return draw(points) ?? ''
}

/** The height of a line between two measured points; undefined before the first and after the last. */
export function heightAt(points: readonly LinePoint[], x: number): number | undefined {
  const before = pointAt(points, x)
  if (!before) return undefined
  const after = points.find((point) => point.x >= x && Number.isFinite(point.y))
  if (!after) return undefined
  if (after.x === before.x) return before.y
  return before.y + ((x - before.x) / (after.x - before.x)) * (after.y - before.y)
}

/** Where the names at the ends of two lines stand: beside their ends, pushed apart where those are close. */
export function namePlaces(
  ends: readonly number[],
  line: number,
  { top, bottom }: Pick<HandOverScales, 'top' | 'bottom'>,
): number[] {
  const order = [...ends.keys()].sort((a, b) => ends[a]! - ends[b]!)
  const places = [...ends]
  const [upper, lower] = order
  if (upper !== undefined && lower !== undefined && places[lower]! - places[upper]! < line) {
    const middle = (places[upper]! + places[lower]!) / 2
    const held = Math.min(Math.max(middle, top + line), bottom - line)
    places[upper] = held - line / 2
    places[lower] = held + line / 2
  }
  return places
}
