import { expect, test } from 'vitest'
import { testDevice } from '../../testing/test-device.ts'
import { cpu, lossesOf, upTo, workOf, worstLossGap, type GradientRun } from '../../testing/gradient-run.ts'
import { smallAudience } from '../../testing/small-dataset.ts'
import { withSettings } from '../../contract/spec.ts'
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

test.each(['both', 'gmf', 'mlp'])('the sums under the picture are the parts of the score (%s)', async (parts) => {
  await upTo({ ...run, settings: { ...small, parts } }, 4, cpu, async (frame) => {
    if (frame.step < 4) return
    const person = (await frame.recommender()).person(4)
    for (const item of [0, 7, 20]) {
      const { gmf, mlp, bias } = await frame.snapshot({ fromRow: 0, person, item })
      const sum = (values: unknown) => (values as Float32Array).reduce((total, value) => total + value, 0)
      const amounts = new Map(person.explain(item).contributions.map(({ label, amount }) => [label, amount]))
      if (gmf) expect(amounts.get('GMF')).toBeCloseTo(sum(gmf), 5)
      if (mlp) expect(amounts.get('MLP')).toBeCloseTo(sum(mlp), 5)
      expect(amounts.get('in every score')).toBeCloseTo(Number(bias), 5)
      expect(amounts.size).toBe(parts === 'both' ? 3 : 2)
    }
  })
})
