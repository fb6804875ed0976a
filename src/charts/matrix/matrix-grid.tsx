import { useId, useLayoutEffect, useRef, type KeyboardEvent, type RefObject } from 'react'
import { moveCell, windowAround } from './matrix-navigation.ts'
import { extentOf, type Cell, type Region } from './matrix-view.ts'
import styles from './matrix.module.css'

interface MatrixGridProps {
  readonly surface: RefObject<HTMLDivElement | null>
  /** the picture goes in here */
  readonly ground: RefObject<HTMLDivElement | null>
  readonly canvas: RefObject<HTMLCanvasElement | null>
  readonly marks: RefObject<HTMLDivElement | null>
  readonly size: number
  readonly label: string
  readonly helpId: string
  /** where the keys are */
  readonly cell: Cell
  readonly pinned: Cell | undefined
  readonly region: Region | undefined
  /** one finger draws a region instead of moving the page */
  readonly brushing: boolean
  /** what a cell holds, with its two items */
  readonly wordsOf: (cell: Cell) => string
  readonly boxOf: (cell: Cell) => { left: number; top: number; side: number } | undefined
  readonly onMove: (cell: Cell) => void
  /** the region reaches from where it began to this cell */
  readonly onExtend: (cell: Cell) => void
  readonly onEnter: (cell: Cell) => void
  readonly onClear: () => void
  readonly onLeave: () => void
  /** undefined: show all */
  readonly onZoom: (factor: number | undefined) => void
}

/** Cells on each side of the focused one that exist as elements. */
const reach = 2

/** The picture and, over it, a grid of real cells round the focus: one tab stop, read by screen readers. */
export function MatrixGrid(props: MatrixGridProps) {
  const { surface, ground, canvas, marks, size, cell, pinned, region, boxOf } = props
  const id = useId()
  const cells = useRef<HTMLDivElement>(null)
  const rows = windowAround(cell.row, size, reach)
  const columns = windowAround(cell.column, size, reach)
  useLayoutEffect(() => placeWindow(cells.current, boxOf({ row: rows[0]!, column: columns[0]! }), columns, rows))
  return (
    <div
      ref={surface}
      className={styles.surface}
      role="grid"
      tabIndex={0}
      aria-label={props.label}
      aria-describedby={props.helpId}
      aria-rowcount={size}
      aria-colcount={size}
      aria-multiselectable
      data-brushing={props.brushing || undefined}
      aria-activedescendant={`${id}-${cell.row}-${cell.column}`}
      onKeyDown={(event) => handleKey(event, props)}
      onFocus={(event) => event.currentTarget.matches(':focus-visible') && props.onMove(cell)}
      onBlur={props.onLeave}
    >
      <div ref={ground} className={styles.ground} aria-hidden="true" />
      <canvas ref={canvas} className={styles.canvas} aria-hidden="true" />
      <div ref={marks} className={styles.marks} aria-hidden="true">
        <i data-mark="row" className={styles.band} />
        <i data-mark="column" className={styles.band} />
        <i data-mark="pinned" className={styles.ring} />
        <i data-mark="active" className={styles.ring} />
        <i data-mark="region" className={styles.region} />
      </div>
      <div ref={cells} role="rowgroup" className={styles.window}>
        {rows.map((row) => (
          <div key={row} role="row" aria-rowindex={row + 1}>
            {columns.map((column) => (
              <div
                key={column}
                id={`${id}-${row}-${column}`}
                role="gridcell"
                aria-colindex={column + 1}
                aria-selected={region ? holds(region, row, column) : pinned?.row === row && pinned.column === column}
              >
                <span className={styles.hidden}>{props.wordsOf({ row, column })}</span>
              </div>
            ))}
          </div>
        ))}
      </div>
    </div>
  )
}

function handleKey(event: KeyboardEvent, props: MatrixGridProps): void {
  const control = event.ctrlKey || event.metaKey
  const next = event.altKey ? undefined : moveCell(props.cell, event.key, control, props.size)
  if (next && event.shiftKey) props.onExtend(next)
  else if (next) props.onMove(next)
  else if (control || event.altKey) return
  else if (event.key === 'Enter' || event.key === ' ') props.onEnter(props.cell)
  else if (event.key === 'Escape') props.onClear()
  else if (event.key === '+' || event.key === '=') props.onZoom(2)
  else if (event.key === '-') props.onZoom(0.5)
  else if (event.key === '0') props.onZoom(undefined)
  else return
  event.preventDefault()
}

function holds(region: Region, row: number, column: number): boolean {
  const first = extentOf(region)
  return (
    row >= first.row && row < first.row + first.rows && column >= first.column && column < first.column + first.columns
  )
}

/** Lays the real cells over the drawn ones, so that a finger that explores finds them where they look to be. */
function placeWindow(
  element: HTMLDivElement | null,
  box: { left: number; top: number; side: number } | undefined,
  columns: readonly number[],
  rows: readonly number[],
): void {
  if (!element || !box) return
  const percent = (share: number) => `${(100 * share).toFixed(3)}%`
  element.style.left = percent(box.left)
  element.style.top = percent(box.top)
  element.style.width = percent(box.side * columns.length)
  element.style.height = percent(box.side * rows.length)
}
