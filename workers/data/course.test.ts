import { expect, test } from 'vitest'
import { courseDataset } from './course.ts'

test('the course’s matrix, cell by cell', () => {
  const { interactions, items, id, scale } = courseDataset()
  const { rows, columns, start, column, value } = interactions.ratings
  const dense = Array.from({ length: rows }, (_, p) => {
    const row = new Array<number>(columns).fill(0)
    for (let e = start[p]!; e < start[p + 1]!; e++) row[column[e]!] = value[e]!
    return row
  })
  expect(dense).toEqual([
    [5, 3, 0, 1, 0],
    [4, 0, 0, 1, 1],
    [1, 1, 0, 5, 0],
    [1, 0, 0, 4, 0],
    [0, 1, 5, 4, 0],
  ])
  expect(interactions.time).toHaveLength(14)
  expect(items.map(({ title }) => title)).toEqual(['Item 1', 'Item 2', 'Item 3', 'Item 4', 'Item 5'])
  expect([id, scale]).toEqual(['course@1', { low: 1, high: 5, step: 1 }])
})
