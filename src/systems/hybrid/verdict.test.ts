import { expect, test } from 'vitest'
import { verdict } from './verdict.ts'

const lists = (scale: number) => [
  { name: 'A', weight: 0.5, items: [1, 2, 3], values: [scale, 0.5 * scale, 0] },
  { name: 'B', weight: 0.5, items: [2, 4], values: [1, 0.5] },
]

test('says what each list brings, and how many films stand in several', () => {
  expect(verdict(lists(1), 'min-max')).toBe(
    'Of the scores of the first 4, A 50 % and B 50 %. 1 of them stand in more than one list.',
  )
})

test('says so where one drowns the others, and only where scores are raw', () => {
  expect(verdict(lists(40), 'raw')).toContain('The numbers of A are so large')
  expect(verdict(lists(1), 'raw')).not.toContain('so large')
  expect(verdict(lists(40), 'z')).not.toContain('so large')
})

test('says where nothing is brought', () => {
  expect(verdict([{ name: 'A', weight: 0, items: [1], values: [1] }], 'rank')).toContain('No list brings anything')
})
