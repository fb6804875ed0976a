import { expect, test } from 'vitest'
import { columnInWords, placeColumns, unitAt, type NetworkColumn } from './network-shape.ts'

const column = (id: string, lane: 'above' | 'below', length: number): NetworkColumn => ({
  id,
  title: id,
  about: id,
  lane,
  values: new Float32Array(length).fill(1),
})

test('columns of a lane stand side by side within the picture, one lane below the other', () => {
  const placed = placeColumns([column('a', 'above', 4), column('b', 'above', 2), column('c', 'below', 6)], 300, 200)
  const [a, b, c] = placed as [(typeof placed)[0], (typeof placed)[0], (typeof placed)[0]]
  expect(b.x).toBeGreaterThan(a.x + a.width)
  expect(b.x + b.width).toBeCloseTo(300)
  expect(b.y).toBeGreaterThan(a.y)
  expect(c.y).toBeGreaterThan(a.y + 4 * a.unit)
  expect(c.y + 6 * c.unit).toBeLessThanOrEqual(200.001)
  expect(a.unit).toBe(c.unit)
})

test('a height belongs to the unit drawn there', () => {
  const [only] = placeColumns([column('a', 'above', 5)], 100, 118)
  for (let unit = 0; unit < 5; unit++) expect(unitAt(only!, only!.y + (unit + 0.5) * only!.unit)).toBe(unit)
  expect(unitAt(only!, 0)).toBeUndefined()
})

test('says how much of a column is active', () => {
  expect(columnInWords(Float32Array.of(0, 0.5, -2))).toBe('2 of 3 units not zero, largest −2.00 at unit 3')
})
