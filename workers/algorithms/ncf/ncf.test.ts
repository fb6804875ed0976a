import { expect, test } from 'vitest'
import { testDevice } from '../../device/test-device.ts'
import { cpu, lossesOf, workOf, worstLossGap, type GradientRun } from '../gradient-run.ts'
import { smallAudience } from '../small-audience.ts'
import { withSettings } from '../spec.ts'
import { ncf } from './ncf.ts'

const held = testDevice()
const small = withSettings(ncf.spec, 'tuned', { epochs: 2, batchSize: 256, embedding: 8, learningRate: 0.01 })

const run: GradientRun = { algorithm: ncf, data: smallAudience(), settings: small }
/** A software GPU takes its time over each row. */
const fewRows: GradientRun = { ...run, settings: { ...small, batchSize: 64 } }

test('the loss falls', async () => {
  const losses = await lossesOf(run, 8, cpu)
  expect(losses[0]).toBeCloseTo(Math.log(2), 2)
  expect(losses.at(-1)).toBeLessThan(losses[0]! - 0.01)
})

test('a step takes at most 64 dispatches, and nothing is read back that nobody asked for', async () => {
  const work = await workOf(fewRows, 2, held.gpu)
  expect(work.readBacks).toBe(0)
  expect(work.dispatches).toBeLessThanOrEqual(64)
  const { readBacks } = held.gpu
  await lossesOf(fewRows, 2, held.gpu)
  expect(held.gpu.readBacks).toBe(readBacks + 3)
})

test('the loss of 15 steps on WebGPU is that on the CPU, to a thousandth', async () => {
  expect(await worstLossGap({ ...fewRows, settings: { ...fewRows.settings, dropout: 0 } }, held.gpu)).toBeLessThan(1e-3)
})
