import { expect, test } from 'vitest'
import { testDevice } from '../../testing/test-device.ts'
import { cpu, lossesOf, upTo, workOf, worstLossGap, type GradientRun } from '../../testing/gradient-run.ts'
import { audienceInContext, smallAudience } from '../../testing/small-dataset.ts'
import { withSettings, type Settings } from '../../contract/spec.ts'
import { wideDeep } from './wide-deep.ts'

const held = testDevice()
const changes = { epochs: 2, batchSize: 256, embedding: 8, learningRate: 0.01, layers: '64-32' }
const small = withSettings(wideDeep.spec, 'tuned', changes)
const course = withSettings(wideDeep.spec, 'course', { batchSize: 64, embedding: 8 })

const runOf = (settings: Settings): GradientRun => ({ algorithm: wideDeep, data: audienceInContext(), settings })

test('the loss falls', async () => {
  const losses = await lossesOf(runOf({ ...small, epochs: 5 }), 10, cpu)
  expect(losses.at(-1)).toBeLessThan(losses[1]! - 0.1)
})

test('a step takes at most 90 dispatches, and nothing is read back that nobody asked for', async () => {
  const { dispatches, readBacks } = await workOf(runOf(course), 2, held.gpu)
  expect(readBacks).toBe(0)
  expect(dispatches).toBeLessThanOrEqual(90)
})

test('the loss of 15 steps on WebGPU is that on the CPU, to a thousandth', async () => {
  expect(await worstLossGap(runOf({ ...small, batchSize: 64, learningRate: 0.001 }), held.gpu)).toBeLessThan(1e-3)
})

test('a score is that of the average film and what crosses and network add to it, as the snapshot draws them', async () => {
  await upTo(runOf(small), 4, cpu, async (frame) => {
    if (frame.step < 4) return
    const person = (await frame.recommender()).person(4, [1, 0])
    const scores = person.scores()
    const { films, wide, deep, mean, bias } = await frame.snapshot({ fromRow: 0, person, now: [1, 0] })
    expect(films).toHaveLength(10)
    ;(films as Uint32Array).forEach((film, place) => {
      const says = [(wide as Float32Array)[place]!, (deep as Float32Array)[place]!]
      expect(says[0]! + says[1]! + Number(bias)).toBeCloseTo(scores[film]!, 4)
      const { contributions } = person.explain(film)
      const [network, ...none] = contributions.filter(({ label }) => label === 'the deep network')
      expect(none).toEqual([])
      const crosses = contributions.filter((part) => !part.always && part !== network)
      // one genre each: with the person, with the evening, and with being alone; and the two others, which it has not
      expect(crosses).toHaveLength(4)
      const [wideMean, deepMean] = mean as Float32Array
      expect(crosses.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(says[0]! - wideMean!, 4)
      expect(network!.amount).toBeCloseTo(says[1]! - deepMean!, 4)
      expect(contributions.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(scores[film]!, 6)
    })
  })
})

test('the wide half remembers which genres a person watches', async () => {
  // people of an even number watch items of an even number: the genre says nothing of that, but chance does
  await upTo(runOf({ ...small, epochs: 20 }), 20, cpu, async (frame) => {
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
