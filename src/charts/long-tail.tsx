import { scaleLinear } from 'd3-scale'
import { useCallback, useMemo, useState } from 'react'
import { ChartCursor } from './chart-cursor.tsx'
import { ChartFrame, Key, Keys } from './chart-frame.tsx'
import { useElementSize } from './element-size.ts'
import { TailLanes } from './tail-lanes.tsx'
import { TailReadout, tailSummary, tailWords } from './tail-readout.tsx'
import { barsPath, halfAt, highest, ranksOf, tailPath, type TailScale } from './tail-shape.ts'
import { shortTitle } from './map-words.ts'
import { useTextWidth, type TextWidth } from './text-width.ts'
import styles from './long-tail.module.css'

/** What one system recommends. */
export interface TailOverlay {
  readonly name: string
  /** how many people each item is recommended to */
  readonly times: ArrayLike<number>
  /** out of how many */
  readonly people: number
}

export interface LongTailProps {
  readonly title?: string
  /** viewers of each item */
  readonly counts: ArrayLike<number>
  readonly titles: readonly string[]
  /** items, most famous first; fixed for the run */
  readonly order: ArrayLike<number>
  /** the upper end of the viewers' axis, fixed for the run; without it, the most there are now */
  readonly most?: number | undefined
  readonly overlays: readonly TailOverlay[]
  /** items that you rated */
  readonly yours: readonly number[]
  readonly selected?: number | undefined
  readonly onPreview: (item: number | undefined) => void
  readonly onPin: (item: number | undefined) => void
  readonly caption: string
}

/** Films by fame with their viewers, and under the same axis to how many people each system recommends each of them. */
export function LongTail(props: LongTailProps) {
  const { title = 'The long tail', counts, titles, order, overlays, yours, selected, caption } = props
  const [active, setActive] = useState<number>()
  const numbers = useCallback(() => numbersOf(counts, titles, order, overlays), [counts, titles, order, overlays])
  const shown = active ?? selected
  return (
    <ChartFrame
      title={title}
      beside={
        <Keys>
          <Key mark="film">viewers of a film</Key>
          {yours.length > 0 && <Key mark="you">you rated it</Key>}
        </Keys>
      }
      caption={caption}
      numbers={numbers}
    >
      <TailPlot {...props} active={active} onLook={setActive} />
      <TailReadout {...props} item={shown} half={halfAt({ counts, order })} />
    </ChartFrame>
  )
}

interface PlotProps extends LongTailProps {
  readonly active: number | undefined
  readonly onLook: (item: number | undefined) => void
}

const tailHeight = 168
const laneHeight = 46
const axisHeight = 20

