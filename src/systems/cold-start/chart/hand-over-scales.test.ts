import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bandPath, handOverScales, heightAt, linePath, namePlaces } from './hand-over-scales.ts'

const widthOf = (text: string) => 6 * text.length
const points = [
  { x: 0, y: NaN },
  { x: 1, y: 0.2, low: 0.1, high: 0.3 },
  { x: 3, y: 0.4, low: 0.3, high: 0.52 },
  { x: 20, y: 0.5, low: 0.4, high: 0.58 },
]
const line = { name: 'ALS', points }
const format = (y: number) => y.toFixed(2)
const scales = handOverScales(
  [line, { name: 'Popularity', points }],
  20,
  format,
  { width: 500, height: 300 },
  26,
  widthOf,
  12,
)

test('the axis goes from 0 to the tenth above the highest band, and leaves room for names and handle', () => {
  expect(scales.up.domain()).toEqual([0, 0.6])
  expect(scales.across(20)).toBeLessThanOrEqual(500 - widthOf('Popularity'))
  expect(scales.top).toBeGreaterThan(26)
  expect(scales.ticksUp.map(({ text }) => text)).toEqual(['0.0', '0.2', '0.4', '0.6'])
})

test('lines begin where there is a value', () => {
  expect(linePath(points, scales)).toMatch(/^M[\d.,]+L[\d.,]+L[\d.,]+$/)
  expect(parseFloat(linePath(points, scales).slice(1))).toBeCloseTo(scales.across(1), 2)
  expect(bandPath([{ x: 0, y: 0.1, low: -1, high: 2 }, points[1]!], scales)).not.toMatch(/-\d/)
})

test('a height between two measured points is on the line between them', () => {
  expect(heightAt(points, 0)).toBeUndefined()
  expect(heightAt(points, 1)).toBe(0.2)
  expect(heightAt(points, 2)).toBeCloseTo(0.3, 12)
  expect(heightAt(points, 21)).toBeUndefined()
})

test('names at the ends never lie on each other, and stay where they are when they do not', () => {
  expect(namePlaces([50, 200], 15, scales)).toEqual([50, 200])
  fc.assert(
    fc.property(
      fc.double({ min: 40, max: 280, noNaN: true }),
      fc.double({ min: 40, max: 280, noNaN: true }),
      (a, b) => {
        const [first, second] = namePlaces([a, b], 15, scales)
        expect(Math.abs(first! - second!)).toBeGreaterThanOrEqual(15 - 1e-9)
        expect(first! < second!).toBe(a < b || (a === b && first! < second!))
      },
    ),
  )
})
