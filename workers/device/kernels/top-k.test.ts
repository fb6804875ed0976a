import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bufferFrom, emptyBuffer, readBackOf, run } from '../kernel.ts'
import { testDevice } from '../../testing/test-device.ts'
import { noItem, topKOfRow, topKOnGpu } from './top-k.ts'

/** By definition: sort them all. */
function byDefinition(row: number[], k: number) {
  const order = [...row.keys()].filter((i) => row[i]! > 0).sort((a, b) => row[b]! - row[a]! || a - b)
  return order.slice(0, k)
}

// Few distinct values, so that ties are the rule.
const rowOf = fc.array(fc.constantFrom(-1, 0, 0.25, 0.5, 0.75, 1), { maxLength: 40 })

it('takes the k largest positive values, ties to the smaller index, and touches nothing else', () => {
  fc.assert(
    fc.property(rowOf, fc.integer({ min: 1, max: 12 }), (row, k) => {
      const ids = new Uint32Array(k + 2).fill(99)
      const values = new Float32Array(k + 2).fill(99)
      const count = topKOfRow(Float64Array.from(row), k, ids, values, 1)
      const expected = byDefinition(row, k)
      const untouched = new Array<number>(k + 1 - expected.length).fill(99)
      expect(count).toBe(expected.length)
      expect([...ids]).toEqual([99, ...expected, ...untouched])
      expect([...values]).toEqual([99, ...expected.map((i) => row[i]), ...untouched])
    }),
  )
})

it('keeps the order of values that are one number in float32', () => {
  const ids = new Uint32Array(2)
  topKOfRow(Float64Array.of(0.1, 0.1 + 1e-12), 2, ids, new Float32Array(2), 0)
  expect([...ids]).toEqual([1, 0])
})

describe('on WebGPU', () => {
  const test = testDevice()

  it('does the same for many rows in one dispatch', async () => {
    const { gpu } = test
    const columns = 300
    const k = 9
    const choices = [-1, 0, 0.25, 0.5, 0.75, 1]
    const rows = [
      ...fc.sample(fc.array(fc.constantFrom(...choices), { minLength: columns, maxLength: columns }), 20),
      new Array<number>(columns).fill(0),
      Array.from({ length: columns }, (_, i) => (i === 299 ? 1 : i === 3 ? 0.5 : -1)),
    ]
    const buffers = {
      values: bufferFrom(gpu, Float32Array.from(rows.flat())),
      ids: emptyBuffer(gpu, rows.length * k),
      best: emptyBuffer(gpu, rows.length * k),
    }
    const back = readBackOf(gpu, [
      { buffer: buffers.ids, length: rows.length * k },
      { buffer: buffers.best, length: rows.length * k },
    ])
    const before = gpu.dispatches
    await run(gpu, [topKOnGpu(gpu, buffers).of(rows.length, columns, k)], back.copy)
    expect(gpu.dispatches).toBe(before + 1)
    const [idBytes, bestBytes] = await back.bytes()
    rows.forEach((row, r) => {
      const expected = byDefinition(row, k)
      const padding = k - expected.length
      expect([...new Uint32Array(idBytes!, 4 * r * k, k)]).toEqual([
        ...expected,
        ...new Array<number>(padding).fill(noItem),
      ])
      const values = expected.map((i) => row[i]!)
      expect([...new Float32Array(bestBytes!, 4 * r * k, k)]).toEqual([
        ...values,
        ...new Array<number>(padding).fill(0),
      ])
    })
  })
})
