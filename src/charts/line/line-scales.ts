import { scaleLinear, type ScaleLinear } from 'd3-scale'
import { boxOf } from '../label-placement.ts'
import { placeLineLabels } from './line-labels.ts'
import { domainOf, pointAt, type LinePoint, type Series } from './line-reading.ts'
import type { TextWidth } from '../text-width.ts'
import { shortened } from '../tick-words.ts'

export interface Axis {
  readonly label: string
  readonly low: number
  readonly high: number
}

export interface Scales {
  readonly across: ScaleLinear<number, number>
  readonly up: ScaleLinear<number, number>
  readonly ticks: readonly { readonly at: number; readonly text: string }[]
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

export function scalesOf(
  series: readonly Series[],
  x: Axis,
  y: { readonly low: number; readonly high: number } | undefined,
  format: (y: number) => string,
  width: number,
  height: number,
  widthOf: TextWidth,
  fontSize: number,
): Scales {
  const up = scaleLinear().domain(domainOf(series, y))
  if (!y) up.nice(3)
  const places = few(up.ticks(3))
  const texts = shortened(places.map(format))
  const ticks = places.map((at, index) => ({ at, text: texts[index]! }))
  const left = Math.ceil(Math.max(0, ...texts.map((text) => widthOf(text)))) + 8
  const [right, top, bottom] = [width - 6, Math.ceil(fontSize * 0.7), height - Math.ceil(fontSize * 1.6)]
  return {
    across: scaleLinear([x.low, Math.max(x.high, x.low + 1)], [left + 4, right]),
    up: up.range([bottom, top]),
    ticks,
    left,
    right: width,
    top,
    bottom,
  }
}

/** Three or four lines are enough on a chart this low. */
function few(ticks: readonly number[]): readonly number[] {
  return ticks.length > 4 ? ticks.filter((_, index) => index % 2 === 0) : ticks
}

/** A reference of a single point holds all along. */
export function spread({ points, style }: Series, { across }: Scales): readonly LinePoint[] {
  if (style !== 'reference' || points.length !== 1) return points
  const [low, high] = across.domain() as [number, number]
  return [
    { ...points[0]!, x: low },
    { ...points[0]!, x: high },
  ]
}

/** Names for the run before and the references, and for lines 'now' if there are several. */
export function labelsOf(
  series: readonly Series[],
  scales: Scales,
  format: (y: number) => string,
  widthOf: TextWidth,
  fontSize: number,
) {
  const { across, up, left, right, top, bottom } = scales
  const pixels = (one: Series) =>
    spread(one, scales)
      .filter(({ y }) => Number.isFinite(y))
      .map(({ x, y }) => [across(x), Math.min(Math.max(up(y), top), bottom)] as const)
  const several = series.filter(({ style }) => style === 'now').length > 1
  const named = series.filter(({ style }) => style !== 'now' || several)
  const wanted = named.map((one) => ({ points: pixels(one), width: labelWidth(one, format, widthOf) }))
  const lines = series.map(pixels)
  const dots = series.flatMap((one, index) => (one.style === 'now' ? lines[index]!.slice(-1) : []))
  const frame = { left, right, top: 0, bottom }
  return placeLineLabels(wanted, {
    frame,
    line: fontSize * 1.25,
    lines,
    taken: dots.map(([x, y]) => boxOf(x, y, 5)),
  }).map(({ index, x, y }) => ({
    series: named[index]!,
    x,
    y,
  }))
}

/** With room for the value that stands behind the name while the chart is read. */
function labelWidth({ name, points }: Series, format: (y: number) => string, widthOf: TextWidth): number {
  const values = points.filter(({ y }) => Number.isFinite(y)).map(({ y }) => widthOf(` ${format(y)}`, 650))
  return widthOf(name) + Math.max(0, ...values) + 4
}

export function valueAt(series: Series, scales: Scales, x: number, format: (y: number) => string): string {
  const point = pointAt(spread(series, scales), x)
  return point ? ` ${format(point.y)}` : ''
}
