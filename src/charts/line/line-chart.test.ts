import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { overlaps, type Box } from '../label-placement.ts'
import { placeLineLabels } from './line-labels.ts'
import { domainOf, lineSummary, nearestStop, pointAt, pointWords, readAt, stops, type Series } from './line-reading.ts'
import { labelsOf, scalesOf } from './line-scales.ts'
import { shortened } from '../tick-words.ts'

const loss: Series = {
  name: 'this run',
  style: 'now',
  points: [
    { x: 0, y: 8 },
    { x: 2, y: 4, low: 3, high: 5 },
    { x: 3, y: NaN },
    { x: 4, y: 2 },
  ],
}
const before: Series = { name: '6 factors', style: 'before', points: [0, 1, 2].map((x) => ({ x, y: 9 - x })) }
const reference: Series = { name: 'popularity', style: 'reference', points: [{ x: 0, y: 1 }] }
const two = (y: number) => y.toFixed(2)

describe('reading a line', () => {
  test('takes the last that was measured', () => {
    expect(pointAt(loss.points, 1.9)).toEqual({ x: 0, y: 8 })
    expect(pointAt(loss.points, 3)).toMatchObject({ x: 2 })
    expect(pointAt(loss.points, -1)).toBeUndefined()
  })

  test('stops where the run was measured, not the one before', () => {
    expect(stops([before, loss])).toEqual([0, 2, 3, 4])
    expect(stops([before])).toEqual([0, 1, 2])
    expect(nearestStop([0, 2, 3, 4], 2.4)).toBe(2)
    expect(nearestStop([], 1)).toBeUndefined()
  })

  test('says the value, and the interval where there is one', () => {
    expect(readAt([loss, before], 2, two)).toEqual([
      { name: 'this run', words: '4.00 (3.00–5.00)' },
      { name: '6 factors', words: '7.00' },
    ])
    expect(pointWords({ x: 0, y: 1 }, two)).toBe('1.00')
  })

  test('sums the picture up at the playhead', () => {
    const words = lineSummary('Loss', [loss, reference], { label: 'half-steps' }, 2, two)
    expect(words).toContain('this run falls from 8.00 to 4.00 (3.00–5.00) at 2 half-steps.')
    expect(words).toContain('popularity: 1.00.')
    expect(lineSummary('Loss', [], { label: 'half-steps' }, 0, two)).toBe('Loss: nothing measured yet.')
  })
})

describe('the scale', () => {
  test('is the one given, whatever the points', () => {
    expect(domainOf([loss], { low: 0, high: 3 })).toEqual([0, 3])
  })

  test('or else holds all points and intervals, and never has length zero', () => {
    expect(domainOf([loss, reference], undefined)).toEqual([1, 8])
    expect(domainOf([reference], undefined)).toEqual([0.9, 1.1])
    expect(domainOf([], undefined)).toEqual([0, 1])
  })

  test('has three or four lines inside it', () => {
    const width = (text: string) => text.length * 7
    for (const high of [0.8, 1, 3.7, 66000, 120]) {
      const { ticks, up } = scalesOf(
        [],
        { label: 'steps', low: 0, high: 9 },
        { low: 0, high },
        String,
        270,
        112,
        width,
        12,
      )
      expect(ticks.length).toBeGreaterThanOrEqual(2)
      expect(ticks.length).toBeLessThanOrEqual(4)
      for (const { at } of ticks) expect(up(at)).toBeGreaterThanOrEqual(up(high))
    }
  })

  test('loses the zeros that all figures end in', () => {
    expect(shortened(['0.00', '0.20', '0.40'])).toEqual(['0.0', '0.2', '0.4'])
    expect(shortened(['0.0', '2.0'])).toEqual(['0', '2'])
    expect(shortened(['0.00', '0.25'])).toEqual(['0.00', '0.25'])
    expect(shortened(['0', '20'])).toEqual(['0', '20'])
    expect(shortened([])).toEqual([])
  })
})

describe('names on lines', () => {
  const frame: Box = { left: 0, top: 0, right: 270, bottom: 100 }
  const level = (y: number) => [0, 90, 180, 270].map((x) => [x, y] as const)

  test('stand above the end of their line', () => {
    const [placed] = placeLineLabels([{ points: level(60), width: 50 }], {
      frame,
      line: 15,
      lines: [level(60)],
      taken: [],
    })
    expect(placed!.x).toBe(245)
    expect(placed!.y).toBeLessThan(60)
  })

  test('go below where another line runs above', () => {
    const [placed] = placeLineLabels([{ points: level(60), width: 50 }], {
      frame,
      line: 15,
      lines: [level(60), level(52)],
      taken: [],
    })
    expect(placed!.y).toBeGreaterThan(60)
  })

  test('stay inside and off each other', () => {
    const lines = fc.array(
      fc.record({ y: fc.double({ min: 0, max: 100, noNaN: true }), width: fc.integer({ min: 10, max: 200 }) }),
      { maxLength: 8 },
    )
    fc.assert(
      fc.property(lines, (some) => {
        const wanted = some.map(({ y, width }) => ({ points: level(y), width }))
        const placed = placeLineLabels(wanted, {
          frame,
          line: 15,
          lines: wanted.map(({ points }) => points),
          taken: [],
        })
        const boxes = placed.map(({ index, x, y }) => {
          const half = some[index]!.width / 2
          return { left: x - half, right: x + half, top: y + 3.6 - 15, bottom: y + 3.6 }
        })
        boxes.forEach((box, i) => {
          expect(box.left >= -1e-9 && box.right <= 270 + 1e-9 && box.top >= -1e-9 && box.bottom <= 100 + 1e-9).toBe(
            true,
          )
          const inner = {
            left: box.left + 1e-6,
            right: box.right - 1e-6,
            top: box.top + 1e-6,
            bottom: box.bottom - 1e-6,
          }
          for (const other of boxes.slice(i + 1)) expect(overlaps(inner, other)).toBe(false)
        })
      }),
    )
  })

  test('are given to the run before and to references, not to the one run there is', () => {
    const width = (text: string) => text.length * 7
    const series = [loss, before, reference]
    const scales = scalesOf(series, { label: 'steps', low: 0, high: 9 }, undefined, two, 270, 112, width, 12)
    expect(labelsOf(series, scales, two, width, 12).map(({ series }) => series.name)).toEqual([
      '6 factors',
      'popularity',
    ])
  })
})
