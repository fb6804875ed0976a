import { expect, test } from 'vitest'
import { batchCellAfter, batchCellAt, batchPlaces, readBatch } from './batch-shape.ts'

const scores = [2, 0, 0, 2]
const none = [0, 0]

test('each row is a softmax, and the loss is that of its diagonal', () => {
  const { shares, loss, meanShare, first } = readBatch(scores, none, 'own', false)
  const right = Math.exp(2) / (Math.exp(2) + 1)
  const wanted = [right, 1 - right, 1 - right, right]
  wanted.forEach((share, k) => expect(shares[k]).toBeCloseTo(share, 9))
  expect(loss).toBeCloseTo(-Math.log(right), 9)
  expect(meanShare).toBeCloseTo(right, 9)
  expect(first).toBe(2)
})

test('log Q takes from each film what its fame alone would give it', () => {
  const { shares } = readBatch([1, 0, 1, 0], [Math.log(0.8), Math.log(0.2)], 'own', false)
  expect(shares[0]! / shares[1]!).toBeCloseTo((Math.exp(1) * 0.2) / 0.8, 9)
})

test('labels that all say 1 make the second film right for everybody', () => {
  const { loss, first } = readBatch(scores, none, 'second', false)
  const right = Math.exp(2) / (Math.exp(2) + 1)
  expect(loss).toBeCloseTo((-Math.log(right) - Math.log(1 - right)) / 2, 9)
  expect(first).toBe(1)
})

test('a temperature below zero ranks the right film last', () => {
  const { meanShare, first } = readBatch(scores, none, 'own', true)
  expect(meanShare).toBeCloseTo(1 / (Math.exp(2) + 1), 9)
  expect(first).toBe(0)
})

test('names give way to cells that can be pointed at', () => {
  expect(batchPlaces({ width: 500, height: 400, size: 24, names: 70 }).left).toBe(70)
  const narrow = batchPlaces({ width: 300, height: 320, size: 24, names: 70 })
  expect(narrow).toEqual({ cell: 12.5, left: 0 })
  expect(batchCellAt(narrow, 24, 20, 30)).toEqual({ row: 2, column: 1 })
  expect(batchCellAt(narrow, 24, 301, 30)).toBeUndefined()
})

test('arrows stop at the edges', () => {
  expect(batchCellAfter('ArrowUp', { row: 0, column: 3 }, 24)).toEqual({ row: 0, column: 3 })
  expect(batchCellAfter('ArrowRight', { row: 0, column: 3 }, 24)).toEqual({ row: 0, column: 4 })
  expect(batchCellAfter('End', { row: 0, column: 3 }, 24)).toEqual({ row: 23, column: 23 })
  expect(batchCellAfter('x', { row: 0, column: 3 }, 24)).toBeUndefined()
})
