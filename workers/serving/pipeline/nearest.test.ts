import { expect, test } from 'vitest'
import { random } from '../../lib/random.ts'
import { topK } from '../../lib/top-k.ts'
import { testDevice } from '../../testing/test-device.ts'
import { nearestOnGpu } from './nearest.ts'

const device = testDevice()

/** Small whole numbers: sums are exact, and there are many ties. */
function wholeNumbers(length: number, seed: number) {
  const from = random(seed)
  return Float32Array.from({ length }, () => from.integer(5) - 2)
}

const plain = (values: Float32Array, width: number, query: Float32Array, k: number) =>
  topK(
    Float64Array.from({ length: values.length / width }, (_, item) =>
      query.reduce((sum, x, d) => sum + x * values[item * width + d]!, 0),
    ),
    k,
  )

test.each([
  ['more items than threads, many ties', 700, 9, 23, 40],
  ['all of a few items', 7, 3, 5, 20],
  ['one number a vector', 300, 1, 4, 10],
])('%s: as by the definition, in two dispatches, negative products too', async (_, items, width, count, k) => {
  const [values, queries] = [wholeNumbers(items * width, 3), wholeNumbers(count * width, 4)]
  const index = nearestOnGpu(device.gpu, values, width)
  const before = device.gpu.dispatches
  const found = await index.nearest(queries, k)
  expect(device.gpu.dispatches - before).toBe(2)
  found.forEach((list, q) =>
    expect(list).toEqual(plain(values, width, queries.subarray(q * width, (q + 1) * width), k)),
  )
  expect(found).toHaveLength(count)
  expect(await index.nearest(queries, k)).toEqual(found)
  expect(await index.nearest(queries.subarray(0, width), 0)).toEqual([[]])
  expect(await index.nearest(new Float32Array(0), k)).toEqual([])
  index.destroy()
})
