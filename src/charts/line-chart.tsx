import { scaleLinear, type ScaleLinear } from 'd3-scale'
import { area, line } from 'd3-shape'
import { useCallback, useId, useMemo, useState } from 'react'
import { ChartCursor } from './chart-cursor.tsx'
import { ChartFrame } from './chart-frame.tsx'
import { useElementSize } from './element-size.ts'
import { boxOf } from './label-placement.ts'
import { placeLineLabels } from './line-labels.ts'
import {
  domainOf,
  lineSummary,
  nearestStop,
  pointAt,
  pointWords,
  readAt,
  stops,
  type LinePoint,
  type Series,
} from './line-reading.ts'
import { useTextWidth, type TextWidth } from './text-width.ts'
import styles from './line-chart.module.css'

export interface LineChartProps {
  readonly title: string
  /** what is measured, and on what: 'training, ×10⁴' */
  readonly unit: string
  readonly series: readonly Series[]
  readonly x: { readonly label: string; readonly low: number; readonly high: number }
  /** fixed for the run; without it, what holds all points */
  readonly y?: { readonly low: number; readonly high: number } | undefined
  /** on x: the lines 'now' are drawn in ink up to here, faint beyond */
  readonly playhead: number
  readonly format: (y: number) => string
  readonly caption?: string
}

/** A quantity over steps: now against the run before and against references, with a place to read it at. */
export function LineChart(props: LineChartProps) {
  const { title, unit, series, x, playhead, format, caption } = props
  const [reading, setReading] = useState<number>()
  const numbers = useCallback(() => numbersOf(title, series, x.label, format), [title, series, x.label, format])
  const at = reading ?? playhead
  const told = series.filter(({ style }) => style === 'now' || reading !== undefined)
  return (
    <ChartFrame
      title={title}
      beside={
        <span className={styles.unit}>
          {reading === undefined ? unit : `${at.toLocaleString('en')} ${x.label}`}
          {readAt(told, at, format).map(({ name, words }, index) => (
            <span key={name}>
              {index > 0 || told.length > 1 ? `, ${name} ` : ' '}
              <b>{words}</b>
            </span>
          ))}
        </span>
      }
      caption={caption}
      numbers={numbers}
    >
      <LinePlot {...props} reading={reading} onRead={setReading} />
    </ChartFrame>
  )
}

interface PlotProps extends LineChartProps {
  readonly reading: number | undefined
  readonly onRead: (x: number | undefined) => void
}

function LinePlot({ title, series, x, y, playhead, format, reading, onRead }: PlotProps) {
  const [plot, { width, height }] = useElementSize<HTMLDivElement>()
  const { widthOf, fontSize } = useTextWidth()
  const clipId = useId()
  const scales = useMemo(
    () => scalesOf(series, x, y, format, width, height, widthOf, fontSize),
    [series, x, y, format, width, height, widthOf, fontSize],
  )
  const labels = useMemo(() => labelsOf(series, scales, widthOf, fontSize), [series, scales, widthOf, fontSize])
  const cursor = useReading(series, scales, reading ?? playhead, onRead)
  const at = reading ?? playhead
  return (
    <div ref={plot} className={styles.plot}>
      {width > 0 && (
        <svg className={styles.svg} role="img" aria-label={lineSummary(title, series, x, playhead, format)}>
          <clipPath id={clipId}>
            <rect x={scales.left} y={0} width={scales.right - scales.left} height={height} />
          </clipPath>
          <Axes scales={scales} x={x} format={format} />
          <g clipPath={`url(#${clipId})`}>
            {drawOrder(series).map((one) => (
              <Line key={one.name} series={one} scales={scales} playhead={playhead} />
            ))}
          </g>
          {reading !== undefined && (
            <line
              className={styles.cross}
              x1={scales.across(at)}
              x2={scales.across(at)}
              y1={scales.top}
              y2={scales.bottom}
            />
          )}
          {series.map((one) => (
            <Dot key={one.name} series={one} scales={scales} playhead={playhead} reading={reading} />
          ))}
          {labels.map(({ name, x, y }) => (
            <text key={name} className={styles.name} data-chart-label x={x} y={y} textAnchor="middle">
              {name}
            </text>
          ))}
        </svg>
      )}
      <ChartCursor
        summary={`${title}, step by step`}
        orientation="horizontal"
        at={reading === undefined ? undefined : cursor.at(title, x.label, format)}
        {...cursor.handlers}
      />
    </div>
  )
}

