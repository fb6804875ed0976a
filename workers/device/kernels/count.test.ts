import { expect, test } from 'vitest'
import { random } from '../../lib/random.ts'
import { testDevice } from '../test-device.ts'
import { countPlain, createCountOnGpu } from './count.ts'

const device = testDevice()

test('counts stretch by stretch what the plain form counts, one dispatch each', async () => {
  const from = random(3)
  const items = Uint32Array.from({ length: 5000 }, () => from.integer(37))
  const countsFor = Uint32Array.from(items, () => from.integer(2))
  const plain = new Uint32Array(37)
  const onGpu = createCountOnGpu(device.gpu, items, countsFor, 37)
  const before = device.gpu.dispatches
  for (const [first, end] of [
    [0, 500],
    [500, 501],
    [501, 5000],
  ]) {
    countPlain(items, countsFor, first, end, plain)
    await onGpu.add(first, end)
    expect(await onGpu.read()).toEqual(plain)
  }
  expect(device.gpu.dispatches - before).toBe(3)
  onGpu.destroy()
})
