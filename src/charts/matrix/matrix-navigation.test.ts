import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { moveCell, pageOf, windowAround } from './matrix-navigation.ts'

const at = (row: number, column: number) => ({ row, column })

describe('keys in the grid', () => {
  it.each([
    ['ArrowUp', false, at(49, 60)],
    ['ArrowDown', false, at(51, 60)],
    ['ArrowLeft', false, at(50, 59)],
    ['ArrowRight', false, at(50, 61)],
    ['Home', false, at(50, 0)],
    ['End', false, at(50, 364)],
    ['Home', true, at(0, 0)],
    ['End', true, at(364, 364)],
    ['PageUp', false, at(13, 60)],
    ['PageDown', false, at(87, 60)],
  ])('%s (control: %s)', (key, control, expected) => {
    expect(moveCell(at(50, 60), key, control, 365)).toEqual(expected)
  })

  it('leaves other keys to others', () => {
    for (const key of ['Enter', 'Tab', 'a', ' ', 'Escape']) expect(moveCell(at(1, 1), key, false, 5)).toBeUndefined()
  })

  it('never leaves the matrix', () => {
    const keys = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown']
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.array(fc.tuple(fc.constantFrom(...keys), fc.boolean())),
        (size, presses) => {
          let cell = at(0, 0)
          for (const [key, control] of presses) cell = moveCell(cell, key, control, size)!
          for (const place of [cell.row, cell.column]) {
            expect(place).toBeGreaterThanOrEqual(0)
            expect(place).toBeLessThan(size)
          }
        },
      ),
    )
  })

  it('pages by a tenth, at least ten', () => {
    expect([pageOf(5), pageOf(365), pageOf(2000)]).toEqual([10, 37, 200])
  })

  it('keeps a window of cells round the focus, cut at the edges', () => {
    expect(windowAround(10, 365, 2)).toEqual([8, 9, 10, 11, 12])
    expect(windowAround(0, 365, 2)).toEqual([0, 1, 2])
    expect(windowAround(364, 365, 2)).toEqual([362, 363, 364])
    expect(windowAround(0, 1, 2)).toEqual([0])
  })
})
