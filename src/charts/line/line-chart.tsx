import { area, line } from 'd3-shape'
import { useCallback, useId, useMemo, useState } from 'react'
import { ChartCursor } from '../chart-cursor.tsx'
import { ChartFrame, type Numbers } from '../chart-frame.tsx'
import { useElementSize } from '../element-size.ts'
import { Axes } from './line-axes.tsx'
import {
  lineSummary,
  nearestStop,
  pointAt,
  intervalWords,
  pointWords,
  readAt,
  stops,
  type LinePoint,
  type Series,
} from './line-reading.ts'
import { labelsOf, scalesOf, spread, valueAt, type Axis, type Scales } from './line-scales.ts'
import { useTextWidth } from '../text-width.ts'
import styles from './line-chart.module.css'

export interface LineChartProps {
  readonly title: string
  /** what is measured, and on what: 'training, ×10⁴' */
  readonly unit: string
  readonly series: readonly Series[]
  readonly x: Axis
  /** fixed for the run; without it, what holds all points */
  readonly y?: { readonly low: number; readonly high: number } | undefined
  /** on x: the lines 'now' are drawn in ink up to here, faint beyond */
  readonly playhead: number
  readonly format: (y: number) => string
  readonly caption?: string
  /** the table behind it, where another column than x names its rows */
  readonly numbers?: () => Numbers
}

/** A quantity over steps: now against the run before and against references, with a place to read it at. */
export function LineChart(props: LineChartProps) {
  const { title, unit, series, x, playhead, format, caption } = props
  const [reading, setReading] = useState<number>()
  const byX = useCallback(() => numbersOf(title, series, x.label, format), [title, series, x.label, format])
  const now = series.filter(({ style }) => style === 'now')
  return (
    <ChartFrame
      title={title}
      beside={
        <span className={styles.unit}>
          {reading === undefined && unit}
          {now.map((one) => (
            <Value
              key={one.name}
              series={one}
              named={now.length > 1}
              at={reading ?? playhead}
              {...{ reading, format }}
            />
          ))}
        </span>
      }
      caption={caption}
      numbers={props.numbers ?? byX}
    >
      <LinePlot {...props} reading={reading} onRead={setReading} />
    </ChartFrame>
  )
}

interface ValueProps {
  readonly series: Series
  readonly named: boolean
  readonly at: number
  readonly reading: number | undefined
  readonly format: (y: number) => string
}

/** What a line says: its value at the playhead, or with its interval where it is read. */
function Value({ series, named, at, reading, format }: ValueProps) {
  const point = pointAt(series.points, at)
  if (!point) return null
  return (
    <span>
      {named && `${series.name} `}
      <b>{format(point.y)}</b>
      {reading !== undefined && intervalWords(point, format)}
    </span>
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
  const labels = useMemo(
    () => labelsOf(series, scales, format, widthOf, fontSize),
    [series, scales, format, widthOf, fontSize],
  )
  const cursor = useReading(series, scales, playhead, { reading, onRead })
  const at = reading ?? playhead
  return (
    <div ref={plot} className={styles.plot}>
      {width > 0 && (
        <svg className={styles.svg} role="img" aria-label={lineSummary(title, series, x, playhead, format)}>
          <clipPath id={clipId}>
            <rect x={scales.left} y={0} width={scales.right - scales.left} height={height} />
          </clipPath>
          <Axes scales={scales} x={x} reading={reading} widthOf={widthOf} />
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
          {labels.map(({ series, x, y }) => (
            <text key={series.name} className={styles.name} data-chart-label x={x} y={y} textAnchor="middle">
              {series.name}
              {reading !== undefined && (
                <tspan className={styles.value}>{valueAt(series, scales, reading, format)}</tspan>
              )}
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

type Reading = Pick<PlotProps, 'reading' | 'onRead'>

/** Walks over what was measured, by pointer and by key. */
function useReading(series: readonly Series[], { across }: Scales, playhead: number, { reading, onRead }: Reading) {
  const at = reading ?? playhead
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
      if (key === 'Escape' && reading !== undefined) onRead(undefined)
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
  const measured = series.map(({ points }) => new Map(points.map((point) => [point.x, point])))
  const row = (index: number) => [
    all[index]!.toLocaleString('en'),
    ...measured.map((points) => {
      const point = points.get(all[index]!)
      return point && Number.isFinite(point.y) ? pointWords(point, format) : '–'
    }),
  ]
  return { about: title, columns: [label, ...series.map(({ name }) => name)], length: all.length, row }
}
