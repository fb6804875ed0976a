import { expect, test } from 'vitest'
import type { DatasetInfo } from '../../../workers/lab/api.ts'
import { leaningOf, sharesOf } from './shares.ts'

const info = { items: ['Solaris', 'Mirror', 'Stalker'].map((title) => ({ title })) } as unknown as DatasetInfo

test('each half is told against what it says of a film on average', () => {
  const snapshot = {
    films: Uint32Array.of(2, 0),
    wide: Float32Array.of(1, 0.5),
    deep: Float32Array.of(-2, 3),
    mean: Float32Array.of(0.5, -4),
    listed: 1,
  }
  expect(sharesOf(snapshot, info)).toEqual({
    rows: [
      { id: 2, name: 'Stalker', first: 0.5, second: 2 },
      { id: 0, name: 'Solaris', first: 0, second: 7 },
    ],
    listed: 1,
  })
  expect(sharesOf({}, info)).toBeUndefined()
  expect(sharesOf(undefined, info)).toBeUndefined()
})

test('a list is told by what most of its films owe themselves to', () => {
  const row = (first: number, second: number) => ({ id: 0, name: '', first, second })
  expect(leaningOf([row(2, 1), row(0, 1), row(0, 3)])).toBe(
    'Of the 3 films of the list, 1 owe more to memory, 2 to generalisation.',
  )
  expect(leaningOf([row(0, 1), row(0, 3)])).toBe('All 2 films of the list owe more to generalisation.')
  expect(leaningOf([row(2, 1), row(3, 1)])).toBe('All 2 films of the list owe more to memory.')
  expect(leaningOf([row(0, 0)])).toBe('Untrained, neither says anything yet.')
  expect(leaningOf([])).toBe('')
})