interface Scales {
  readonly across: ScaleLinear<number, number>
  readonly up: ScaleLinear<number, number>
  readonly ticks: readonly number[]
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

function scalesOf(
  series: readonly Series[],
  x: LineChartProps['x'],
  y: LineChartProps['y'],
  format: (y: number) => string,
  width: number,
  height: number,
  widthOf: TextWidth,
  fontSize: number,
): Scales {
  const up = scaleLinear().domain(domainOf(series, y)).nice(3)
  const ticks = up.ticks(3)
  const left = Math.ceil(Math.max(...ticks.map((tick) => widthOf(format(tick))))) + 8
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

function Axes({ scales, x, format }: { scales: Scales; x: LineChartProps['x']; format: (y: number) => string }) {
  const { across, up, ticks, left, right, bottom } = scales
  return (
    <>
      {ticks.map((tick) => (
        <g key={tick}>
          <line className={styles.grid} x1={left} x2={right} y1={up(tick)} y2={up(tick)} />
          <text className={styles.text} data-chart-label x={left - 6} y={up(tick)} dy="0.35em" textAnchor="end">
            {format(tick)}
          </text>
        </g>
      ))}
      <text className={styles.text} data-chart-label x={left} y={bottom} dy="1.35em">
        {x.low.toLocaleString('en')}
      </text>
      <text className={styles.text} data-chart-label x={across.range()[1]! + 5} y={bottom} dy="1.35em" textAnchor="end">
        {`${x.high.toLocaleString('en')} ${x.label}`}
      </text>
    </>
  )
}

/** What came before lies under what is now. */
function drawOrder(series: readonly Series[]): Series[] {
  const order = { reference: 0, before: 1, now: 2 }
  return [...series].sort((a, b) => order[a.style] - order[b.style])
}

function Line({ series, scales, playhead }: { series: Series; scales: Scales; playhead: number }) {
  const { points, style, dashed } = series
  const dash = dashed ? ` ${styles.dashed}` : ''
  if (style !== 'now') return <path className={styles[style]} d={pathOf(spread(series, scales), scales)} />
  const known = points.filter(({ x }) => x <= playhead)
  const beyond = points.slice(Math.max(0, known.length - 1))
  return (
    <>
      <path className={`${styles.band} ${styles.beyond}`} d={bandOf(beyond, scales)} />
      <path className={styles.band} d={bandOf(known, scales)} />
      {beyond.length > 1 && <path className={`${styles.now} ${styles.beyond}${dash}`} d={pathOf(beyond, scales)} />}
      <path className={`${styles.now}${dash}`} d={pathOf(known, scales)} />
    </>
  )
}

/** A reference of a single point holds all along. */
function spread({ points, style }: Series, { across }: Scales): readonly LinePoint[] {
  if (style !== 'reference' || points.length !== 1) return points
  const [low, high] = across.domain() as [number, number]
  return [
    { ...points[0]!, x: low },
    { ...points[0]!, x: high },
  ]
}

function pathOf(points: readonly LinePoint[], { across, up }: Scales): string {
  const draw = line<LinePoint>()
    .defined(({ y }) => Number.isFinite(y))
    .x(({ x }) => across(x))
    .y(({ y }) => up(y))
  return draw(points) ?? ''
}

function bandOf(points: readonly LinePoint[], { across, up }: Scales): string {
  const draw = area<LinePoint>()
    .defined(({ low, high }) => Number.isFinite(low) && Number.isFinite(high))
    .x(({ x }) => across(x))
    .y0(({ low }) => up(low!))
    .y1(({ high }) => up(high!))
  return draw(points) ?? ''
}

interface DotProps {
  readonly series: Series
  readonly scales: Scales
  readonly playhead: number
  readonly reading: number | undefined
}

function Dot({ series, scales, playhead, reading }: DotProps) {
  const here = series.style === 'now' ? pointAt(series.points, playhead) : undefined
  const read = reading === undefined ? undefined : pointAt(spread(series, scales), reading)
  const at = ({ x, y }: LinePoint) => ({
    cx: scales.across(x),
    cy: Math.min(Math.max(scales.up(y), scales.top), scales.bottom),
  })
  return (
    <>
      {here && <circle className={styles.dot} r="4.5" {...at(here)} />}
      {read && <circle className={styles.read} r="3.5" {...at(read)} />}
    </>
  )
}

/** Names for the run before and the references, and for lines 'now' if there are several. */
function labelsOf(series: readonly Series[], scales: Scales, widthOf: TextWidth, fontSize: number) {
  const { across, up, left, right, top, bottom } = scales
  const pixels = (one: Series) =>
    spread(one, scales)
      .filter(({ y }) => Number.isFinite(y))
      .map(({ x, y }) => [across(x), Math.min(Math.max(up(y), top), bottom)] as const)
  const several = series.filter(({ style }) => style === 'now').length > 1
  const named = series.filter(({ style }) => style !== 'now' || several)
  const wanted = named.map((one) => ({ points: pixels(one), width: widthOf(one.name) + 4 }))
  const lines = series.map(pixels)
  const ends = lines.flatMap((points) => points.slice(-1)).map(([x, y]) => boxOf(x, y, 5))
  const frame = { left, right, top: 0, bottom }
  return placeLineLabels(wanted, { frame, line: fontSize * 1.25, lines, taken: ends }).map(({ index, x, y }) => ({
    name: named[index]!.name,
    x,
    y,
  }))
}

/** Walks over what was measured, by pointer and by key. */
function useReading(series: readonly Series[], { across }: Scales, at: number, onRead: PlotProps['onRead']) {
  const all = useMemo(() => stops(series), [series])
  const place = all.indexOf(nearestStop(all, at) ?? NaN)
  const go = (to: number) => onRead(all[Math.min(Math.max(to, 0), all.length - 1)])
  const near = (px: number) => onRead(nearestStop(all, across.invert(px)))
  const moves: Readonly<Record<string, number>> = {
    ArrowRight: place + 1,
    ArrowUp: place + 1,
    ArrowLeft: place - 1,
    ArrowDown: place - 1,
    PageUp: place + 10,
    PageDown: place - 10,
    Home: 0,
    End: all.length - 1,
  }
  const handlers = {
    onPoint: near,
    onTap: near,
    onLeave: () => onRead(undefined),
    onFocus: () => all.length > 0 && go(place),
    onKey: (key: string) => {
      if (key === 'Escape') onRead(undefined)
      else if (key in moves && all.length > 0) go(moves[key]!)
      else return false
      return true
    },
  }
  const words = (title: string, label: string, format: (y: number) => string) => ({
    words: [
      `${title} at ${at.toLocaleString('en')} ${label}`,
      ...readAt(series, at, format).map(({ name, words }) => `${name} ${words}`),
    ].join(', '),
    pinned: false,
    place: place + 1,
    of: all.length,
  })
  return { handlers, at: words }
}

function numbersOf(title: string, series: readonly Series[], label: string, format: (y: number) => string) {
  const all = [...new Set(series.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b)
  const rows = all.map((x) => [
    x.toLocaleString('en'),
    ...series.map(({ points }) => {
      const point = points.find((one) => one.x === x)
      return point && Number.isFinite(point.y) ? pointWords(point, format) : '–'
    }),
  ])
  return { about: title, columns: [label, ...series.map(({ name }) => name)], rows }
}
