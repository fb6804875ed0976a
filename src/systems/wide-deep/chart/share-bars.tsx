import { useCallback, useId, useState } from 'react'
import { ChartCursor } from '../../../charts/chart-cursor.tsx'
import { ChartFrame } from '../../../charts/chart-frame.tsx'
import { useElementSize } from '../../../charts/element-size.ts'
import { scaleOf } from './share-bars-shape.ts'
import { cutToFit } from '../../../format/short-title.ts'
import { useTextWidth } from '../../../charts/text-width.ts'
import styles from './share-bars.module.css'

/** What two halves of a model say of one thing. */
export interface ShareRow {
  readonly id: number
  readonly name: string
  readonly first: number
  readonly second: number
}

export interface ShareBarsProps {
  readonly title: string
  readonly first: string
  readonly second: string
  /** best first */
  readonly rows: readonly ShareRow[]
  /** of those, how many belong to the list; what follows stands below a line */
  readonly listed: number
  readonly shown: number | undefined
  /** what 0 is: "what it says of a film on average" */
  readonly zero: string
  readonly caption: string
  readonly onPreview: (id: number | undefined) => void
  readonly onPin: (id: number | undefined) => void
}

/** Two bars for each row, one over the other, from a common zero: what each half of a model says. */
export function ShareBars(props: ShareBarsProps) {
  const { title, first, second, rows, zero, caption } = props
  const numbers = useCallback(
    () => ({
      about: `${title}: what each half says, beyond ${zero}`,
      columns: ['film', first, second, 'together'],
      length: rows.length,
      row(index: number) {
        const { name, first, second } = rows[index]!
        return [name, signed(first), signed(second), signed(first + second)]
      },
    }),
    [title, first, second, rows, zero],
  )
  return (
    <ChartFrame
      title={title}
      beside={
        <span className={styles.keys}>
          <span>
            <i className={styles.firstKey} aria-hidden="true" /> {first}
          </span>
          <span>
            <i className={styles.secondKey} aria-hidden="true" /> {second}
          </span>
        </span>
      }
      caption={caption}
      numbers={numbers}
    >
      <Plot {...props} />
    </ChartFrame>
  )
}

function Plot(props: ShareBarsProps) {
  const { rows, listed, shown, onPreview, onPin } = props
  const [plot, { width, height }] = useElementSize<HTMLDivElement>()
  const [looking, setLooking] = useState<number>()
  const step = Math.min(height / Math.max(rows.length, 1), 46)
  const place = rows.findIndex(({ id }) => id === (looking ?? shown))
  const under = (y: number) => rows[Math.floor(y / step)]?.id
  const look = (id: number | undefined) => {
    if (id === looking) return
    setLooking(id)
    onPreview(id)
  }
  const go = (to: number) => look(rows[Math.min(Math.max(to, 0), rows.length - 1)]?.id)
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: place + 1,
    ArrowRight: place + 1,
    ArrowUp: place - 1,
    ArrowLeft: place - 1,
    Home: 0,
    End: rows.length - 1,
  }
  const summary = summaryOf(props)
  return (
    <div ref={plot} className={styles.plot}>
      {width > 0 && (
        <svg className={styles.svg} role="img" aria-label={summary}>
          <Bars rows={rows} {...{ width, step, place, listed }} />
        </svg>
      )}
      <ChartCursor
        summary={`${summary} Arrow keys go from film to film; Enter pins, Escape clears.`}
        orientation="vertical"
        at={place < 0 ? undefined : { words: wordsOf(props, place), pinned: false, place: place + 1, of: rows.length }}
        onPoint={(_, y) => look(under(y))}
        onTap={(_, y) => onPin(under(y))}
        onLeave={() => look(undefined)}
        onFocus={() => go(Math.max(place, 0))}
        onKey={(key) => {
          if (key in moves) go(moves[key]!)
          else if (key === 'Enter' || key === ' ') onPin(rows[Math.max(place, 0)]?.id)
          else if (key === 'Escape' && looking !== undefined) {
            look(undefined)
            onPin(undefined)
          } else return false
          return true
        }}
      />
    </div>
  )
}

interface BarsProps {
  readonly rows: readonly ShareRow[]
  readonly width: number
  readonly step: number
  /** of the row shown */
  readonly place: number
  readonly listed: number
}

function Bars({ rows, width, step, place, listed }: BarsProps) {
  const stripes = useId()
  const { widthOf } = useTextWidth()
  const names = Math.min(0.42 * width, Math.max(...rows.map(({ name }) => widthOf(name, 600)), 0) + 10)
  const sums = width > 460 ? widthOf('+00.00') + 8 : 0
  const x = scaleOf(rows, names, width - sums)
  const thick = Math.max(3, Math.min(10, step / 2 - 3))
  return (
    <>
      <pattern id={stripes} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect className={styles.ground} width="5" height="5" />
        <rect className={styles.stripe} width="2" height="5" />
      </pattern>
      {place >= 0 && <rect className={styles.band} x="0" y={place * step} width={width} height={step} rx="4" />}
      {listed < rows.length && listed > 0 && (
        <line className={styles.rule} x1="0" x2={width} y1={listed * step} y2={listed * step} />
      )}
      <line className={styles.zero} x1={x(0)} x2={x(0)} y1="0" y2={rows.length * step} />
      {rows.map(({ id, name, first, second }, row) => {
        const middle = (row + 0.5) * step
        return (
          <g key={id}>
            <text
              className={`${styles.text} ${row === place ? styles.strong : ''}`}
              data-chart-label
              x={names - 8}
              y={middle}
              dy="0.35em"
              textAnchor="end"
            >
              {cutToFit(name, names - 10, (text) => widthOf(text, 600))}
            </text>
            <rect className={styles.first} {...bar(x, first)} y={middle - thick - 0.5} height={thick} />
            <rect
              className={styles.second}
              fill={`url(#${stripes})`}
              {...bar(x, second)}
              y={middle + 1}
              height={thick}
            />
            {sums > 0 && (
              <text className={styles.text} data-chart-label x={width} y={middle} dy="0.35em" textAnchor="end">
                {signed(first + second)}
              </text>
            )}
          </g>
        )
      })}
    </>
  )
}

/** From 0 to a value, whichever way it points. */
function bar(x: (value: number) => number, value: number) {
  const [from, to] = [x(Math.min(0, value)), x(Math.max(0, value))]
  return { x: from, width: Math.max(0.5, to - from) }
}

const signed = (value: number) => {
  const text = Math.abs(value).toFixed(2)
  return text === '0.00' ? text : `${value < 0 ? '−' : '+'}${text}`
}

function wordsOf({ rows, first, second }: ShareBarsProps, place: number): string {
  const row = rows[place]!
  const sum = signed(row.first + row.second)
  return `${row.name}: ${first} ${signed(row.first)}, ${second} ${signed(row.second)}, together ${sum}`
}

function summaryOf(props: ShareBarsProps): string {
  const { title, rows, zero, first, second } = props
  if (rows.length === 0) return `${title}: no film yet.`
  const mostly = rows.filter((row) => row.first > row.second).length
  return `${title}, beyond ${zero}. Of ${rows.length} films ${mostly} owe more to ${first} than to ${second}. ${wordsOf(props, 0)}.`
}
