import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { amountOf, amountText, cellAfter, extentOf, namesOf } from './field-shape.ts'

const event = {
  fields: ['person', 'genre', 'place'],
  values: ['', 'drama', 'home'],
  amounts: [1, 2, 3, 0, 4, 5, 0, 0, 6],
}

describe('the picture of fields', () => {
  it('has the same amount on both sides of the diagonal', () => {
    expect(amountOf(event, { row: 0, column: 2 })).toBe(3)
    expect(amountOf(event, { row: 2, column: 0 })).toBe(3)
    expect(amountOf(event, { row: 1, column: 1 })).toBe(4)
  })

  it('names what a cell is of', () => {
    expect(namesOf(event, { row: 2, column: 1 })).toBe('place: home × genre: drama')
    expect(namesOf(event, { row: 0, column: 0 })).toBe('person, by itself')
  })

  it('has a scale that holds every amount, and is round', () => {
    expect(extentOf([0.3, -1.4], [0.2])).toBe(2)
    expect(extentOf([])).toBe(0.1)
    fc.assert(
      fc.property(fc.array(fc.double({ min: -99, max: 99, noNaN: true }), { minLength: 1 }), (amounts) => {
        expect(extentOf(amounts)).toBeGreaterThanOrEqual(Math.max(...amounts.map(Math.abs)))
      }),
    )
  })

  it('is walked cell by cell and never left', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End')),
        fc.boolean(),
        (keys, square) => {
          let at = { row: 1, column: 0 }
          for (const key of keys) at = cellAfter(key, at, 3, square)!
          expect(Math.min(at.row, at.column)).toBeGreaterThanOrEqual(0)
          expect(Math.max(at.row, at.column)).toBeLessThan(3)
          if (!square) expect(at.column).toBeLessThanOrEqual(at.row)
        },
      ),
    )
    expect(cellAfter('x', { row: 0, column: 0 }, 3, true)).toBeUndefined()
  })

  it('writes amounts with their sign', () => {
    expect([0.314, -2, -0.001].map((amount) => amountText(amount))).toEqual(['+0.31', '−2.00', '0.00'])
  })
})
