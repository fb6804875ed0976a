import { scaleLinear } from 'd3-scale'
import { useCallback, useMemo, useState, type ReactNode } from 'react'
import { ChartCursor } from '../../../charts/chart-cursor.tsx'
import { ChartFrame, Key, Keys } from '../../../charts/chart-frame.tsx'
import { useElementSize, type Size } from '../../../charts/element-size.ts'
import { lineLook } from './tail-line.tsx'
import { TailReadout, tailSummary, tailWords } from './tail-readout.tsx'
import {
  groupMeans,
  groupSize,
  highest,
  ranksOf,
  stepsPath,
  tailPath,
  viewersMeasure,
  type TailMeasure,
  type TailOverlay,
  type TailScale,
  type TailWithOverlays,
} from './tail-shape.ts'
import { shortTitle } from '../../../format/short-title.ts'
import { useTextWidth, type TextWidth } from '../../../charts/text-width.ts'
import styles from './long-tail.module.css'

export interface LongTailProps extends TailWithOverlays {
  readonly title?: string
  readonly measure?: TailMeasure
  /** the upper end of the people's axis, fixed for the run; without it, the most there are now */
  readonly most?: number | undefined
  /** in the key: what chooses the overlays */
  readonly choice?: ReactNode
  /** items that you rated */
  readonly yours: readonly number[]
  /** pinned, or previewed elsewhere on the page */
  readonly selected?: number | undefined
  readonly onPreview: (item: number | undefined) => void
  readonly onPin: (item: number | undefined) => void
  readonly caption: string
}

/** Films by fame with their viewers, and over them, on the same scale, to how many people each system recommends each. */
export function LongTail(props: LongTailProps) {
  const { title = 'The long tail', counts, titles, order, overlays, choice, yours, selected, caption } = props
  const { measure = viewersMeasure } = props
  const [active, setActive] = useState<number>()
  const numbers = useCallback(
    () => numbersOf(counts, measure, titles, order, overlays),
    [counts, measure, titles, order, overlays],
  )
  const shown = active ?? selected
  return (
    <ChartFrame
      title={title}
      beside={
        <>
          <Keys>
            <span>{measure.unit}</span>
            {yours.length > 0 && <Key mark="you">you rated it</Key>}
          </Keys>
          {choice}
        </>
      }
      caption={caption}
      numbers={numbers}
    >
      <TailPlot {...props} active={active} onLook={setActive} />
      <TailReadout {...props} measure={measure} item={shown} />
    </ChartFrame>
  )
}

interface PlotProps extends LongTailProps {
  readonly active: number | undefined
  readonly onLook: (item: number | undefined) => void
}

