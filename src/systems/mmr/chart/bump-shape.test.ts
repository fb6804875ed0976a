import { expect, test } from 'vitest'
import { bumpRows, bumpShape, fitting } from './bump-shape.ts'

test('the first of the order before stand on the left, and below them whoever comes from further down', () => {
  const before = [90, 80, 70, 60, 50, 40]
  expect(bumpRows(before, [0, 5, 1, 3], 3)).toEqual([
    { item: 90, before: 0, after: 0 },
    { item: 80, before: 1, after: 2 },
    { item: 70, before: 2, after: undefined },
    { item: 60, before: 3, after: 3 },
    { item: 40, before: 5, after: 1 },
  ])
  expect(bumpRows([7], [0], 10)).toEqual([{ item: 7, before: 0, after: 0 }])
})

test('rows fill the height, are never taller than they need be, and lines end at the columns', () => {
  const shape = bumpShape(20, { width: 500, height: 400 })
  expect(shape.rowHeight).toBe(20)
  expect(bumpShape(3, { width: 500, height: 400 }).rowHeight).toBe(26)
  expect(shape.path(0, 2)).toBe('M200,10C250,10 250,50 300,50')
})

test('as many are shown as have room, with all they come from', () => {
  const before = [90, 80, 70, 60, 50, 40]
  expect(fitting(before, [0, 5, 4], 5)).toBe(3)
  expect(fitting(before, [0, 5, 4], 4)).toBe(2)
  expect(fitting(before, [0, 5, 4], 0)).toBe(1)
})
