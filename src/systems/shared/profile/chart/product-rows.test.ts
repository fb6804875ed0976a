import { expect, test } from 'vitest'
import { byWeight, rowsShown } from './product-rows.ts'

const row = (id: number, profile: number, film: number) => ({ id, name: `f${id}`, kind: '', profile, film })

test('rows run from the largest weight through 0 to the smallest', () => {
  expect(byWeight([row(0, -0.2, 0), row(1, 0.5, 0), row(2, 0, 0.3), row(3, 0.5, 0)]).map(({ id }) => id)).toEqual([
    1, 3, 2, 0,
  ])
})

test('where not all fit: what is shared, then the strongest of the profile, then what only the film has', () => {
  const rows = byWeight([
    row(0, 0.6, 0),
    row(1, 0.1, 0.5),
    row(2, -0.5, 0),
    row(3, 0, 0.9),
    row(4, 0.2, 0),
    row(5, 0, 0),
  ])
  const shown = (most: number) => rowsShown(rows, most).map(({ id }) => id)
  expect(shown(1)).toEqual([1])
  expect(shown(3)).toEqual([0, 1, 2])
  expect(shown(4)).toEqual([0, 4, 1, 2])
  expect(shown(9)).toEqual([0, 4, 1, 3, 2])
})
