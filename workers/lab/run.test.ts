import { describe, expect, test } from 'vitest'
import { DivergedError, type Algorithm, type CompositeContext } from '../contract/system.ts'
import { fm } from '../algorithms/fm/fm.ts'
import { smallAudience } from '../testing/small-dataset.ts'
import { withSettings, type Settings } from '../contract/spec.ts'
import type { Device } from '../device/device.ts'
import { servedContext } from './train-to-end.ts'
import { Run, type Journey } from './run.ts'

const cpu: Device = { kind: 'cpu', reason: 'a test' }
const data = smallAudience()

const settings = withSettings(fm.spec, 'tuned', { epochs: 4, batchSize: 32, factors: 4 })

/** Learns as it is, and from a step on has no finite number any more. */
const divergingFrom = (first: number): Algorithm => ({
  ...fm,
  async *train(context, settings, start) {
    const gone = () => Promise.reject(new DivergedError('what is learned is not finite any more; try less'))
    for await (const frame of fm.train(context, settings, start)) {
      const good = frame.step < first
      yield good ? frame : { ...frame, loss: () => Promise.resolve(NaN), recommender: gone, state: gone }
    }
  },
})

function runOf(system: Algorithm, changes: Settings = {}) {
  const context: CompositeContext = servedContext({ data, seed: 3, device: cpu }, data.interactions)
  const devices = { current: () => Promise.resolve(cpu), replace: () => Promise.resolve(cpu) }
  return new Run(system, context, { ...settings, ...changes }, devices, async (frame) => {
    await frame.recommender()
    return { people: 0, relevantFrom: 0, metrics: { 'ndcg@10': { value: 0, low: 0, high: 0 } } }
  })
}

const seenAt = (run: Run, step: Journey['step'], measured = false) =>
  run.at({ step, measured, cancellation: { cancelled: false } }, async (frame) => ({
    step: frame.step,
    loss: await frame.loss!(),
    scores: (await frame.recommender()).person(0).scores(),
  }))

describe('a run that diverges', () => {
  const every = Math.ceil(runOf(fm).steps / 10)
  const [first, good] = [7 * every + 3, 7 * every]

  test('between two points of its curve ends at the one before, says so, and proposes a smaller rate', async () => {
    const run = runOf(divergingFrom(first))
    const end = await seenAt(run, 'last')
    expect([end.step, run.steps]).toEqual([good, good])
    expect(end).toEqual(await seenAt(runOf(fm), good))
    expect(run.curve.map(({ step }) => step)).toEqual(Array.from({ length: 8 }, (_, k) => k * every))
    expect(run.notices).toEqual([
      `Factorization machine diverged at batch ${8 * every}: the loss is not finite any more; try a learning rate of 0.0005. The run ends at batch ${good}, where all was well.`,
    ])
    expect(await seenAt(run, 'last')).toEqual(end)
  })

  test('ends there whatever is looked at before: measured along the way, or step by step', async () => {
    const end = await seenAt(runOf(fm), good)
    expect(await seenAt(runOf(divergingFrom(first)), 'last', true)).toEqual(end)
    const walked = runOf(divergingFrom(first))
    for (let step = good; step < first; step++) expect((await seenAt(walked, step)).step).toBe(step)
    for (const step of [first, first + 1, 'last'] as const) expect(await seenAt(walked, step)).toEqual(end)
    expect((await seenAt(walked, first - 1)).step).toBe(first - 1)
    expect(walked.notices).toEqual([expect.stringMatching(`batch ${first}: what is learned is not finite any more`)])
  })

  test('at once, with a rate beyond all bounds, ends where it began', async () => {
    const run = runOf(fm, { learningRate: 1e30 })
    expect((await seenAt(run, 'last')).step).toBe(0)
    expect(run.notices).toEqual([expect.stringMatching(/not finite any more; try a learning rate of 1e\+29/)])
  })
})

test('on its way a run says how far it is of where it goes, also while it measures', async () => {
  const run = runOf(fm)
  const goals = new Set<number>()
  const onStep = (_: number, goal: number) => void goals.add(goal)
  await run.at({ step: 'last', measured: true, cancellation: { cancelled: false }, onStep }, async () => {})
  expect([...goals]).toEqual([run.steps])
})
