import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  isDirection,
  nearestPoint,
  neighbour,
  outside,
  projectionOf,
  rayEnd,
  toPixels,
  type Direction,
  type MapFrame,
} from './map-points.ts'

const frame: MapFrame = { width: 400, height: 300, extent: 2, centred: true }
const directions: readonly Direction[] = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']
const points = (length: number) =>
  fc
    .array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 300 })), { minLength: length })
    .map((pairs) => Float32Array.from(pairs.flat()))

describe('the window', () => {
  test('has one scale both ways, up is up, and the origin in the middle where that is asked for', () => {
    expect([...toPixels(new Float32Array([0, 0, 1, 1, -2, 0]), frame)]).toEqual([200, 150, 275, 75, 50, 150])
  })

  test('has the origin left of the middle for uncentred factors, and shows their whole first axis', () => {
    const open = { ...frame, centred: false }
    const { x, y, scale } = projectionOf(open)
    expect(x).toBeLessThan(frame.width / 3)
    expect(y).toBe(150)
    expect(x + open.extent * scale).toBeLessThanOrEqual(frame.width)
  })

  test('shows what lies outside at its edge, and says which way it lies', () => {
    const far = new Float32Array([9, 0, 1, 9, 0.5, 0.5])
    expect([...toPixels(far, frame)].slice(0, 4)).toEqual([395, 150, 275, 5])
    expect([0, 1, 2].map((i) => outside(far, i, frame))).toEqual([[1, 0], [0, -1], undefined])
  })

  test('is left by a ray at an edge', () => {
    expect(rayEnd(frame, 1, 0)).toEqual([400, 150])
    expect(rayEnd(frame, 0, -1)).toEqual([200, 0])
    fc.assert(
      fc.property(fc.double({ min: 0, max: 6.28, noNaN: true }), fc.boolean(), (angle, centred) => {
        const [x, y] = rayEnd({ ...frame, centred }, Math.cos(angle), Math.sin(angle))
        const gap = Math.min(Math.abs(x), Math.abs(400 - x), Math.abs(y), Math.abs(300 - y))
        expect(gap).toBeLessThan(1e-6)
      }),
    )
  })
})

describe('pointing', () => {
  test('finds the nearest within reach, and nothing beyond it', () => {
    const some = new Float32Array([10, 10, 20, 10])
    expect(nearestPoint(some, 12, 10, 14)).toBe(0)
    expect(nearestPoint(some, 17, 10, 14)).toBe(1)
    expect(nearestPoint(some, 40, 10, 14)).toBeUndefined()
  })

  test('agrees with looking at every distance', () => {
    fc.assert(
      fc.property(points(1), fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 300 }), (some, x, y) => {
        const distance = (i: number) => Math.hypot(some[2 * i]! - x, some[2 * i + 1]! - y)
        const all = Array.from({ length: some.length / 2 }, (_, i) => distance(i))
        const found = nearestPoint(some, x, y, 14)
        if (Math.min(...all) > 14) expect(found).toBeUndefined()
        else expect(distance(found!)).toBe(Math.min(...all))
      }),
    )
  })
})

describe('walking', () => {
  test('knows its keys', () => {
    expect(directions.every(isDirection)).toBe(true)
    expect(isDirection('Home')).toBe(false)
    expect(isDirection('toString')).toBe(false)
  })

  test('goes the way of the arrow, to the nearest', () => {
    const some = new Float32Array([100, 100, 110, 100, 150, 100, 100, 80, 90, 100, 100, 130])
    expect(directions.map((direction) => neighbour(some, 0, direction))).toEqual([4, 1, 3, 5])
    expect(neighbour(some, 2, 'ArrowRight')).toBeUndefined()
  })

  test('visits points on the same spot one after the other', () => {
    const some = new Float32Array([5, 5, 5, 5, 5, 5])
    expect(neighbour(some, 0, 'ArrowRight')).toBe(1)
    expect(neighbour(some, 1, 'ArrowRight')).toBe(2)
    expect(neighbour(some, 2, 'ArrowLeft')).toBe(1)
  })

  test('never goes against the arrow, and always has a way on while there is another point', () => {
    fc.assert(
      fc.property(points(2), (some) => {
        const next = directions.map((direction) => neighbour(some, 0, direction))
        expect(next.some((index) => index !== undefined)).toBe(true)
        const [, right] = next
        if (right !== undefined) expect(some[2 * right]!).toBeGreaterThanOrEqual(some[0]!)
      }),
    )
  })
})
