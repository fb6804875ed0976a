import { expect, test } from 'vitest'
import type { Device } from '../../device/device.ts'
import { tensorCount, tensorsOnCpu } from '../../device/tensors.ts'
import { testDevice } from '../../device/test-device.ts'
import type { Frame } from '../algorithm.ts'
import { smallAudience } from '../small-audience.ts'
import { withSettings } from '../spec.ts'
import { ncf } from './ncf.ts'

const held = testDevice()
const cpu: Device = { kind: 'cpu', reason: 'a test' }
const small = withSettings(ncf.spec, 'tuned', { epochs: 2, batchSize: 256, embedding: 8, learningRate: 0.01 })

async function upTo(step: number, device: Device, look: (frame: Frame) => Promise<void> = async () => {}) {
  for await (const frame of ncf.train({ data: smallAudience(), seed: 3, device }, small)) {
    await look(frame)
    if (frame.step === step) break
  }
}

test('the loss falls', async () => {
  const losses: number[] = []
  await upTo(8, cpu, async (frame) => void losses.push(await frame.loss!()))
  expect(losses[0]).toBeCloseTo(Math.log(2), 2)
  expect(losses.at(-1)).toBeLessThan(losses[0]! - 0.01)
})

test('a step takes at most 64 dispatches, and nothing is read back that nobody asked for', async () => {
  let before = 0
  const counts: number[] = []
  await upTo(4, held.gpu, async ({ step }) => {
    if (step > 0) counts.push(held.gpu.dispatches - before)
    before = held.gpu.dispatches
    await Promise.resolve()
  })
  const readBacks = held.gpu.readBacks
  await upTo(4, held.gpu)
  expect(held.gpu.readBacks).toBe(readBacks)
  expect(Math.max(...counts)).toBeLessThanOrEqual(64)
  await upTo(2, held.gpu, async (frame) => void (await frame.loss!()))
  expect(held.gpu.readBacks).toBe(readBacks + 3)
})

test('the loss of 50 steps on WebGPU is that on the CPU, to a thousandth', async () => {
  const follow = async (device: Device) => {
    const losses: number[] = []
    const settings = { ...small, epochs: 50, dropout: 0 }
    for await (const frame of ncf.train({ data: smallAudience(), seed: 3, device }, settings)) {
      losses.push(await frame.loss!())
      if (frame.step === 50) break
    }
    return losses
  }
  const [onGpu, onCpu] = [await follow(held.gpu), await follow(cpu)]
  onCpu.forEach((loss, step) => expect(Math.abs(onGpu[step]! / loss - 1), `step ${step}`).toBeLessThan(1e-3))
})

test('every tensor is freed after a run, and after one that was left', async () => {
  await tensorsOnCpu()
  for (const device of [cpu, held.gpu]) {
    const before = tensorCount()
    await upTo(100, device)
    await upTo(3, device, async (frame) => {
      const recommender = await frame.recommender()
      recommender.person(1).scores()
      recommender.foldIn([{ item: 1, rating: 5 }])!.explain(3)
    })
    expect(tensorCount(), device.kind).toBe(before)
  }
})
