import { useCallback, useMemo, useState } from 'react'
import { Name } from '../../../format/name.tsx'
import { bumpRows, bumpShape, fitting, type BumpRow } from './bump-shape.ts'
import styles from './bump-chart.module.css'
import { ChartCursor } from '../../../charts/chart-cursor.tsx'
import { ChartFrame } from '../../../charts/chart-frame.tsx'
import { useElementSize } from '../../../charts/element-size.ts'

export interface BumpChartProps {
  readonly title: string
  /** what the two orders are */
  readonly names: { readonly before: string; readonly after: string }
  /** items, best first */
  readonly before: Uint32Array
  /** places in `before`, best first: as far as they are known, and those still to come */
  readonly after: readonly number[]
  readonly known: number
  readonly titleOf: (item: number) => string
  readonly shown: number | undefined
  readonly pinned: number | undefined
  readonly onPreview: (item: number | undefined) => void
  readonly onPin: (item: number | undefined) => void
}

/** Pixels below which a title cannot be read. */
const leastRow = 15

/** One order beside another, and who moved. */
export function BumpChart(props: BumpChartProps) {
  const { title, names, before, after, known, titleOf } = props
  const numbers = useCallback(
    () => ({
      about: `${title}: every film of the list`,
      columns: ['film', names.after, names.before],
      length: Math.min(known, after.length),
      row: (place: number) => [titleOf(before[after[place]!]!), String(place + 1), String(after[place]! + 1)],
    }),
    [title, names, before, after, known, titleOf],
  )
  return (
    <ChartFrame title={title} numbers={numbers}>
      <div className={styles.names} aria-hidden="true">
        <span>{names.before}</span>
        <span>{names.after}</span>
      </div>
      <Plot {...props} />
    </ChartFrame>
  )
}

function Plot(props: BumpChartProps) {
  const { after, before, known, titleOf, shown, pinned, onPreview, onPin } = props
  const [plot, size] = useElementSize<HTMLDivElement>()
  const [at, setAt] = useState<number>()
  const count = useMemo(() => fitting(before, after, Math.floor(size.height / leastRow)), [before, after, size])
  const rows = useMemo(() => bumpRows(before, after.slice(0, count), count), [before, after, count])
  const shape = useMemo(() => bumpShape(rows.length, size), [rows.length, size])
  const isPicked = (place: number | undefined) => place !== undefined && place < known
  const go = (row: number | undefined) => {
    setAt(row)
    onPreview(row === undefined ? undefined : rows[row]?.item)
  }
  const pin = (row: number | undefined) => {
    const item = row === undefined ? undefined : rows[row]?.item
    onPin(item === pinned ? undefined : item)
  }
  const rowAt = (x: number, y: number): number | undefined => {
    const index = Math.floor(y / shape.rowHeight)
    const onRight = x > (shape.from + shape.to) / 2
    const row = onRight ? rows.findIndex((one) => one.after === index) : index
    return row >= 0 && row < rows.length ? row : undefined
  }
  const cell = (y: number) => ({
    top: y - shape.rowHeight / 2,
    height: shape.rowHeight,
    lineHeight: `${shape.rowHeight}px`,
  })
  const isShown = (item: number) => item === shown
  return (
    <div ref={plot} className={styles.plot}>
      {size.width > 0 && (
        <>
          <svg className={styles.svg} aria-hidden="true">
            {rows.map(({ item, after: to }, row) => (
              <g key={item} data-shown={isShown(item)} data-picked={isPicked(to)}>
                {to !== undefined && <path className={styles.line} d={shape.path(row, to)} />}
                <rect
                  className={styles.mark}
                  x={shape.from - 4}
                  y={shape.leftY(row) - 4}
                  width="8"
                  height="8"
                  rx="1.5"
                />
                {to !== undefined && (
                  <rect
                    className={styles.mark}
                    x={shape.to - 4}
                    y={shape.rightY(to) - 4}
                    width="8"
                    height="8"
                    rx="1.5"
                  />
                )}
              </g>
            ))}
          </svg>
          <div aria-hidden="true">
            {rows.map(({ item, before: place, after: to }, row) => (
              <div
                key={item}
                className={styles.left}
                data-shown={isShown(item)}
                data-picked={isPicked(to)}
                style={{ ...cell(shape.leftY(row)), width: shape.from - 10 }}
              >
                <small>{place + 1}</small>
                <span>
                  <Name>{titleOf(item)}</Name>
                </span>
              </div>
            ))}
            {after.slice(0, count).map((place, to) => (
              <div
                key={place}
                className={styles.right}
                data-shown={isShown(before[place]!)}
                data-picked={isPicked(to)}
                style={{ ...cell(shape.rightY(to)), left: shape.to + 10, right: 0 }}
              >
                <span>
                  <Name>{titleOf(before[place]!)}</Name>
                </span>
                <small>{moveText(place - to)}</small>
              </div>
            ))}
          </div>
          <ChartCursor
            summary={summaryOf(props)}
            orientation="vertical"
            at={
              at === undefined || !rows[at]
                ? undefined
                : {
                    words: wordsOf(rows[at], titleOf, known),
                    pinned: rows[at].item === pinned,
                    place: at + 1,
                    of: rows.length,
                  }
            }
            onPoint={(x, y) => go(rowAt(x, y))}
            onTap={(x, y) => pin(rowAt(x, y))}
            onLeave={() => go(undefined)}
            onFocus={() => go(0)}
            onKey={(key) => {
              const last = rows.length - 1
              const moves: Readonly<Record<string, number>> = {
                ArrowDown: Math.min(last, (at ?? -1) + 1),
                ArrowUp: Math.max(0, (at ?? 1) - 1),
                Home: 0,
                End: last,
              }
              if (key === 'Enter' || key === ' ') pin(at)
              else if (key === 'Escape' && at !== undefined) go(undefined)
              else if (key in moves) go(moves[key])
              else return false
              return true
            }}
          />
        </>
      )}
    </div>
  )
}

const moveText = (up: number) => (up === 0 ? '' : up > 0 ? `↑ ${up}` : `↓ ${-up}`)

function wordsOf({ item, before, after }: BumpRow, titleOf: (item: number) => string, known: number): string {
  const where = after === undefined ? 'not picked' : after < known ? `pick ${after + 1}` : 'not picked yet'
  return `${titleOf(item)}, number ${before + 1} by relevance, ${where}`
}

function summaryOf({ title, before, after, known, titleOf }: BumpChartProps): string {
  const first = after.slice(0, Math.min(3, known)).map((place) => `${titleOf(before[place]!)} from ${place + 1}`)
  return `${title}. ${first.length > 0 ? `First: ${first.join(', ')}.` : 'Nothing is picked yet.'}`
}
