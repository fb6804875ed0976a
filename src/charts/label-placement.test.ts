import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boxOf, overlaps, placeLabels, type Room, type Wanted } from './label-placement.ts'

const room: Room = { width: 300, height: 200, line: 15, taken: [], crowd: new Float32Array(0), most: 20 }
const at = (x: number, y: number, width = 60): Wanted => ({ x, y, radius: 4, width })

describe('names beside their points', () => {
  test('stand at the right where there is room', () => {
    const [placed] = placeLabels([at(100, 100)], room)
    expect(placed!.box).toEqual({ left: 108, top: 92.5, right: 168, bottom: 107.5 })
    expect(placed!.dx).toBe(8)
  })

  test('go to the other side at the edge', () => {
    const [placed] = placeLabels([at(280, 100)], room)
    expect(placed!.box.right).toBe(272)
  })

  test('take the side with fewer points under them', () => {
    const crowd = new Float32Array([120, 100, 130, 99, 150, 104])
    const [placed] = placeLabels([at(100, 100)], { ...room, crowd })
    expect(placed!.box.right).toBeLessThan(100)
  })

  test('make room for the more important and are left out where there is none', () => {
    const wanted = Array.from({ length: 40 }, () => at(150, 100, 120))
    const placed = placeLabels(wanted, room)
    expect(placed[0]!.index).toBe(0)
    expect(placed.length).toBeLessThan(10)
  })

  test('keep to the number asked for', () => {
    expect(placeLabels([at(50, 50), at(50, 150), at(200, 100)], { ...room, most: 2 })).toHaveLength(2)
  })

  test('never lie over each other, over what is taken or over a named mark, and never leave the frame', () => {
    const labels = fc.array(
      fc.record({
        x: fc.double({ min: 0, max: 300, noNaN: true }),
        y: fc.double({ min: 0, max: 200, noNaN: true }),
        radius: fc.constantFrom(2, 4, 8),
        width: fc.double({ min: 5, max: 150, noNaN: true }),
      }),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(labels, (wanted) => {
        const taken = [boxOf(150, 100, 20)]
        const placed = placeLabels(wanted, { ...room, taken })
        placed.forEach(({ box }, i) => {
          expect(box.left >= 0 && box.top >= 0 && box.right <= 300 && box.bottom <= 200).toBe(true)
          expect(overlaps(box, taken[0]!)).toBe(false)
          for (const other of placed.slice(i + 1)) expect(overlaps(box, other.box)).toBe(false)
          for (const { index } of placed.slice(0, i)) {
            const { x, y, radius } = wanted[index]!
            expect(overlaps(box, boxOf(x, y, radius))).toBe(false)
          }
        })
      }),
    )
  })
})
