import { expect, test } from 'vitest'
import type { Device } from '../device/device.ts'
import { testDevice } from '../device/test-device.ts'
import type { Algorithm, Frame } from './algorithm.ts'
import { algorithms } from './catalog.ts'
import { buffersLeftBy, cpu, tensorsLeftBy, upTo } from './gradient-run.ts'
import { quickly } from './quickly.ts'
import { audienceInContext } from './small-audience.ts'
import { withSettings } from './spec.ts'

const held = testDevice()
const data = audienceInContext()

/** Asks a frame for all that a page asks for. */
async function lookAt(frame: Frame) {
  const recommender = await frame.recommender()
  recommender.person(1, [0, 1]).scores()
  recommender.similarItems(2, 3)
  const person = recommender.foldIn([{ item: 1, rating: 5 }], [1, 0])!
  person.explain(3)
  await frame.snapshot({ fromRow: 0, person, item: 3 })
  await frame.state()
  await frame.loss?.()
}

/** A run to its end, and one that is left in mid-training. */
function runsOf(algorithm: Algorithm, device: Device) {
  const settings = withSettings(algorithm.spec, 'tuned', quickly(algorithm.spec))
  const run = { algorithm, data, settings }
  return async () => {
    await upTo(run, algorithm.steps(data, settings), device)
    await upTo(run, 1, device, lookAt)
  }
}

test.each(algorithms.filter(({ spec }) => spec.byGradient).map((entry) => ({ id: entry.spec.id, ...entry })))(
  '$id: a run, and one that was left, leave no tensor behind, and no buffer on a GPU but those to be used again',
  async ({ load }) => {
    const algorithm = await load()
    expect(await tensorsLeftBy(runsOf(algorithm, cpu))).toBe(0)
    let buffers: number | undefined
    const onGpu = runsOf(algorithm, held.gpu)
    expect(await tensorsLeftBy(async () => void (buffers = await buffersLeftBy(onGpu, held.gpu)))).toBe(0)
    expect(buffers).toBe(0)
  },
  180_000,
)
