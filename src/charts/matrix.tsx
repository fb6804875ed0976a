import { useEffectEvent, useId, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { lookOf, type Domain, type MatrixScale } from './matrix-colours.ts'
import { MatrixGrid } from './matrix-grid.tsx'
import { MatrixLegend } from './matrix-legend.tsx'
import { MatrixNumbers } from './matrix-numbers.tsx'
import type { Source } from './matrix-pyramid.ts'
import { MatrixStage, type StageState } from './matrix-stage.ts'
import { MatrixTools } from './matrix-tools.tsx'
import type { Cell } from './matrix-view.ts'
import { pairWords, summaryWords, valueWords } from './matrix-words.ts'
import styles from './matrix.module.css'
import { useTokens } from './tokens.ts'

/** Two items by id: a's row, b's column. */
export interface Pair {
  readonly a: number
  readonly b: number
}

interface MatrixProps {
  /** items, at least one */
  readonly size: number
  /** size × size, row-major, by item id; NaN is undefined */
  readonly values: Float32Array
  /** rows of items below this one are computed */
  readonly rowsDone: number
  /** item id at each place of rows and columns; catalogue order without it */
  readonly order?: Uint32Array | undefined
  readonly titles: readonly string[]
  readonly scale: MatrixScale
  /** fixed for the run; 'diverging' has its pale middle half-way */
  readonly domain: Domain
  readonly measureName: string
  /** the pinned pair; what is previewed is drawn from within */
  readonly selected?: Pair | undefined
  readonly onPreview: (pair: Pair | undefined) => void
  readonly onPin: (pair: Pair | undefined) => void
  /** changes when values of rows that were computed before changed in place; rows that only arrive need no new one */
  readonly version: number
  /** what a row is */
  readonly noun?: { readonly one: string; readonly many: string }
  /** further buttons, first in the toolbar */
  readonly children?: ReactNode
}

const films = { one: 'film', many: 'films' }
const visitedCell = 14

/**
 * A square matrix over items, as a picture that can be zoomed, walked and read: colours by value, hatched where
 * undefined, plain where not yet computed.
 */
export function Matrix(props: MatrixProps) {
  const { size, values, rowsDone, titles, scale, domain, measureName, version, noun = films } = props
  const [low, high] = domain
  const order = useMemo(() => orderOf(size, props.order), [size, props.order])
  const places = useMemo(() => placesOf(order), [order])
  const source = useMemo<Source>(
    () => ({ size, values, rowsDone, order, domain: [low, high] }),
    [size, values, rowsDone, order, low, high],
  )
  const cursor = useCursor(props)
  const { active, current } = cursor
  const pinned = inside(props.selected, size)
  const cellOf = (pair: Pair): Cell => ({ row: places[pair.a]!, column: places[pair.b]! })
  const pairOf = (cell: Cell): Pair => ({ a: order[cell.row]!, b: order[cell.column]! })
  const valueOf = ({ a, b }: Pair) => values[a * size + b]!
  const wordsOf = (pair: Pair) => valueWords(valueOf(pair), pair.a < rowsDone)
  const namesOf = ({ a, b }: Pair) => pairWords(titles, a, b)
  const [view, setView] = useState<StageState>({ atWhole: true, atLargest: false, pooled: 1 })
  const [notice, setNotice] = useState('')
  const { stage, look, ...parts } = useStage(source, scale, version, {
    hover: (cell) => cursor.preview(cell && pairOf(cell)),
    tap: (cell) => cursor.toggle(pairOf(cell)),
    state: setView,
  })
  const activeCell = active && cellOf(active)
  const pinnedCell = pinned && cellOf(pinned)
  useLayoutEffect(() => stage.current?.mark({ active: activeCell, pinned: pinnedCell }))

  const find = (item: number) => {
    const pair = { a: item, b: nearest(source, item) ?? (current.b === item ? (item + 1) % size : current.b) }
    cursor.pin(pair)
    stage.current?.visit(cellOf(pair), visitedCell)
    setNotice(`${titles[item]}: row ${places[item]! + 1}. With ${titles[pair.b]}: ${measureName} ${wordsOf(pair)}.`)
  }
  const shown = active ?? pinned
  const helpId = useId()
  return (
    <figure className={styles.matrix}>
      <MatrixTools
        view={view}
        titles={titles}
        noun={noun.one}
        onFit={() => stage.current?.fit()}
        onZoom={(factor) => stage.current?.zoomBy(factor)}
        onFind={find}
        onNotFound={(typed) => setNotice(`No ${noun.one} here is called “${typed}”.`)}
      >
        {props.children}
      </MatrixTools>
      <MatrixGrid
        {...parts}
        size={size}
        label={summaryWords(measureName, size, rowsDone, noun.many)}
        helpId={helpId}
        cell={cellOf(current)}
        pinned={pinnedCell}
        wordsOf={(cell) => `${namesOf(pairOf(cell))}: ${wordsOf(pairOf(cell))}`}
        boxOf={(cell) => stage.current?.boxOf(cell)}
        onMove={(cell) => {
          stage.current?.reveal(cell)
          cursor.preview(pairOf(cell))
        }}
        onPin={(cell) => cursor.toggle(pairOf(cell))}
        onClear={cursor.clear}
        onLeave={() => cursor.preview(undefined)}
        onZoom={(factor) => (factor ? stage.current?.zoomBy(factor) : stage.current?.fit())}
      />
      <MatrixLegend
        look={look}
        domain={domain}
        measureName={measureName}
        pooled={view.pooled}
        value={shown && shown.a < rowsDone ? valueOf(shown) : NaN}
      />
      <figcaption className={styles.caption}>
        {shown ? (
          <>
            <span>
              <b>{titles[shown.a]}</b>{' '}
              {shown.a === shown.b ? (
                'with itself'
              ) : (
                <>
                  and <b>{titles[shown.b]}</b>
                </>
              )}
            </span>
            <span className={styles.value}>
              {measureName} <b>{wordsOf(shown)}</b>
            </span>
          </>
        ) : (
          <span>
            {rowsDone === 0
              ? `Nothing is computed yet: press play and the rows fill in.`
              : `Every row and every column is a ${noun.one}. Point at a cell to see its two ${noun.many}. Ctrl or ⌘ and the wheel, or two fingers, zoom.`}
          </span>
        )}
      </figcaption>
      <p id={helpId} className={styles.hidden}>
        Arrow keys move, Home and End go along the row, Page keys go ten rows or more, Enter pins, Escape clears, plus
        and minus zoom, 0 shows all.
      </p>
      <p role="status" className={styles.hidden}>
        {notice}
      </p>
      <MatrixNumbers source={source} titles={titles} measureName={measureName} noun={noun} item={current.a} />
    </figure>
  )
}

/** The cell that is pointed at or walked to, as a pair of items, so that it survives a new order. */
function useCursor({ size, selected, onPreview, onPin }: MatrixProps) {
  const [{ pair, previewing }, setCursor] = useState({ pair: { a: 0, b: Math.min(1, size - 1) }, previewing: false })
  const last = inside(pair, size) ?? { a: 0, b: 0 }
  const active = previewing ? last : undefined
  const preview = (next: Pair | undefined) => {
    if (samePair(next, active)) return
    setCursor({ pair: next ?? last, previewing: next !== undefined })
    onPreview(next)
  }
  const clear = () => {
    preview(undefined)
    if (selected) onPin(undefined)
  }
  const pin = (next: Pair | undefined, at = next ?? last) => {
    setCursor({ pair: at, previewing: false })
    onPin(next)
  }
  const toggle = (next: Pair) => pin(samePair(next, selected) ? undefined : next, next)
  return { active, current: active ?? inside(selected, size) ?? last, preview, pin, toggle, clear }
}

interface StageHandlers {
  readonly hover: (cell: Cell | undefined) => void
  readonly tap: (cell: Cell) => void
  readonly state: (state: StageState) => void
}

/** The moving part, made once for the elements and shown every change of the source. */
function useStage(source: Source, scale: MatrixScale, version: number, handlers: StageHandlers) {
  const { paper, sunken, line, edge } = useTokens()
  const look = useMemo(() => lookOf(scale, { paper, sunken, line, edge }), [scale, paper, sunken, line, edge])
  const surface = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const overlay = useRef<SVGSVGElement>(null)
  const stage = useRef<MatrixStage>(null)
  const shownVersion = useRef(version)
  const hover = useEffectEvent(handlers.hover)
  const tap = useEffectEvent(handlers.tap)
  const state = useEffectEvent(handlers.state)
  useLayoutEffect(() => {
    const made = new MatrixStage(surface.current!, canvas.current!, overlay.current!, { hover, tap, state })
    stage.current = made
    return () => {
      made.end()
      stage.current = null
    }
  }, [])
  useLayoutEffect(() => {
    stage.current?.show(source, scale, look, shownVersion.current !== version)
    shownVersion.current = version
  }, [source, scale, look, version])
  return { stage, look, surface, canvas, overlay }
}

/** The item most like another among those computed; undefined before its row is there. */
function nearest({ size, values, rowsDone }: Source, item: number): number | undefined {
  if (item >= rowsDone) return undefined
  let best: number | undefined
  for (let other = 0; other < size; other++) {
    const value = values[item * size + other]!
    if (other !== item && !Number.isNaN(value) && (best === undefined || value > values[item * size + best]!))
      best = other
  }
  return best
}

function orderOf(size: number, order: Uint32Array | undefined): Uint32Array {
  return order?.length === size ? order : Uint32Array.from({ length: size }, (_, index) => index)
}

function placesOf(order: Uint32Array): Uint32Array {
  const places = new Uint32Array(order.length)
  order.forEach((item, place) => (places[item] = place))
  return places
}

function inside(pair: Pair | undefined, size: number): Pair | undefined {
  return pair && pair.a < size && pair.b < size ? pair : undefined
}

function samePair(one: Pair | undefined, other: Pair | undefined): boolean {
  return one?.a === other?.a && one?.b === other?.b
}
