import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  between,
  cellAt,
  extentOf,
  largestZoom,
  lookAt,
  lookAtRegion,
  nearestCell,
  panBy,
  reveal,
  settle,
  spanOf,
  whole,
  zoomAt,
} from './matrix-view.ts'

const size = 365
const largest = largestZoom(size, 620)
const share = fc.double({ min: 0, max: 0.999, noNaN: true })
const anyView = fc
  .record({ x: fc.double({ min: -50, max: 400, noNaN: true }), y: fc.double({ min: -50, max: 400, noNaN: true }) })
  .chain(({ x, y }) =>
    fc.double({ min: 0.2, max: 40, noNaN: true }).map((zoom) => settle({ x, y, zoom }, size, largest)),
  )
const anyCell = fc.record({ row: fc.nat(size - 1), column: fc.nat(size - 1) })

function expectInside(view: { x: number; y: number; zoom: number }) {
  expect(view.zoom).toBeGreaterThanOrEqual(1)
  expect(view.zoom).toBeLessThanOrEqual(largest)
  for (const start of [view.x, view.y]) {
    expect(start).toBeGreaterThanOrEqual(0)
    expect(start + spanOf(view, size)).toBeLessThanOrEqual(size + 1e-9)
  }
}

describe('the view of a matrix', () => {
  it('zooms up to 44 pixels a cell, and not at all where the whole has larger cells', () => {
    expect(620 / spanOf({ ...whole, zoom: largest }, size)).toBeCloseTo(44)
    expect(largestZoom(5, 620)).toBe(1)
  })

  it('never shows anything beyond the matrix', () => {
    fc.assert(
      fc.property(anyView, share, share, fc.double({ min: 0.01, max: 100, noNaN: true }), (view, fx, fy, factor) => {
        expectInside(view)
        expectInside(zoomAt(view, size, largest, factor, fx, fy))
        expectInside(panBy(view, size, largest, fx * 4 - 2, fy * 4 - 2))
      }),
    )
  })

  it('zooms to a region: all of it in view, and no more than its longer side asks for', () => {
    fc.assert(
      fc.property(anyCell, anyCell, (from, to) => {
        const view = lookAtRegion(size, largest, { from, to })
        const { row, column, rows, columns } = extentOf({ from, to })
        const span = spanOf(view, size)
        expectInside(view)
        expect(span).toBeCloseTo(Math.max(rows, columns, size / largest))
        expect(view.y).toBeLessThanOrEqual(row + 1e-9)
        expect(view.x).toBeLessThanOrEqual(column + 1e-9)
        expect(view.y + span).toBeGreaterThanOrEqual(row + rows - 1e-9)
        expect(view.x + span).toBeGreaterThanOrEqual(column + columns - 1e-9)
        expect([from, to].every((cell) => cell.row >= row && cell.row < row + rows)).toBe(true)
        expect([from, to].every((cell) => cell.column >= column && cell.column < column + columns)).toBe(true)
      }),
    )
  })

  it('a drag that leaves the square still ends on a cell in view', () => {
    fc.assert(
      fc.property(anyView, fc.double({ min: -3, max: 4, noNaN: true }), share, (view, fx, fy) => {
        const { row, column } = nearestCell(view, size, fx, fy)
        expect(column).toBeGreaterThanOrEqual(Math.floor(view.x))
        expect(column).toBeLessThanOrEqual(view.x + spanOf(view, size))
        expect({ row, column }).toEqual(cellAt(view, size, Math.min(Math.max(fx, 0), 0.9999999), fy) ?? {})
      }),
    )
  })

  it('zooming in keeps what is under the pointer there', () => {
    fc.assert(
      fc.property(anyView, share, share, fc.double({ min: 1, max: 8, noNaN: true }), (view, fx, fy, factor) => {
        const next = zoomAt(view, size, largest, factor, fx, fy)
        expect(next.x + fx * spanOf(next, size)).toBeCloseTo(view.x + fx * spanOf(view, size), 6)
        expect(next.y + fy * spanOf(next, size)).toBeCloseTo(view.y + fy * spanOf(view, size), 6)
      }),
    )
  })

  it('pans with the hand: a drag of a tenth of the square moves a tenth of what is seen', () => {
    const view = settle({ x: 100, y: 50, zoom: 5 }, size, largest)
    expect(panBy(view, size, largest, 0.1, -0.2)).toEqual({ x: 100 - 7.3, y: 50 + 14.6, zoom: 5 })
  })

  it('finds the cell under a point, and none outside', () => {
    expect(cellAt(whole, size, 0, 0)).toEqual({ row: 0, column: 0 })
    expect(cellAt(whole, size, 0.9999, 0.5)).toEqual({ row: 182, column: 364 })
    expect(cellAt({ x: 10, y: 20, zoom: 36.5 }, size, 0.55, 0.15)).toEqual({ row: 21, column: 15 })
    for (const [fx, fy] of [
      [-0.01, 0.5],
      [1, 0.5],
      [0.5, 1.2],
      [NaN, 0.5],
    ] as const)
      expect(cellAt(whole, size, fx, fy)).toBeUndefined()
  })

  it('reveals a cell wholly, and does not move when it is well in view', () => {
    fc.assert(
      fc.property(anyView, anyCell, (view, cell) => {
        const next = reveal(view, size, largest, cell)
        const span = spanOf(next, size)
        expectInside(next)
        expect(next.zoom).toBe(view.zoom)
        expect(cell.column).toBeGreaterThanOrEqual(next.x - 1e-9)
        expect(cell.column + 1).toBeLessThanOrEqual(next.x + span + 1e-9)
        expect(cell.row).toBeGreaterThanOrEqual(next.y - 1e-9)
        expect(cell.row + 1).toBeLessThanOrEqual(next.y + span + 1e-9)
        expect(reveal(next, size, largest, cell)).toEqual(next)
      }),
    )
    const still = settle({ x: 100, y: 100, zoom: 10 }, size, largest)
    expect(reveal(still, size, largest, { row: 118, column: 118 })).toEqual(still)
  })

  it('visits a cell in the middle, never zooming out', () => {
    const view = lookAt(whole, size, largest, { row: 200, column: 100 }, 8)
    expect(cellAt(view, size, 0.5, 0.5)).toEqual({ row: 200, column: 100 })
    expect(view.zoom).toBe(8)
    expect(lookAt(view, size, largest, { row: 0, column: 0 }, 2)).toEqual({ x: 0, y: 0, zoom: 8 })
  })

  it('glides from one view to the other, and a point that stays under the pointer stays all the way', () => {
    fc.assert(
      fc.property(anyView, anyView, share, (from, to, t) => {
        expect(between(from, to, 1, size)).toEqual(to)
        const middle = between(from, to, t, size)
        expect(middle.zoom).toBeGreaterThanOrEqual(Math.min(from.zoom, to.zoom) - 1e-9)
        expect(middle.zoom).toBeLessThanOrEqual(Math.max(from.zoom, to.zoom) + 1e-9)
        expectInside(settle(middle, size, largest))
      }),
    )
    const to = zoomAt(whole, size, largest, 4, 0.5, 0.5)
    const half = between(whole, to, 0.5, size)
    expect(half.zoom).toBeCloseTo(2)
    expect(half.x + spanOf(half, size) / 2).toBeCloseTo(size / 2)
  })
})
