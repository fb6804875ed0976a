import { describe, expect, test } from 'vitest'
import { cellAfter, cellAt, crossPlaces } from './cross-map-shape.ts'

describe.each([
  { width: 320, height: 300, layers: 3, side: 9 },
  { width: 900, height: 420, layers: 3, side: 9 },
  { width: 500, height: 240, layers: 6, side: 2 },
])('$layers maps of $side × $side cells in $width × $height', ({ width, height, layers, side }) => {
  const places = crossPlaces({ width, height, layers, side, names: 80, title: 18 })

  test('stand in their box and over none of each other', () => {
    const corners = Array.from({ length: layers }, (_, layer) => places.corner(layer))
    for (const [x, y] of corners) {
      expect(x).toBeGreaterThanOrEqual(80)
      expect(y).toBeGreaterThanOrEqual(18)
      expect(x + side * places.cell).toBeLessThanOrEqual(width + 0.01)
      expect(y + side * places.cell).toBeLessThanOrEqual(height + 0.01)
    }
    for (const [a, [ax, ay]] of corners.entries())
      for (const [bx, by] of corners.slice(a + 1))
        expect(Math.max(Math.abs(ax - bx), Math.abs(ay - by))).toBeGreaterThanOrEqual(side * places.cell)
  })

  test('every cell is found in its middle', () => {
    for (let layer = 0; layer < layers; layer++) {
      const [x, y] = places.corner(layer)
      const middle = (place: number) => (place + 0.5) * places.cell
      expect(cellAt(places, layers, side, x + middle(1), y + middle(0))).toEqual({ layer, row: 0, column: 1 })
    }
    expect(cellAt(places, layers, side, 1, 1)).toBeUndefined()
  })
})

test('keys walk through a map, over into the next, and no farther than the last', () => {
  const go = (key: string, layer: number, row: number, column: number) => cellAfter(key, { layer, row, column }, 2, 3)
  expect(go('ArrowRight', 0, 1, 1)).toEqual({ layer: 0, row: 1, column: 2 })
  expect(go('ArrowRight', 0, 1, 2)).toEqual({ layer: 1, row: 1, column: 0 })
  expect(go('ArrowRight', 1, 1, 2)).toEqual({ layer: 1, row: 1, column: 2 })
  expect(go('ArrowLeft', 1, 0, 0)).toEqual({ layer: 0, row: 0, column: 2 })
  expect(go('ArrowUp', 0, 0, 0)).toEqual({ layer: 0, row: 0, column: 0 })
  expect(go('PageDown', 0, 2, 1)).toEqual({ layer: 1, row: 2, column: 1 })
  expect(go('End', 0, 0, 0)).toEqual({ layer: 1, row: 2, column: 2 })
  expect(go('a', 0, 0, 0)).toBeUndefined()
})
