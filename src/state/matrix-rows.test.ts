import { describe, expect, it } from 'vitest'
import { withRows } from './matrix-rows.ts'

const rows = (...values: number[]) => Float32Array.from(values)

describe('a matrix that arrives row by row', () => {
  const ids = Uint32Array.of(4, 7)
  const first = withRows(undefined, { fromRow: 0, rowsDone: 1, size: 2, rows: rows(1, 0.5), ids })!

  it('keeps what came, whose rows they are, and how far the playhead shows it', () => {
    expect(first).toMatchObject({ size: 2, held: 1, rowsDone: 1 })
    expect([...first.values]).toEqual([1, 0.5, NaN, NaN])
    const both = withRows(first, { fromRow: 1, rowsDone: 2, size: 2, rows: rows(0.5, 1), ids: ids.slice() })!
    expect([...both.values]).toEqual([1, 0.5, 0.5, 1])
    expect(both).toMatchObject({ held: 2, rowsDone: 2 })
    expect(both.ids, 'the same object, so that nothing is drawn anew for it').toBe(first.ids)
    const back = withRows(both, { fromRow: 1, rowsDone: 1, size: 2, rows: rows(), ids })!
    expect(back).toMatchObject({ held: 2, rowsDone: 1 })
  })

  it('takes rows for their own numbers where nothing else is said, and other snapshots for none', () => {
    expect([...withRows(undefined, { fromRow: 0, rowsDone: 0, size: 3, rows: rows() })!.ids]).toEqual([0, 1, 2])
    expect(withRows(undefined, { people: 3 })).toBeUndefined()
    expect(withRows(undefined, { fromRow: 0, rowsDone: 0, size: 0, rows: rows() })).toBeUndefined()
  })
})