function TailPlot(props: PlotProps) {
  const { counts, titles, order, most, overlays, yours, selected, active } = props
  const [plot, { width }] = useElementSize<HTMLDivElement>()
  const { widthOf } = useTextWidth()
  const ranks = useMemo(() => ranksOf(order), [order])
  const scales = useMemo(
    () => scalesOf(most ?? highest(counts), order.length, overlays, width, widthOf),
    [most, counts, order, overlays, width, widthOf],
  )
  const cursor = useTailCursor(props, ranks, scales)
  const { tail, ticks, right, bottom } = scales
  const path = useMemo(() => tailPath({ counts, order }, tail), [counts, order, tail])
  const middle = (item: number) => tail.left + (ranks[item]! + 0.5) * tail.step
  const height = bottom + axisHeight
  return (
    <div ref={plot} className={styles.plot} style={{ height }}>
      {width > 0 && (
        <svg className={styles.svg} role="img" aria-label={tailSummary(props)}>
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
          <path className={styles.tail} d={path} />
          <TailLanes {...scales} overlays={overlays} order={order} />
          {selected !== undefined && (
            <line className={styles.pinned} x1={middle(selected)} x2={middle(selected)} y1={8} y2={bottom} />
          )}
          {active !== undefined && (
            <line className={styles.cross} x1={middle(active)} x2={middle(active)} y1={8} y2={bottom} />
          )}
          {[selected, active].map(
            (item, index) =>
              item !== undefined && (
                <path
                  key={index}
                  className={styles.here}
                  d={barsPath(
                    { counts: [counts[item]!], order: [0] },
                    { ...tail, left: tail.left + ranks[item]! * tail.step },
                    { thin: 3, low: 2 },
                  )}
                />
              ),
          )}
          {yours.map((item) => (
            <path
              key={item}
              className={styles.you}
              d="M0-4.5 4.5 0 0 4.5-4.5 0z"
              transform={`translate(${middle(item).toFixed(1)} ${tail.base})`}
            />
          ))}
          <TailName
            {...{ titles, counts, order, tail, right, widthOf }}
            item={active ?? selected ?? order[0]}
            at={middle}
          />
          <text className={styles.text} data-chart-label x={tail.left} y={bottom} dy="1.35em">
            most watched
          </text>
          <text className={styles.text} data-chart-label x={right} y={bottom} dy="1.35em" textAnchor="end">
            {`film ${order.length.toLocaleString('en')}`}
          </text>
        </svg>
      )}
      <ChartCursor
        summary={`${tailSummary(props)} Arrow keys go from film to film, Enter pins, Escape clears.`}
        orientation="horizontal"
        at={
          active === undefined
            ? undefined
            : {
                words: tailWords(props, active, ranks[active]!),
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

interface NameProps {
  readonly item: number | undefined
  readonly titles: readonly string[]
  readonly counts: ArrayLike<number>
  readonly tail: TailScale
  readonly right: number
  readonly widthOf: TextWidth
  readonly at: (item: number) => number
}

/** The name of what is looked at, beside the top of its bar. */
function TailName({ item, titles, counts, tail, right, widthOf, at }: NameProps) {
  if (item === undefined || !(highest(counts) > 0)) return null
  const text = shortTitle(titles[item] ?? '', 34)
  const x = at(item)
  const fitsRight = x + 8 + widthOf(text, 600) <= right
  const y = Math.max(tail.up(counts[item]!), 14)
  return (
    <text
      className={`${styles.label} ${styles.strong}`}
      data-chart-label
      x={fitsRight ? x + 8 : x - 8}
      y={Math.min(y, tail.base - 12)}
      textAnchor={fitsRight ? 'start' : 'end'}
    >
      {text}
    </text>
  )
}

export interface TailScales {
  readonly tail: TailScale
  readonly ticks: readonly number[]
  readonly right: number
  /** the scale of each system's lane, and the people at its top */
  readonly lanes: readonly TailScale[]
  readonly people: number
  readonly bottom: number
}

function scalesOf(
  most: number,
  items: number,
  overlays: readonly TailOverlay[],
  width: number,
  widthOf: TextWidth,
): TailScales {
  const viewers = scaleLinear([0, Math.max(most, 1)], [tailHeight, 10]).nice(4)
  const ticks = viewers.ticks(4).filter(Number.isInteger)
  const people = Math.max(1, ...overlays.map((overlay) => overlay.people))
  const widest = Math.max(
    ...[...ticks, ...(overlays.length > 0 ? [people] : [])].map((n) => widthOf(n.toLocaleString('en'))),
  )
  const left = Math.ceil(widest) + 8
  const right = width - 1
  const step = Math.max(right - left, 1) / Math.max(items, 1)
  const lanes = overlays.map((_, index) => {
    const base = tailHeight + 14 + (index + 1) * laneHeight
    const up = scaleLinear([0, people], [base, base - laneHeight + 12])
    return { left, step, base, up: (count: number) => up(count) }
  })
  const bottom = overlays.length > 0 ? lanes[lanes.length - 1]!.base : tailHeight + 4
  return {
    tail: { left, step, base: tailHeight, up: (count) => viewers(count) },
    ticks,
    right,
    lanes,
    people,
    bottom,
  }
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
  const pin = (item: number | undefined) => onPin(item === selected ? undefined : item)
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

function numbersOf(
  counts: ArrayLike<number>,
  titles: readonly string[],
  order: ArrayLike<number>,
  overlays: readonly TailOverlay[],
) {
  const rows = Array.from(order, (item) => [
    titles[item] ?? '',
    counts[item]!.toLocaleString('en'),
    ...overlays.map(({ times }) => times[item]!.toLocaleString('en')),
  ])
  const columns = ['film', 'viewers', ...overlays.map(({ name }) => `${name} recommends it to`)]
  return { about: 'Films, most watched first', columns, rows }
}
