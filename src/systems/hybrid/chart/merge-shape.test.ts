import { describe, expect, test } from 'vitest'
import { cellAt, cellBeside, flowShape, mergedFilms, type FlowList } from './merge-shape.ts'

const lists: readonly FlowList[] = [
  { name: 'A', weight: 0.6, items: [1, 2, 3], values: [1, 0.75, 0] },
  { name: 'B', weight: 0.4, items: [4, 1, 3], values: [1, 0.5, 0] },
]
const size = { width: 600, height: 200 }
const format = (value: number) => value.toFixed(2)

describe('films merged', () => {
  test('stand by the weighted sum; equal ones by id; what is not in a list has no share of it', () => {
    const films = mergedFilms(lists)
    expect(films.map(({ item }) => item)).toEqual([1, 2, 4, 3])
    expect(films[0]!.score).toBeCloseTo(0.8, 12)
    expect(films[1]!.shares).toEqual([{ place: 1, value: 0.75, amount: 0.6 * 0.75 }, undefined])
    const equal = mergedFilms([{ name: 'A', weight: 1, items: [9, 7], values: [1, 1] }])
    expect(equal.map(({ item }) => item)).toEqual([7, 9])
  })
})

describe('the picture', () => {
  const shape = flowShape(lists, mergedFilms(lists), size, 12, format)

  test('has every line as thick as what it brings, and none for what brings nothing', () => {
    const widths = new Map(shape.lines.map(({ item, list, width }) => [`${item} ${list}`, width]))
    expect([...widths.keys()].sort()).toEqual(['1 0', '1 1', '2 0', '4 1'])
    expect(widths.get('1 1')! / widths.get('1 0')!).toBeCloseTo(0.2 / 0.6, 6)
  })

  test('stays within its frame, whatever is in it', () => {
    for (const count of [0, 3, 200])
      for (const parts of [2, 3]) {
        const long = Array.from({ length: parts }, (_, part): FlowList => {
          const items = Array.from({ length: count }, (_, place) => (place * 7 + part * 31) % 365)
          return { name: `${part}`, weight: 0.5, items, values: items.map((_, place) => 1 - place / count) }
        })
        const { cells, notes, rowHeight, columnWidth } = flowShape(long, mergedFilms(long), size, 12, format)
        for (const { left, top } of [...cells, ...notes]) {
          expect(left + columnWidth).toBeLessThanOrEqual(size.width)
          expect(top + rowHeight).toBeLessThanOrEqual(size.height + 1e-9)
        }
        const places = [...cells, ...notes].map(({ left, top }) => `${left} ${top}`)
        expect(new Set(places).size).toBe(places.length)
      }
  })

  test('is walked by arrows and pointed at', () => {
    const first = cellBeside(shape, undefined, 'ArrowDown')!
    expect([first.list, first.item]).toEqual([-1, 1])
    const below = cellBeside(shape, first, 'ArrowDown')!
    expect(below.item).toBe(2)
    expect(cellBeside(shape, below, 'ArrowLeft')!.list).toBe(0)
    expect(cellBeside(shape, below, 'ArrowRight')!.list).toBe(1)
    expect(cellBeside(shape, first, 'ArrowUp')).toBe(first)
    expect(cellBeside(shape, first, 'x')).toBeUndefined()
    expect(cellAt(shape, below.left + 5, below.top + 2)).toBe(below)
    expect(cellAt(shape, shape.columnWidth + 3, 5)).toBeUndefined()
  })
})
