import { useCallback, useMemo, useState, type KeyboardEvent, type PointerEvent } from 'react'
import { ChartFrame } from '../../../charts/chart-frame.tsx'
import { useElementSize } from '../../../charts/element-size.ts'
import { codeOf, cssOf, lookOf } from '../../../charts/colour-scales.ts'
import {
  columnInWords,
  fullColour,
  placeColumns,
  signed,
  unitAt,
  type NetworkColumn,
  type PlacedColumn,
} from './network-shape.ts'
import { useTokens } from '../../../charts/tokens.ts'
import styles from './network.module.css'

export interface NetworkProps {
  readonly title: string
  readonly columns: readonly NetworkColumn[]
  /** what reaches the output, by name; they add up to it */
  readonly sums: readonly { readonly name: string; readonly amount: number }[]
  /** what they add up to */
  readonly total: string
  readonly caption: string
}

interface Looked {
  readonly column: string
  readonly unit: number
}

/** A network at work on one example: every unit a cell, and the strongest links between two layers. */
export function Network({ title, columns, sums, total, caption }: NetworkProps) {
  const [box, { width, height }] = useElementSize<HTMLDivElement>()
  // nothing is placed before there is room
  const placed = useMemo(() => (width > 0 ? placeColumns(columns, width, height) : []), [columns, width, height])
  const [looked, setLooked] = useState<Looked>()
  const numbers = useCallback(() => numbersOf(columns), [columns])
  const tokens = useTokens()
  const colourOf = useMemo(() => {
    const { table } = lookOf('diverging', tokens)
    return (value: number) => cssOf(table[codeOf(value, -fullColour, fullColour)]!)
  }, [tokens])
  const shown = looked && columns.find(({ id }) => id === looked.column)
  const value = shown?.values[looked!.unit]
  return (
    <ChartFrame title={title} caption={caption} numbers={numbers}>
      <div ref={box} className={styles.box}>
        <svg role="group" aria-label={`${title}: ${columns.length} columns of units`}>
          {placed.map((column, place) => {
            const before = placed[place - 1]
            return column.links && before && <Links key={column.id} from={before} to={column} />
          })}
          {placed.map((column) => (
            <Column key={column.id} column={column} colourOf={colourOf} looked={looked} onLook={setLooked} />
          ))}
        </svg>
      </div>
      <p className={styles.sum}>
        {sums.map(({ name, amount }) => (
          <span key={name}>
            {name} <b>{signed(amount)}</b>
          </span>
        ))}
        <span>
          {total} <b>{signed(sums.reduce((sum, { amount }) => sum + amount, 0))}</b>
        </span>
      </p>
      <p className={styles.readout} aria-live="off">
        {shown && value !== undefined ? `${shown.about}, unit ${looked!.unit + 1}: ${signed(value)}` : ' '}
      </p>
    </ChartFrame>
  )
}

interface ColumnProps {
  readonly column: PlacedColumn
  readonly colourOf: (value: number) => string
  readonly looked: Looked | undefined
  readonly onLook: (looked: Looked | undefined) => void
}

function Column({ column, colourOf, looked, onLook }: ColumnProps) {
  const { id, title, about, x, y, width, unit, values } = column
  const own = looked?.column === id ? looked.unit : undefined
  const point = (event: PointerEvent<SVGGElement>) => {
    const top = event.currentTarget.ownerSVGElement!.getBoundingClientRect().top
    const at = unitAt(column, event.clientY - top)
    onLook(at === undefined ? undefined : { column: id, unit: at })
  }
  const move = (event: KeyboardEvent) => {
    const to = { ArrowDown: (own ?? -1) + 1, ArrowUp: (own ?? values.length) - 1, Home: 0, End: values.length - 1 }[
      event.key
    ]
    if (to === undefined) return
    event.preventDefault()
    onLook({ column: id, unit: Math.min(values.length - 1, Math.max(0, to)) })
  }
  const words = own === undefined ? columnInWords(values) : `unit ${own + 1}: ${signed(values[own]!)}`
  return (
    <g
      className={styles.column}
      role="slider"
      aria-orientation="vertical"
      aria-label={about}
      aria-valuemin={1}
      aria-valuemax={values.length}
      aria-valuenow={(own ?? 0) + 1}
      aria-valuetext={words}
      tabIndex={0}
      onKeyDown={move}
      onBlur={() => onLook(undefined)}
      onPointerMove={point}
      onPointerDown={point}
      onPointerLeave={(event) => event.pointerType === 'mouse' && onLook(undefined)}
    >
      <text className={styles.title} data-chart-label x={x} y={y - 5}>
        {title}
      </text>
      {Array.from(values, (value, k) => (
        <rect key={k} x={x} y={y + k * unit} width={width} height={unit + 0.3} fill={colourOf(value)} />
      ))}
      <rect className={styles.frame} x={x - 1} y={y - 1} width={width + 2} height={values.length * unit + 2} />
      {own !== undefined && (
        <rect className={styles.unit} x={x - 1} y={y + own * unit - 1} width={width + 2} height={unit + 2} />
      )}
    </g>
  )
}

/** Lines as thick as what flows along them. */
function Links({ from, to }: { readonly from: PlacedColumn; readonly to: PlacedColumn }) {
  const links = to.links!
  const largest = Math.max(1e-9, Math.abs(links[2] ?? 0))
  return Array.from({ length: links.length / 3 }, (_, k) => {
    const [unit, into, amount] = [links[3 * k]!, links[3 * k + 1]!, links[3 * k + 2]!]
    const [x1, y1] = [from.x + from.width + 1, from.y + (unit + 0.5) * from.unit]
    const [x2, y2] = [to.x - 1, to.y + (into + 0.5) * to.unit]
    return (
      <path
        key={k}
        className={`${styles.link} ${amount < 0 ? styles.negative : styles.positive}`}
        d={`M${x1} ${y1}C${(x1 + x2) / 2} ${y1} ${(x1 + x2) / 2} ${y2} ${x2} ${y2}`}
        strokeWidth={0.4 + (1.8 * Math.abs(amount)) / largest}
      />
    )
  })
}

function numbersOf(columns: readonly NetworkColumn[]) {
  const rows = columns.flatMap(({ about, values }) => Array.from(values, (value, unit) => ({ about, unit, value })))
  return {
    about: 'Every unit of the network',
    columns: ['column', 'unit', 'value'],
    length: rows.length,
    row(index: number) {
      const { about, unit, value } = rows[index]!
      return [about, String(unit + 1), value.toFixed(4).replace('-', '−')]
    },
  }
}
