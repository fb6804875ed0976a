import { describe, expect, test } from 'vitest'
import { labelMap, withLabel, type MapLabelling } from './map-labels.ts'
import { toPixels } from './map-points.ts'
import { indexOf, lengthAlong, mapPoints, mapSummary, nameAt, selectionAt, whereIs } from './map-words.ts'

const map = mapPoints(new Float32Array([1, 0, 0, 1]), new Float32Array([2, 2]), -1, 0)
const names = { titles: ['Solaris', 'Heat'], personName: (id: number) => `Person ${id + 1}` }

describe('points', () => {
  test('are films, then people, then you', () => {
    expect([...map.points]).toEqual([1, 0, 0, 1, 2, 2, -1, 0])
    expect([0, 1, 2, 3].map((index) => nameAt(map, index, names))).toEqual(['Solaris', 'Heat', 'Person 1', 'You'])
  })

  test('and selections are the same thing said twice', () => {
    for (const index of [0, 1, 2]) expect(indexOf(map, selectionAt(map, index))).toBe(index)
    expect(selectionAt(map, 3)).toBeUndefined()
    expect(indexOf(map, { kind: 'item', id: 2 })).toBeUndefined()
    expect(indexOf(map, { kind: 'person', id: 1 })).toBeUndefined()
  })

  test('are measured along a direction', () => {
    expect(lengthAlong(map, 0, { x: 0.6, y: 0.8 })).toBeCloseTo(0.6)
    expect(lengthAlong(map, 3, { x: 0.6, y: 0.8 })).toBeCloseTo(-0.6)
  })
})

describe('words', () => {
  test('say where something stands', () => {
    expect(whereIs(0, 0)).toBe('at the origin')
    expect(whereIs(1, 0)).toBe('1.00 right of the origin')
    expect(whereIs(0, -2)).toBe('2.00 down from the origin')
    expect(whereIs(-3, 4)).toBe('5.00 up and left of the origin')
  })

  test('sum the picture up', () => {
    const words = mapSummary(map, [1, 0], names)
    expect(words).toContain('1 person and 2 films')
    expect(words).toContain('You stand 1.00 left of the origin.')
    expect(words).toContain('Recommended first: Heat, Solaris.')
  })
})

describe('names on the map', () => {
  const labelling = (width: number, height: number): MapLabelling => ({
    map,
    names,
    pixels: toPixels(map.points, { width, height, extent: 3, centred: true }),
    recommended: new Set([1]),
    widthOf: (text) => text.length * 7,
    fontSize: 12,
    width,
    height,
  })

  test('begin with you, then what is wanted, in order and once', () => {
    expect(labelMap(labelling(400, 400), [1, 0, 1]).map(({ text }) => text)).toEqual(['You', 'Heat', 'Solaris'])
  })

  test('stay as they are when one is added where there is room, and make way where there is none', () => {
    const wide = labelling(400, 400)
    const before = labelMap(wide, [0, 1])
    expect(withLabel(wide, before, 1)).toBe(before)
    expect(withLabel(wide, before, 2)).toEqual([...before, expect.objectContaining({ index: 2, text: 'Person 1' })])
    const narrow = labelling(130, 60)
    const crowded = labelMap(narrow, [0, 1])
    const more = withLabel(narrow, crowded, 2)
    expect(more.at(-1)!.index).toBe(2)
    expect(more.length).toBeLessThanOrEqual(crowded.length + 1)
  })
})
