import { useEffect, useRef, useState } from 'react'
import { ChartCursor } from '../../../../charts/chart-cursor.tsx'
import { useElementSize } from '../../../../charts/element-size.ts'
import { codeOf, cssOf, undefinedCell, type Domain, type Look } from '../../../../charts/colour-scales.ts'
import type { Tokens } from '../../../../charts/tokens.ts'
import styles from './rating-patch.module.css'

export interface PatchCanvasProps {
  /** people × items, row-major; NaN is hatched */
  readonly cells: Float32Array
  readonly columns: number
  readonly look: Look
  readonly domain: Domain
  readonly tokens: Tokens
  /** the cell that is read */
  readonly cell: number | undefined
  readonly pinned: boolean
  /** the picture in words */
  readonly summary: string
  readonly words: (cell: number) => string
  readonly onLook: (cell: number | undefined) => void
  readonly onPin: (cell: number | undefined) => void
}

/** One patch of a rating matrix, a coloured cell a rating; pointed at, tapped and walked cell by cell. */
export function PatchCanvas(props: PatchCanvasProps) {
  const { cells, columns, look, domain, tokens, cell, pinned, summary, words, onLook, onPin } = props
  const rows = cells.length / columns
  const canvas = useRef<HTMLCanvasElement>(null)
  const [box, { width, height }] = useElementSize<HTMLDivElement>()
  const [focused, setFocused] = useState(false)
  useEffect(() => {
    if (canvas.current && width > 0)
      paint(canvas.current, { cells, columns, look, domain, tokens, cell, width, height })
  }, [cells, columns, look, domain, tokens, cell, width, height])

  const cellAt = (x: number, y: number) => {
    const [column, row] = [Math.floor((x / width) * columns), Math.floor((y / height) * rows)]
    return column >= 0 && column < columns && row >= 0 && row < rows ? row * columns + column : undefined
  }
  const at = cell ?? 0
  const [row, column] = [Math.floor(at / columns), at % columns]
  const moves: Readonly<Record<string, number>> = {
    ArrowLeft: column > 0 ? at - 1 : at,
    ArrowRight: column < columns - 1 ? at + 1 : at,
    ArrowUp: row > 0 ? at - columns : at,
    ArrowDown: row < rows - 1 ? at + columns : at,
    Home: row * columns,
    End: (row + 1) * columns - 1,
    PageUp: column,
    PageDown: (rows - 1) * columns + column,
  }
  const onKey = (key: string) => {
    if (key in moves) onLook(moves[key])
    else if (key === 'Enter' || key === ' ') onPin(at)
    else if (key === 'Escape' && pinned) onPin(undefined)
    else return false
    return true
  }
  return (
    <div ref={box} className={styles.cells} onBlur={() => setFocused(false)}>
      <canvas ref={canvas} className={styles.canvas} aria-hidden="true" />
      <ChartCursor
        summary={`${summary} Arrow keys go from cell to cell, Enter pins, Escape clears.`}
        at={focused || pinned ? { words: words(at), pinned, place: at + 1, of: Math.max(1, cells.length) } : undefined}
        onPoint={(x, y) => onLook(cellAt(x, y))}
        onTap={(x, y) => onPin(cellAt(x, y))}
        onLeave={() => onLook(undefined)}
        onFocus={() => {
          setFocused(true)
          onLook(at)
        }}
        onKey={(key) => {
          setFocused(true)
          return onKey(key)
        }}
      />
    </div>
  )
}

type Painted = Pick<PatchCanvasProps, 'cells' | 'columns' | 'look' | 'domain' | 'tokens' | 'cell'> & {
  readonly width: number
  readonly height: number
}

function paint(canvas: HTMLCanvasElement, { cells, columns, look, domain, tokens, cell, width, height }: Painted) {
  const ratio = devicePixelRatio
  canvas.width = Math.round(width * ratio)
  canvas.height = Math.round(height * ratio)
  const context = canvas.getContext('2d')
  if (!context) return
  const rows = cells.length / columns
  // Cells end on whole pixels, so that no seam shows between them.
  const across = (column: number) => Math.round((column / columns) * canvas.width)
  const down = (row: number) => Math.round((row / rows) * canvas.height)
  const hatch = context.createPattern(hatchTile(look.hatch, ratio), 'repeat')
  cells.forEach((value, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns]
    const code = codeOf(value, domain[0], domain[1])
    context.fillStyle = code === undefinedCell && hatch ? hatch : cssOf(look.table[code]!)
    const [x, y] = [across(column), down(row)]
    context.fillRect(x, y, across(column + 1) - x, down(row + 1) - y)
  })
  if (cell === undefined) return
  const [row, column] = [Math.floor(cell / columns), cell % columns]
  const [x, y] = [across(column), down(row)]
  const frame = (grow: number, line: number, colour: string) => {
    context.strokeStyle = colour
    context.lineWidth = line * ratio
    // At the edge of the picture the frame stays inside it.
    const by = grow * ratio
    const inside = (place: number, end: number) => Math.min(Math.max(place, by), end - by)
    const [left, right] = [inside(x - by, canvas.width), inside(across(column + 1) + by, canvas.width)]
    const [top, bottom] = [inside(y - by, canvas.height), inside(down(row + 1) + by, canvas.height)]
    context.strokeRect(left, top, right - left, bottom - top)
  }
  frame(1, 4, tokens.paper)
  frame(1, 2, tokens.ink)
}

function hatchTile([ground, stroke]: Look['hatch'], ratio: number): HTMLCanvasElement {
  const tile = document.createElement('canvas')
  const side = Math.round(4 * ratio)
  tile.width = tile.height = side
  const context = tile.getContext('2d')!
  context.fillStyle = ground
  context.fillRect(0, 0, side, side)
  context.strokeStyle = stroke
  context.lineWidth = ratio
  context.beginPath()
  for (const shift of [-side, 0, side]) {
    context.moveTo(shift, side)
    context.lineTo(shift + side, 0)
  }
  context.stroke()
  return tile
}
