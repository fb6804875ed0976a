import { useEffectEvent, useId, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { Name } from '../../format/name.tsx'
import { lookOf, type Domain, type MatrixScale } from '../colour-scales.ts'
import { MatrixGrid } from './matrix-grid.tsx'
import { MatrixLegend, type Marked } from './matrix-legend.tsx'
import { MatrixNumbers } from './matrix-numbers.tsx'
import type { Source } from './matrix-pyramid.ts'
import { MatrixStage, type Rug, type StageState } from './matrix-stage.ts'
import { MatrixTools, type Others } from './matrix-tools.tsx'
import { extentOf, type Cell, type Region } from './matrix-view.ts'
import { pairWords, summaryWords, valueWords } from './matrix-words.ts'
import styles from './matrix.module.css'
import { useTokens } from '../tokens.ts'

/** Two items (films or people) by id: a's row, b's column. */
export interface Pair {
  readonly a: number
  readonly b: number
}

interface MatrixProps {
  /** items, at least one */
  readonly size: number
  /** the item of each row and column, by id; without it they are the rows' own numbers */
  readonly ids?: Uint32Array | undefined
  /** size × size, row-major; NaN is undefined */
  readonly values: Float32Array
  /** rows below this one are computed */
  readonly rowsDone: number
  /** the row that stands at each place of the picture, down and across; the order of rows without it */
  readonly order?: Uint32Array | undefined
  /** by row */
  readonly titles: readonly string[]
  readonly scale: MatrixScale
  /** fixed for the run; 'diverging' has its pale middle half-way */
  readonly domain: Domain
  readonly measureName: string
  /** the pair in view; what is previewed is drawn from within */
  readonly selected?: Pair | undefined
  /** it was pinned, so that pinning it again clears it */
  readonly isPinned: boolean
  readonly onPreview: (pair: Pair | undefined) => void
  readonly onPin: (pair: Pair | undefined) => void
  /** changes when values of rows that were computed before changed in place; rows that only arrive need no new one */
  readonly version: number
  /** what a row is */
  readonly noun?: { readonly one: string; readonly many: string }
  /** what else the search finds */
  readonly others?: Others | undefined
  readonly marked?: Marked | undefined
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
  const { size, values, rowsDone, titles, scale, domain, measureName, version, noun = films, marked } = props
  const [low, high] = domain
  const order = useMemo(() => orderOf(size, props.order), [size, props.order])
  const places = useMemo(() => placesOf(order), [order])
  const source = useMemo<Source>(
    () => ({ size, values, rowsDone, order, domain: [low, high] }),
    [size, values, rowsDone, order, low, high],
  )
  const cursor = useCursor(props)
  const { active, current, pinned } = cursor
  const cellOf = (pair: Pair): Cell => ({ row: places[pair.a]!, column: places[pair.b]! })
  const pairOf = (cell: Cell): Pair => ({ a: order[cell.row]!, b: order[cell.column]! })
  const valueOf = ({ a, b }: Pair) => values[a * size + b]!
  const wordsOf = (pair: Pair) => valueWords(valueOf(pair), pair.a < rowsDone)
  const namesOf = ({ a, b }: Pair) => pairWords(titles, a, b)
  const [view, setView] = useState<StageState>({ atWhole: true, atLargest: false, pooled: 1 })
  const [notice, setNotice] = useState('')
  const [region, setRegion] = useState<Region>()
  const [brushing, setBrushing] = useState(false)
  const zoomTo = (wanted: Region) => {
    stage.current?.visitRegion(wanted)
    setRegion(undefined)
    setBrushing(false)
    setNotice(`Zoomed to ${extentWords(wanted)}.`)
  }
  const { stage, look, ...parts } = useStage(source, scale, version, {
    hover: (cell) => cursor.preview(cell && pairOf(cell)),
    tap: (cell) => cursor.toggle(pairOf(cell)),
    state: setView,
    region: setRegion,
    regionDone: zoomTo,
  })
  const activeCell = active && cellOf(active)
  const pinnedCell = pinned && cellOf(pinned)
  const rug = useRug(props, order)
  useLayoutEffect(() =>
    stage.current?.mark({ active: region ? undefined : activeCell, pinned: pinnedCell, region, rug }),
  )
  useLayoutEffect(() => stage.current?.setBrushing(brushing), [stage, brushing])

  const dropRegion = () => {
    stage.current?.dropBrush()
    setRegion(undefined)
    setBrushing(false)
    setNotice('No region.')
  }
  const move = (cell: Cell) => {
    stage.current?.reveal(cell)
    cursor.preview(pairOf(cell))
  }
  const extend = (to: Cell) => {
    const next = { from: region?.from ?? cellOf(current), to }
    move(to)
    setRegion(next)
    setNotice(`${extentWords(next)}: Enter zooms to them, Escape drops them.`)
  }
  const find = (item: number) => {
    const pair = { a: item, b: nearest(source, item) ?? (current.b === item ? (item + 1) % size : current.b) }
    cursor.pin(pair)
    stage.current?.visit(cellOf(pair), visitedCell)
    setNotice(`${titles[item]}: row ${places[item]! + 1}. With ${titles[pair.b]}: ${measureName} ${wordsOf(pair)}.`)
  }
  const shown = active ?? pinned
  const sought = props.others ? `${noun.one} or ${props.others.noun}` : noun.one
  const helpId = useId()
  return (
    <figure className={styles.matrix}>
      <MatrixTools
        view={view}
        brushing={brushing}
        titles={titles}
        noun={noun.one}
        others={props.others}
        onFit={() => stage.current?.fit()}
        onZoom={(factor) => stage.current?.zoomBy(factor)}
        onBrush={() => (brushing ? dropRegion() : setBrushing(true))}
        onFind={find}
        onNotFound={(typed) => setNotice(`No ${sought} here is called “${typed}”.`)}
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
        region={region}
        brushing={brushing}
        wordsOf={(cell) => `${namesOf(pairOf(cell))}: ${wordsOf(pairOf(cell))}`}
        boxOf={(cell) => stage.current?.boxOf(cell)}
        onMove={(cell) => {
          setRegion(undefined)
          move(cell)
        }}
        onExtend={extend}
        onEnter={(cell) => (region ? zoomTo(region) : cursor.toggle(pairOf(cell)))}
        onClear={() => (region || brushing ? dropRegion() : cursor.clear())}
        onLeave={() => {
          setRegion(undefined)
          cursor.preview(undefined)
        }}
        onZoom={(factor) => (factor ? stage.current?.zoomBy(factor) : stage.current?.fit())}
      />
      <MatrixLegend
        look={look}
        domain={domain}
        measureName={measureName}
        pooled={view.pooled}
        value={shown && shown.a < rowsDone ? valueOf(shown) : NaN}
        marked={marked}
      />
      <figcaption className={styles.caption}>
        {brushing || region ? (
          <span>
            {region
              ? `${extentWords(region)}. Let go, or press Enter, to zoom to them; Escape drops them.`
              : 'Draw a rectangle over the cells to zoom to. Escape, or the button again, ends it.'}
          </span>
        ) : shown ? (
          <>
            <span>
              <b>
                <Name>{titles[shown.a]}</Name>
              </b>{' '}
              {shown.a === shown.b ? (
                'with itself'
              ) : (
                <>
                  and{' '}
                  <b>
                    <Name>{titles[shown.b]}</Name>
                  </b>
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
              : `Every row and every column is a ${noun.one}. Point at a cell to see its two ${noun.many}. Ctrl or ⌘ and the wheel, Shift and a drag, or two fingers, zoom.`}
          </span>
        )}
      </figcaption>
      <p id={helpId} className={styles.hidden}>
        Arrow keys move, Home and End go along the row, Page keys go ten rows or more, Enter pins, Escape clears, plus
        and minus zoom, 0 shows all. With Shift the same keys draw a region, and Enter zooms to it.
      </p>
      <p role="status" className={styles.hidden}>
        {notice}
      </p>
      <p role="status" className={styles.hidden}>
        {marked?.words}
      </p>
      <MatrixNumbers source={source} titles={titles} measureName={measureName} noun={noun} item={current.a} />
    </figure>
  )
}

/** The cell that is pointed at or walked to, as a pair of rows, so that it survives a new order. Ids are outside only. */
function useCursor({ size, ids, selected, isPinned, onPreview, onPin }: MatrixProps) {
  const [{ pair, previewing }, setCursor] = useState({ pair: { a: 0, b: Math.min(1, size - 1) }, previewing: false })
  const rows = useMemo(() => ids && new Map(Array.from(ids, (id, row) => [id, row])), [ids])
  const rowOf = (id: number) => (rows ? (rows.get(id) ?? size) : id)
  const withIds = (of: Pair | undefined) => of && (ids ? { a: ids[of.a]!, b: ids[of.b]! } : of)
  const pinned = inside(selected && { a: rowOf(selected.a), b: rowOf(selected.b) }, size)
  const last = inside(pair, size) ?? { a: 0, b: 0 }
  const active = previewing ? last : undefined
  const preview = (next: Pair | undefined) => {
    if (samePair(next, active)) return
    setCursor({ pair: next ?? last, previewing: next !== undefined })
    onPreview(withIds(next))
  }
  const clear = () => {
    preview(undefined)
    if (selected) onPin(undefined)
  }
  const pin = (next: Pair | undefined, at = next ?? last) => {
    setCursor({ pair: at, previewing: false })
    onPin(withIds(next))
  }
  const toggle = (next: Pair) => pin(isPinned && samePair(next, pinned) ? undefined : next, next)
  return { active, pinned, current: active ?? pinned ?? last, preview, pin, toggle, clear }
}

/** The marks at the edges, place by place. */
function useRug({ ids, marked }: MatrixProps, order: Uint32Array): Rug | undefined {
  const { paper, ink } = useTokens()
  const wanted = marked?.ids
  return useMemo(
    () =>
      wanted && {
        places: Uint8Array.from(order, (row) => Number(wanted.has(ids ? ids[row]! : row))),
        ground: paper,
        tick: ink,
      },
    [wanted, ids, order, paper, ink],
  )
}

function extentWords(region: Region): string {
  const { rows, columns } = extentOf(region)
  return `${rows.toLocaleString('en')} × ${columns.toLocaleString('en')} cells`
}

interface StageHandlers {
  readonly hover: (cell: Cell | undefined) => void
  readonly tap: (cell: Cell) => void
  readonly state: (state: StageState) => void
  readonly region: (region: Region | undefined) => void
  readonly regionDone: (region: Region) => void
}

/** The moving part, made once for the elements and shown every change of the source. */
function useStage(source: Source, scale: MatrixScale, version: number, handlers: StageHandlers) {
  const { paper, sunken, line, edge } = useTokens()
  const look = useMemo(() => lookOf(scale, { paper, sunken, line, edge }), [scale, paper, sunken, line, edge])
  const surface = useRef<HTMLDivElement>(null)
  const ground = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const marks = useRef<HTMLDivElement>(null)
  const stage = useRef<MatrixStage>(null)
  const shownVersion = useRef(version)
  const hover = useEffectEvent(handlers.hover)
  const tap = useEffectEvent(handlers.tap)
  const state = useEffectEvent(handlers.state)
  const region = useEffectEvent(handlers.region)
  const regionDone = useEffectEvent(handlers.regionDone)
  useLayoutEffect(() => {
    const on = { hover, tap, state, region, regionDone }
    const elements = {
      surface: surface.current!,
      ground: ground.current!,
      canvas: canvas.current!,
      marks: marks.current!,
    }
    const made = new MatrixStage(elements, on)
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
  return { stage, look, surface, ground, canvas, marks }
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
