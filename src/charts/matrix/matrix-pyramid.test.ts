import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeOf, firstColour, notYet, undefinedCell } from '../colour-scales.ts'
import { changedPlaces, createLevels, encodeRow, levelFor, poolRow, type Source } from './matrix-pyramid.ts'

const identity = (size: number) => Uint32Array.from({ length: size }, (_, index) => index)

function build(source: Source, scale: 'sequential' | 'diverging', smallest: number) {
  const levels = createLevels(source.size, smallest)
  for (let row = 0; row < source.size; row++) encodeRow(levels[0]!, source, row)
  for (let index = 1; index < levels.length; index++)
    for (let row = 0; row < levels[index]!.side; row++) poolRow(levels[index - 1]!, levels[index]!, row, scale)
  return levels
}

describe('the finest level', () => {
  const values = Float32Array.of(0, 0.5, NaN, 1, 0, 0.25, 0.75, 0, 1)

  it('shows the items in their order, undefined and not yet computed apart', () => {
    const source: Source = { size: 3, values, rowsDone: 2, order: Uint32Array.of(2, 0, 1), domain: [0, 1] }
    const [level] = createLevels(3)
    const changed = [0, 1, 2].map((row) => encodeRow(level!, source, row))
    const code = (value: number) => codeOf(value, 0, 1)
    expect([...level!.codes]).toEqual([
      ...[notYet, notYet, notYet],
      ...[undefinedCell, code(0), code(0.5)],
      ...[code(0.25), code(1), code(0)],
    ])
    expect(changed).toEqual([false, true, true])
    expect(encodeRow(level!, source, 1)).toBe(false)
  })
})

describe('coarser levels', () => {
  it('halve, rounding up, until they are small', () => {
    expect(createLevels(365).map(({ side }) => side)).toEqual([365, 183, 92])
    expect(createLevels(2000).map(({ side }) => side)).toEqual([2000, 1000, 500, 250, 125])
    expect(createLevels(5).map(({ side }) => side)).toEqual([5])
  })

  it('never lose the strongest cell: each is the maximum of all it stands for', () => {
    const cell = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(NaN))
    const size = fc.integer({ min: 1, max: 13 })
    const anySource = size.chain((size) =>
      fc.record({
        size: fc.constant(size),
        values: fc.array(cell, { minLength: size * size, maxLength: size * size }).map((v) => Float32Array.from(v)),
        rowsDone: fc.nat(size),
        order: fc.shuffledSubarray([...identity(size)], { minLength: size }).map((o) => Uint32Array.from(o)),
        domain: fc.constant([0, 1] as const),
      }),
    )
    fc.assert(
      fc.property(anySource, (source) => {
        const levels = build(source, 'sequential', 1)
        const finest = levels[0]!
        levels.forEach(({ side, codes }, index) => {
          const reach = 2 ** index
          codes.forEach((code, at) => {
            const [row, column] = [Math.floor(at / side) * reach, (at % side) * reach]
            let best = 0
            for (let y = row; y < Math.min(row + reach, source.size); y++)
              for (let x = column; x < Math.min(column + reach, source.size); x++)
                best = Math.max(best, finest.codes[y * source.size + x]!)
            expect(code).toBe(best)
          })
        })
      }),
    )
  })

  it('on a diverging scale keep what is farthest from the middle, above or below', () => {
    const values = Float32Array.of(0.1, -0.9, 0.5, 0, NaN, NaN, NaN, NaN, 0, 0, 0.2, -0.1, 0, NaN, 0.1, 0.3)
    const source: Source = { size: 4, values, rowsDone: 4, order: identity(4), domain: [-1, 1] }
    const [, coarse] = build(source, 'diverging', 2)
    const code = (value: number) => codeOf(value, -1, 1)
    expect([...coarse!.codes]).toEqual([code(-0.9), code(0.5), code(0), code(0.3)])
    expect(firstColour).toBeGreaterThan(undefinedCell)
  })
})

describe('what has to be drawn anew', () => {
  const source = (change: Partial<Source>): Source => ({ ...first, ...change })
  const first: Source = {
    size: 4,
    values: new Float32Array(16),
    rowsDone: 2,
    order: Uint32Array.of(3, 1, 0, 2),
    domain: [0, 1],
  }

  it('is nothing, when nothing changed', () => {
    expect(changedPlaces(first, source({ domain: [0, 1] }))).toEqual([])
  })

  it('is the rows that came, where they stand; or went, when one steps back', () => {
    expect(changedPlaces(first, source({ rowsDone: 3 }))).toEqual([3])
    expect(changedPlaces(first, source({ rowsDone: 4 }))).toEqual([0, 3])
    expect(changedPlaces(first, source({ rowsDone: 1 }))).toEqual([1])
  })

  it('is everything, for other values, another order, domain or size', () => {
    expect(changedPlaces(undefined, first)).toHaveLength(4)
    expect(changedPlaces(first, source({ values: new Float32Array(16) }))).toHaveLength(4)
    expect(changedPlaces(first, source({ order: identity(4) }))).toHaveLength(4)
    expect(changedPlaces(first, source({ domain: [0, 2] }))).toHaveLength(4)
    expect(changedPlaces(first, source({ size: 3, order: identity(3) }))).toHaveLength(3)
  })
})

describe('the level that is drawn', () => {
  it('is the finest with a device pixel for each of its cells', () => {
    expect(levelFor(1.7, 3)).toBe(0)
    expect(levelFor(1, 3)).toBe(0)
    expect(levelFor(0.93, 3)).toBe(1)
    expect(levelFor(0.5, 3)).toBe(1)
    expect(levelFor(0.31, 3)).toBe(2)
    expect(levelFor(0.01, 3)).toBe(2)
  })
})
