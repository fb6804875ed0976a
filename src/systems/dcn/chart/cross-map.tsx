import { useCallback, useMemo, useState } from 'react'
import { ChartCursor } from '../../../charts/chart-cursor.tsx'
import { ChartFrame } from '../../../charts/chart-frame.tsx'
import { betweenMaps, cellAfter, cellAt, crossPlaces, type CrossCell, type CrossPlaces } from './cross-map-shape.ts'
import { useElementSize } from '../../../charts/element-size.ts'
import { codeOf, cssOf, lookOf } from '../../../charts/colour-scales.ts'
import { useTextWidth } from '../../../charts/text-width.ts'
import { useTokens } from '../../../charts/tokens.ts'
import styles from './cross-map.module.css'

export interface CrossMapProps {
  readonly title: string
  /** the segments of the input: rows and columns of every map */
  readonly segments: readonly string[]
  readonly layers: number
  /** layers × segments × segments, row-major, none below 0 */
  readonly cells: ArrayLike<number>
  /** what the numbers are: "length of the weights" */
  readonly measure: string
  /** what is said while no cell is looked at */
  readonly explains: string
  readonly caption: string
}

/** How strongly each layer crosses each part of the input with each: a map for every layer, all on one scale. */
export function CrossMap(props: CrossMapProps) {
  const { title, segments, layers, cells, measure, explains, caption } = props
  const [looking, setLooking] = useState<CrossCell>()
  const [held, setHeld] = useState<CrossCell>()
  const at = existing(looking ?? held, props)
  const numbers = useCallback(() => numbersOf({ segments, cells, measure }), [segments, cells, measure])
  const largest = useMemo(() => Array.from(cells).reduce((most, value) => Math.max(most, value), 0), [cells])
  return (
    <ChartFrame title={title} beside={<Legend {...{ largest, measure, layers }} />} caption={caption} numbers={numbers}>
      <Maps {...props} {...{ at, held, largest }} onLook={setLooking} onHold={setHeld} />
      <p className={styles.readout}>{at ? <Reading {...props} at={at} /> : explains}</p>
    </ChartFrame>
  )
}

/** A cell of a map that has become smaller is there no more. */
function existing(at: CrossCell | undefined, { layers, segments }: CrossMapProps): CrossCell | undefined {
  if (!at || at.layer >= layers || at.row >= segments.length || at.column >= segments.length) return undefined
  return at
}

interface MapsProps extends CrossMapProps {
  readonly at: CrossCell | undefined
  readonly held: CrossCell | undefined
  readonly largest: number
  readonly onLook: (cell: CrossCell | undefined) => void
  readonly onHold: (cell: CrossCell | undefined) => void
}

const titleHeight = 20
/** Names of rows, and of columns on their side, stand beside cells of at least this. */
const leastNamed = 14
/** Below this width maps stand one under the other, and the page scrolls: it is higher then, so that rows keep names. */
const narrow = 480

function Maps(props: MapsProps) {
  const { segments, layers, at, held, onLook, onHold } = props
  const [plot, { width, height }] = useElementSize<HTMLDivElement>()
  const { widthOf } = useTextWidth()
  const names = Math.ceil(Math.max(...segments.map((name) => widthOf(name, 600)))) + 8
  const side = segments.length
  const room = { width, layers, side, names, title: titleHeight }
  const named = crossPlaces({ ...room, height: height - names })
  const underneath = named.cell >= leastNamed
  const places = underneath ? named : crossPlaces({ ...room, height })
  const minHeight = width < narrow ? layers * (side * leastNamed + titleHeight + betweenMaps) : undefined
  const from = at ?? { layer: 0, row: 0, column: 0 }
  const summary = summaryOf(props)
  return (
    <div ref={plot} className={styles.plot} style={{ minHeight }}>
      {width > 0 && (
        <svg className={styles.svg} role="img" aria-label={summary}>
          {Array.from({ length: layers }, (_, layer) => (
            <LayerMap key={layer} {...props} {...{ places, layer, underneath }} />
          ))}
        </svg>
      )}
      <ChartCursor
        summary={`${summary} Arrow keys go from cell to cell, Page Up and Page Down from layer to layer; Enter keeps one, Escape lets it go.`}
        at={
          at && {
            words: wordsOf(props, at),
            pinned: held !== undefined,
            place: (at.layer * side + at.row) * side + at.column + 1,
            of: layers * side * side,
          }
        }
        onPoint={(x, y) => onLook(cellAt(places, layers, side, x, y))}
        onTap={(x, y) => onHold(cellAt(places, layers, side, x, y))}
        onLeave={() => onLook(undefined)}
        onFocus={() => onLook(from)}
        onKey={(key) => {
          const next = cellAfter(key, from, layers, side)
          if (next) onLook(next)
          else if (key === 'Enter' || key === ' ') onHold(from)
          else if (key === 'Escape' && at) {
            onLook(undefined)
            onHold(undefined)
          } else return false
          return true
        }}
      />
    </div>
  )
}

interface LayerMapProps extends MapsProps {
  readonly places: CrossPlaces
  readonly layer: number
  /** columns are named under the lowest maps */
  readonly underneath: boolean
}

