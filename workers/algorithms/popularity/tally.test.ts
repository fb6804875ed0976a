import { expect, test } from 'vitest'
import { random } from '../../lib/random.ts'
import { testDevice } from '../../testing/test-device.ts'
import { createTallyOnGpu, tallyPlain } from './tally.ts'

const device = testDevice()

test.each([1, 2])(
  'adds up stretch by stretch what the plain form adds up, one dispatch each, %i numbers an entry',
  async (width) => {
    const from = random(3)
    const items = Uint32Array.from({ length: 5000 }, () => from.integer(37))
    // Large ones too: sums of some hundred of them come near 2^32.
    const adds = Uint32Array.from({ length: 5000 * width }, (_, i) => from.integer(i % width === 0 ? 2 : 1 << 24))
    const entries = { items, adds, width }
    const plain = new Uint32Array(37 * width)
    const onGpu = createTallyOnGpu(device.gpu, entries, 37)
    const before = device.gpu.dispatches
    for (const [first, end] of [
      [0, 500],
      [500, 501],
      [501, 5000],
    ]) {
      tallyPlain(entries, first, end, plain)
      await onGpu.add(first, end)
      expect(await onGpu.read()).toEqual(plain)
    }
    expect(device.gpu.dispatches - before).toBe(3)
    onGpu.destroy()
  },
)