function TailPlot(props: PlotProps) {
  const { counts, measure = viewersMeasure, titles, order, most, overlays, yours, selected, active } = props
  const [plot, { width, height }] = useElementSize<HTMLDivElement>()
  const { widthOf, fontSize } = useTextWidth()
  const ranks = useMemo(() => ranksOf(order), [order])
  const size = groupSize(order.length)
  const means = useMemo(
    () => overlays.map(({ times }) => groupMeans({ counts: times, order }, size)),
    [overlays, order, size],
  )
  const top = Math.max(most ?? (measure.axis ? 1 : highest(counts)), ...means.map(highest))
  const scales = useMemo(
    () => scalesOf(top, measure.axis, order.length, { width, height }, widthOf, fontSize),
    [top, measure.axis, order.length, width, height, widthOf, fontSize],
  )
  const cursor = useTailCursor(props, ranks, scales)
  const { tail, bars, right } = scales
  const path = useMemo(() => tailPath({ counts, order }, bars), [counts, order, bars])
  const lines = useMemo(
    () => means.map((heights) => stepsPath(heights, size, order.length, tail)),
    [means, size, order.length, tail],
  )
  const summary = tailSummary({ ...props, measure })
  const middle = (item: number) => tail.left + (ranks[item]! + 0.5) * tail.step
  const shown = active ?? selected
  return (
    <div ref={plot} className={styles.plot}>
      {width > 0 && (
        <svg className={styles.svg} role="img" aria-label={summary}>
          <TailAxes {...scales} films={order.length} />
          <path className={styles.tail} d={path} />
          {shown !== undefined && (
            <rect
              className={styles.here}
              x={middle(shown) - Math.max(tail.step, 3) / 2}
              width={Math.max(tail.step, 3)}
              y={bars.up(counts[shown]!)}
              height={bars.base - bars.up(counts[shown]!)}
            />
          )}
          {lines.map((line, index) => (
            <path key={index} className={styles.overlay} {...lineLook(overlays[index]!.look)} d={line} />
          ))}
          {shown !== undefined && (
            <line
              className={active === undefined ? styles.pinned : styles.cross}
              x1={middle(shown)}
              x2={middle(shown)}
              y1={8}
              y2={tail.base}
            />
          )}
          {yours.map((item) => (
            <path
              key={item}
              className={styles.you}
              d="M0-4.5 4.5 0 0 4.5-4.5 0z"
              transform={`translate(${middle(item).toFixed(1)} ${tail.base})`}
            />
          ))}
          <TailName {...{ titles, right, widthOf }} item={shown} at={middle} />
        </svg>
      )}
      <ChartCursor
        summary={`${summary} Arrow keys go from film to film, Enter pins, Escape clears.`}
        orientation="horizontal"
        at={
          active === undefined
            ? undefined
            : {
                words: tailWords({ ...props, measure }, active, ranks[active]!),
                pinned: active === selected,
                place: ranks[active]! + 1,
                of: order.length,
              }
        }
        {...cursor}
      />
    </div>
  )
}

function TailAxes({ tail, bars, ticks, own, right, films }: TailScales & { readonly films: number }) {
  return (
    <>
      {ticks.map((tick) => (
        <g key={tick}>
          <line className={styles.grid} x1={tail.left} x2={right} y1={tail.up(tick)} y2={tail.up(tick)} />
          <text
            className={styles.text}
            data-chart-label
            x={tail.left - 6}
            y={tail.up(tick)}
            dy="0.35em"
            textAnchor="end"
          >
            {tick.toLocaleString('en')}
          </text>
        </g>
      ))}
      {own.map((tick) => (
        <text key={tick} className={styles.text} data-chart-label x={right + 6} y={bars.up(tick)} dy="0.35em">
          {starred(tick)}
        </text>
      ))}
      <text className={styles.text} data-chart-label x={tail.left} y={tail.base} dy="1.55em">
        most watched
      </text>
      <text className={styles.text} data-chart-label x={right} y={tail.base} dy="1.55em" textAnchor="end">
        {`film ${films.toLocaleString('en')}`}
      </text>
    </>
  )
}

interface NameProps {
  readonly item: number | undefined
  readonly titles: readonly string[]
  readonly right: number
  readonly widthOf: TextWidth
  readonly at: (item: number) => number
}

/** The name of what is looked at, beside the head of its line. */
function TailName({ item, titles, right, widthOf, at }: NameProps) {
  if (item === undefined) return null
  const text = shortTitle(titles[item] ?? '', 34)
  const x = at(item)
  const fitsRight = x + 8 + widthOf(text, 600) <= right
  return (
    <text
      className={`${styles.label} ${styles.strong}`}
      data-chart-label
      x={fitsRight ? x + 8 : x - 8}
      y={8}
      dy="0.75em"
      textAnchor={fitsRight ? 'start' : 'end'}
    >
      {text}
    </text>
  )
}

const starred = (tick: number) => `${tick} ★`

interface TailScales {
  /** of the lines, in people */
  readonly tail: TailScale
  /** of the bars: the same, unless they have an axis of their own */
  readonly bars: TailScale
  /** ticks of the bars' own axis */
  readonly own: readonly number[]
  readonly ticks: readonly number[]
  readonly right: number
}

