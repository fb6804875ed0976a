import { describe, expect, test } from 'vitest'
import { degreesOf, directionOf, fanIn, filmsByDirection, itemTowards, nearestFirst, placeAt } from './fan-shape.ts'

describe.each([
  { degrees: 90, width: 220, height: 220 },
  { degrees: 180, width: 500, height: 240 },
  { degrees: 180, width: 240, height: 300 },
])('a fan of $degrees° in $width × $height', ({ degrees, width, height }) => {
  const fan = fanIn({ width, height }, degrees, 12)

  test('stays in its box', () => {
    for (const at of [0, degrees / 2, degrees]) {
      const [x, y] = placeAt(fan, at, fan.radius + fan.band)
      expect(x).toBeGreaterThanOrEqual(0)
      expect(x).toBeLessThanOrEqual(width)
      expect(y).toBeGreaterThanOrEqual(0)
      expect(y).toBeLessThanOrEqual(height)
    }
  })

  test('a place on the arc is read as its own direction, and one away from it as none', () => {
    for (const at of [0, 30, 75, degrees]) {
      const [x, y] = placeAt(fan, at, fan.radius)
      expect(directionOf(fan, x, y)).toBeCloseTo(at, 6)
    }
    expect(directionOf(fan, fan.x, fan.y)).toBeUndefined()
    expect(directionOf(fan, fan.x, fan.y + 30)).toBeUndefined()
  })
})

const cosines = Float32Array.of(1, 0, NaN, 0.5, 0.5, -1)

test('every film with a direction stands in one group', () => {
  const bins = filmsByDirection(cosines, 180)
  expect(bins.reduce((sum, count) => sum + count)).toBe(5)
  expect(bins[0]).toBe(1)
  expect(bins[bins.length - 1]).toBe(1)
})

test('films are found by their direction, the smaller id first', () => {
  const order = nearestFirst(cosines)
  expect(Array.from(order)).toEqual([0, 3, 4, 1, 5])
  expect(itemTowards(order, cosines, 62)).toBe(3)
  expect(itemTowards(order, cosines, 170)).toBe(5)
  expect(itemTowards(new Uint32Array(), cosines, 10)).toBeUndefined()
  expect(degreesOf(1.0000001)).toBe(0)
})
