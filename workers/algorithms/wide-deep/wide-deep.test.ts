import { expect, test } from 'vitest'
import type { Device } from '../../device/device.ts'
import { tensorCount, tensorsOnCpu } from '../../device/tensors.ts'
import { testDevice } from '../../device/test-device.ts'
import type { Frame } from '../algorithm.ts'
import { audienceInContext, smallAudience } from '../small-audience.ts'
import { withSettings, type Settings } from '../spec.ts'
import { wideDeep } from './wide-deep.ts'

const held = testDevice()
const cpu: Device = { kind: 'cpu', reason: 'a test' }
const changes = { epochs: 2, batchSize: 256, embedding: 8, learningRate: 0.01, layers: '64-32' }
const small = withSettings(wideDeep.spec, 'tuned', changes)
const course = withSettings(wideDeep.spec, 'course', { batchSize: 64, embedding: 8 })

async function upTo(
  step: number,
  device: Device,
  settings: Settings,
  look: (frame: Frame) => Promise<void>,
  data = audienceInContext(),
) {
  for await (const frame of wideDeep.train({ data, seed: 3, device }, settings)) {
    await look(frame)
    if (frame.step === step) break
  }
}

test('the loss falls', async () => {
  const losses: number[] = []
  await upTo(10, cpu, { ...small, epochs: 5 }, async (frame) => void losses.push(await frame.loss!()))
  expect(losses.at(-1)).toBeLessThan(losses[1]! - 0.1)
})

test('a step takes at most 90 dispatches, and nothing is read back that nobody asked for', async () => {
  let before = 0
  const counts: number[] = []
  const readBacks = held.gpu.readBacks
  await upTo(3, held.gpu, course, async ({ step }) => {
    if (step > 0) counts.push(held.gpu.dispatches - before)
    before = held.gpu.dispatches
    await Promise.resolve()
  })
  expect(held.gpu.readBacks).toBe(readBacks)
  expect(Math.max(...counts)).toBeLessThanOrEqual(90)
})

test('the loss of 50 steps on WebGPU is that on the CPU, to a thousandth', async () => {
  const follow = async (device: Device) => {
    const losses: number[] = []
    const settings = { ...small, epochs: 50, learningRate: 0.001 }
    await upTo(50, device, settings, async (frame) => void losses.push(await frame.loss!()))
    return losses
  }
  const [onGpu, onCpu] = [await follow(held.gpu), await follow(cpu)]
  onCpu.forEach((loss, step) => expect(Math.abs(onGpu[step]! / loss - 1), `step ${step}`).toBeLessThan(1e-3))
})

test('every tensor is freed after a run, and after one that was left', async () => {
  await tensorsOnCpu()
  for (const device of [cpu, held.gpu]) {
    const before = tensorCount()
    await upTo(3, device, small, async (frame) => {
      const person = (await frame.recommender()).foldIn([{ item: 1, rating: 5 }], [1, 0])!
      person.explain(3)
      await frame.snapshot({ fromRow: 0, person })
    })
    expect(tensorCount(), device.kind).toBe(before)
  }
})

test('a score is its crosses, the network and the biases, as the snapshot draws them', async () => {
  await upTo(4, cpu, small, async (frame) => {
    if (frame.step < 4) return
    const person = (await frame.recommender()).person(4, [1, 0])
    const scores = person.scores()
    const { films, wide, deep, bias } = await frame.snapshot({ fromRow: 0, person, now: [1, 0] })
    expect(films).toHaveLength(10)
    ;(films as Uint32Array).forEach((film, place) => {
      const says = [(wide as Float32Array)[place]!, (deep as Float32Array)[place]!]
      expect(says[0]! + says[1]! + Number(bias)).toBeCloseTo(scores[film]!, 4)
      const { contributions } = person.explain(film)
      const crosses = contributions.filter(({ label }) => label!.includes(' × '))
      // one genre each: with the person, with the evening, and with being alone
      expect(crosses.map(({ label }) => label!.split(' × ')[1] ?? '').filter((name) => name !== '')).toHaveLength(3)
      expect(crosses.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(says[0]!, 4)
      expect(contributions.find(({ label }) => label === 'the deep network')!.amount).toBeCloseTo(says[1]!, 4)
      expect(contributions.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(scores[film]!, 6)
    })
  })
})

test('the wide half remembers which genres a person watches', async () => {
  // people of an even number watch items of an even number: the genre says nothing of that, but chance does
  await upTo(20, cpu, { ...small, epochs: 20 }, async (frame) => {
    if (frame.step < 20) return
    const { interactions, items } = smallAudience()
    const { personGenre } = (await frame.recommender()).export() as Record<string, Float32Array>
    const genres = [...new Set(items.flatMap(({ genres }) => genres))].sort()
    let agree = 0
    for (let person = 0; person < 40; person++) {
      const { start, column } = interactions.ratings
      const watched = new Float64Array(genres.length)
      for (let e = start[person]!; e < start[person + 1]!; e++)
        watched[genres.indexOf(items[column[e]!]!.genres[0]!)]!++
      const weights = personGenre!.subarray(person * genres.length, (person + 1) * genres.length)
      const most = watched.indexOf(Math.max(...watched))
      const least = watched.indexOf(Math.min(...watched))
      if (weights[most]! > weights[least]!) agree++
    }
    expect(agree).toBeGreaterThan(30)
  })
})