function LayerMap({ segments, layers, cells, places, layer, at, largest, underneath }: LayerMapProps) {
  const { cell, across, left } = places
  const [x, y] = places.corner(layer)
  const { table } = lookOf('sequential', useTokens())
  const side = segments.length
  const own = at?.layer === layer ? at : undefined
  return (
    <g>
      <text className={styles.name} data-chart-label x={x} y={y} dy="-0.5em">
        {cell * side > 54 ? `layer ${layer + 1}` : layer + 1}
      </text>
      {layer % across === 0 &&
        cell >= leastNamed &&
        segments.map((name, row) => (
          <text
            key={name}
            className={`${styles.text} ${own?.row === row ? styles.strong : ''}`}
            data-chart-label
            x={left - 6}
            y={y + (row + 0.5) * cell}
            dy="0.35em"
            textAnchor="end"
          >
            {name}
          </text>
        ))}
      {underneath &&
        layer + across >= layers &&
        segments.map((name, column) => (
          <text
            key={name}
            className={`${styles.text} ${own?.column === column ? styles.strong : ''}`}
            data-chart-label
            transform={`translate(${x + (column + 0.5) * cell} ${y + side * cell + 6}) rotate(-90)`}
            dy="0.35em"
            textAnchor="end"
          >
            {name}
          </text>
        ))}
      {segments.map((_, row) =>
        segments.map((_, column) => {
          const value = cells[(layer * side + row) * side + column] ?? 0
          return (
            <rect
              key={column}
              x={x + column * cell}
              y={y + row * cell}
              width={Math.max(1, cell - 1)}
              height={Math.max(1, cell - 1)}
              fill={cssOf(table[codeOf(value, 0, largest || 1)]!)}
            />
          )
        }),
      )}
      {own && (
        <>
          <rect className={styles.line} x={x} y={y + own.row * cell} width={side * cell - 1} height={cell - 1} />
          <rect className={styles.line} x={x + own.column * cell} y={y} width={cell - 1} height={side * cell - 1} />
          <rect
            className={styles.lit}
            x={x + own.column * cell - 1}
            y={y + own.row * cell - 1}
            width={cell + 1}
            height={cell + 1}
          />
        </>
      )}
    </g>
  )
}

function Legend({ largest, measure, layers }: { largest: number; measure: string; layers: number }) {
  const { gradient } = lookOf('sequential', useTokens())
  return (
    <span className={styles.legend}>
      <span>0</span>
      <i style={{ background: gradient }} />
      <span>
        {number(largest)} {measure}
        {layers > 1 && ', one scale'}
      </span>
    </span>
  )
}

function Reading({ segments, layers, cells, at }: CrossMapProps & { readonly at: CrossCell }) {
  const own = valueAt({ segments, cells }, at)
  const others = Array.from({ length: layers }, (_, layer) => ({ ...at, layer }))
    .filter(({ layer }) => layer !== at.layer)
    .map((cell) => `${number(valueAt({ segments, cells }, cell))} in layer ${cell.layer + 1}`)
  return (
    <>
      <b>
        {segments[at.row]} × {segments[at.column]}
      </b>{' '}
      in layer {at.layer + 1}: <b>{number(own)}</b>
      {others.length > 0 && `; ${others.join(', ')}`}
    </>
  )
}

type Cells = Pick<CrossMapProps, 'segments' | 'cells'>

const valueAt = ({ segments, cells }: Cells, { layer, row, column }: CrossCell) =>
  cells[(layer * segments.length + row) * segments.length + column] ?? 0

const number = (value: number) =>
  value >= 100 ? value.toFixed(0) : value >= 0.995 ? value.toFixed(2) : value.toPrecision(2)

function wordsOf(props: CrossMapProps, at: CrossCell): string {
  const { segments, measure } = props
  return `layer ${at.layer + 1}, ${segments[at.row]} × ${segments[at.column]}: ${number(valueAt(props, at))} ${measure}`
}

/** The strongest cell of every layer, in words. */
function summaryOf(props: CrossMapProps): string {
  const { title, segments, layers } = props
  const side = segments.length
  const strongest = Array.from({ length: layers }, (_, layer) =>
    Array.from({ length: side * side }, (_, k) => ({ layer, row: Math.floor(k / side), column: k % side })).reduce(
      (most, cell) => (valueAt(props, cell) > valueAt(props, most) ? cell : most),
    ),
  )
  return `${title}. Strongest: ${strongest.map((cell) => wordsOf(props, cell)).join('; ')}.`
}

function numbersOf({ segments, cells, measure }: Cells & { readonly measure: string }) {
  const side = segments.length
  return {
    about: `Every cell of every layer: ${measure}`,
    columns: ['layer and row', ...segments],
    length: cells.length / side,
    row(index: number) {
      const [layer, row] = [Math.floor(index / side), index % side]
      const values = segments.map((_, column) => number(valueAt({ segments, cells }, { layer, row, column })))
      return [`${layer + 1}, ${segments[row]}`, ...values]
    },
  }
}