function scalesOf(
  top: number,
  axis: TailMeasure['axis'],
  films: number,
  { width, height }: Size,
  widthOf: TextWidth,
  fontSize: number,
): TailScales {
  const base = height - Math.ceil(fontSize * 1.9)
  const people = scaleLinear([0, Math.max(top, 1)], [base, Math.ceil(fontSize * 0.7)]).nice(4)
  const ticks = people.ticks(4).filter(Number.isInteger)
  const left = Math.ceil(Math.max(...ticks.map((tick) => widthOf(tick.toLocaleString('en'))))) + 8
  const barScale = axis && scaleLinear(axis, [base, Math.ceil(fontSize * 0.7)]).clamp(true)
  const own = barScale?.ticks(4).filter(Number.isInteger) ?? []
  const right = width - 1 - (own.length > 0 ? Math.ceil(Math.max(...own.map((tick) => widthOf(starred(tick))))) + 7 : 0)
  const step = Math.max(right - left, 1) / Math.max(films, 1)
  const tail = { left, step, base, up: (count: number) => people(count) }
  return { tail, bars: barScale ? { ...tail, up: (value) => barScale(value) } : tail, ticks, own, right }
}

function useTailCursor(
  { order, selected, active, onLook, onPreview, onPin }: PlotProps,
  ranks: Uint32Array,
  { tail }: TailScales,
) {
  const last = order.length - 1
  const look = (item: number | undefined) => {
    if (item === active) return
    onLook(item)
    onPreview(item)
  }
  const go = (rank: number) => look(order[Math.min(Math.max(rank, 0), last)])
  const under = (x: number) => Math.min(Math.max(Math.floor((x - tail.left) / tail.step), 0), last)
  const [pinned, setPinned] = useState<number>()
  // Every place is some film's, so that a second tap on the same one is the empty click.
  const pin = (item: number | undefined) => {
    const next = item === pinned && item === selected ? undefined : item
    setPinned(next)
    onPin(next)
  }
  const from = active ?? selected
  const rank = from === undefined ? -1 : ranks[from]!
  const moves: Readonly<Record<string, number>> = {
    ArrowRight: rank + 1,
    ArrowDown: rank + 1,
    ArrowLeft: rank - 1,
    ArrowUp: rank - 1,
    PageDown: rank + 10,
    PageUp: rank - 10,
    Home: 0,
    End: last,
  }
  return {
    onPoint: (x: number) => go(under(x)),
    onTap: (x: number) => pin(order[under(x)]),
    onLeave: () => look(undefined),
    onFocus: () => last >= 0 && go(Math.max(rank, 0)),
    onKey: (key: string) => {
      if (last < 0) return false
      if (key in moves) go(moves[key]!)
      else if (key === 'Enter' || key === ' ') pin(from ?? order[0])
      else if (key === 'Escape' && from !== undefined) {
        look(undefined)
        if (selected !== undefined) onPin(undefined)
      } else return false
      return true
    },
  }
}

const barText = (value: number) => value.toLocaleString('en', { maximumFractionDigits: 2 })

function numbersOf(
  counts: ArrayLike<number>,
  measure: TailMeasure,
  titles: readonly string[],
  order: ArrayLike<number>,
  overlays: readonly TailOverlay[],
) {
  const size = groupSize(order.length)
  const means = size === 1 ? [] : overlays.map(({ times }) => groupMeans({ counts: times, order }, size))
  const row = (rank: number) => {
    const item = order[rank]!
    return [
      titles[item] ?? '',
      barText(counts[item]!),
      ...overlays.map(({ times }) => times[item]!.toLocaleString('en')),
      ...means.map((mean) => mean[Math.floor(rank / size)]!.toFixed(1)),
    ]
  }
  const columns = [
    'film',
    measure === viewersMeasure ? 'watched by' : measure.name,
    ...overlays.map(({ name }) => `shown by ${name}`),
    ...means.map((_, index) => `${overlays[index]!.name}, mean of ${size}`),
  ]
  return { about: `${measure.noun} by film, most watched film first`, columns, length: order.length, row }
}
