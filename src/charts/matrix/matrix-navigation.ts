import type { Cell } from './matrix-view.ts'

/** The keys that move from cell to cell, as a grid's do (WAI-ARIA practices): undefined for any other key. */
export function moveCell(cell: Cell, key: string, control: boolean, size: number): Cell | undefined {
  const target = control ? (cornerOf(key, size) ?? step(cell, key, size)) : step(cell, key, size)
  return target && { row: within(target.row, size), column: within(target.column, size) }
}

function step({ row, column }: Cell, key: string, size: number): Cell | undefined {
  const page = pageOf(size)
  switch (key) {
    case 'ArrowUp':
      return { row: row - 1, column }
    case 'ArrowDown':
      return { row: row + 1, column }
    case 'ArrowLeft':
      return { row, column: column - 1 }
    case 'ArrowRight':
      return { row, column: column + 1 }
    case 'Home':
      return { row, column: 0 }
    case 'End':
      return { row, column: size - 1 }
    case 'PageUp':
      return { row: row - page, column }
    case 'PageDown':
      return { row: row + page, column }
    default:
      return undefined
  }
}

function cornerOf(key: string, size: number): Cell | undefined {
  if (key === 'Home') return { row: 0, column: 0 }
  if (key === 'End') return { row: size - 1, column: size - 1 }
  return undefined
}

/** Rows a page key crosses: a tenth of the matrix, at least ten. */
export function pageOf(size: number): number {
  return Math.max(10, Math.round(size / 10))
}

/** The places of a window of real cells round one, `reach` to each side, cut at the edges. */
export function windowAround(place: number, size: number, reach: number): number[] {
  const first = Math.max(0, place - reach)
  const last = Math.min(size - 1, place + reach)
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

function within(place: number, size: number): number {
  return Math.min(Math.max(place, 0), size - 1)
}
