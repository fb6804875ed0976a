import { expect, test } from 'vitest'
import { scaleOf } from './share-bars-shape.ts'

test('the scale holds every bar and its zero', () => {
  const rows = [
    { first: 2, second: -1 },
    { first: 0.5, second: 3 },
  ]
  const x = scaleOf(rows, 100, 400)
  for (const value of [0, 2, -1, 0.5, 3]) {
    expect(x(value)).toBeGreaterThan(100)
    expect(x(value)).toBeLessThan(400)
  }
  expect(x(3)).toBeGreaterThan(x(2))
  expect(scaleOf([], 100, 400)(0)).toBe(250)
  expect(scaleOf([{ first: 1, second: 2 }], 100, 400)(0)).toBeGreaterThan(100)
})
