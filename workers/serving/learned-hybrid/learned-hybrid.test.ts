import { describe, expect, test } from 'vitest'
import type { Frame, CompositeContext } from '../../contract/system.ts'
import { withSettings, type Settings } from '../../contract/spec.ts'
import { filmsDataset } from '../../data/audience.ts'
import { courseDataset } from '../../data/course.ts'
import { splitForValidation, splitPerPerson, withValidation } from '../../data/splits.ts'
import { servedContext } from '../../lab/train-to-end.ts'
import { trainComponents } from '../components.ts'
import { countExamples, gatherExamples } from './examples.ts'
import { learnedHybrid } from './learned-hybrid.ts'
import { learnedHybridSpec } from './spec.ts'

const dataset = filmsDataset()
const split = splitPerPerson(dataset.interactions, { seed: 42 })
const data = { interactions: withValidation(split), items: dataset.items, scale: dataset.scale }
const device = { kind: 'cpu', reason: 'a test' } as const
const fresh = () => servedContext({ data, seed: 42, device }, split.test)
const settings = (changes: Settings = {}) => withSettings(learnedHybridSpec, 'tuned', changes)

async function at<T>(step: number, own: Settings, context: CompositeContext, look: (frame: Frame) => Promise<T>) {
  for await (const frame of learnedHybrid.train(context, own)) if (frame.step === step) return await look(frame)
  throw new Error(`there is no step ${step}`)
}

describe('what is learned from', () => {
  test('is kept from the parts, and what is held out for the test is in neither', async () => {
    const asked: (string | undefined)[] = []
    const context = fresh()
    const watched: CompositeContext = {
      ...context,
      trained: (id, changes, on) => {
        asked.push(on)
        return context.trained(id, changes, on)
      },
      get heldOut(): never {
        throw new Error('the test part was looked at')
      },
    }
    const others = { learningRate: 0.019, negatives: 3, third: 'popularity' }
    await at(1, settings(others), watched, (frame) => frame.recommender())
    expect(asked).toEqual(['without validation', 'without validation', 'without validation'])

    const { train, validation } = splitForValidation(data.interactions, 42)
    expect(train.time.length + validation.time.length).toBe(data.interactions.time.length)
    const part = await context.trained('popularity', { likedFrom: 0 }, 'without validation')
    const { counts } = part.export()
    expect((counts as Uint32Array).reduce((sum, count) => sum + count, 0)).toBe(train.time.length)
  })

  test('is every validation rating, and as many films not rated as wanted', async () => {
    const own = settings({ second: 'popularity', third: 'none', negatives: 3, likedFrom: 4 })
    const context = fresh()
    const parts = await trainComponents(context, own, 'without validation')
    const { targets, predictions, scales } = await gatherExamples(parts, context, own)
    const { validation } = splitForValidation(data.interactions, 42)
    expect(targets).toHaveLength(4 * validation.time.length)
    expect(countExamples(data, own)).toBe(targets.length)
    const liked = validation.ratings.value.filter((rating) => rating >= 4).length
    expect(targets.reduce((sum, target) => sum + target, 0)).toBe(liked)
    for (const m of [0, 1]) {
      const column = predictions.filter((_, place) => place % 2 === m && predictions[place] > scales[m].floor)
      expect(column.length).toBeGreaterThan(100)
      expect(Math.min(...predictions.filter((_, place) => place % 2 === m))).toBeCloseTo(scales[m].floor, 5)
    }
  })

  test('for stars is the stars, without films not rated', () => {
    const own = settings({ loss: 'mse' })
    expect(countExamples(data, own)).toBe(splitForValidation(data.interactions, 42).validation.time.length)
  })
})

describe('learning', () => {
  test('lowers the loss below that of every part alone, and the weights stay positive and together 1', async () => {
    const context = fresh()
    const own = settings()
    const steps = learnedHybrid.steps(data, own)
    const [before, after] = await Promise.all(
      [0, steps].map((step) => at(step, own, context, async (frame) => await frame.snapshot({ fromRow: 0 }))),
    )
    const [first, last] = [before, after].map(({ losses }) => losses as Float64Array)
    expect(last[0]).toBeLessThan(0.7 * first[0])
    for (const alone of last.subarray(1)) expect(last[0]).toBeLessThan(alone)
    const weights = after.weights as Float64Array
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12)
    expect(Math.min(...weights)).toBeGreaterThan(0)
  })

  test('scrubbed back and on again, is the same to the last bit, its curves too', async () => {
    const context = fresh()
    const own = settings({ epochs: 2 })
    const look = async (frame: Frame) => ({
      snapshot: await frame.snapshot({ fromRow: 0 }),
      loss: await frame.loss!(),
      arrays: (await frame.state()).arrays.parameters,
    })
    const straight = await at(60, own, context, look)
    const state = await at(23, own, context, (frame) => frame.state())
    for await (const frame of learnedHybrid.train(context, own, structuredClone(state))) {
      if (frame.step < 60) continue
      expect(await look(frame)).toEqual(straight)
      break
    }
  })

  test('without anybody to keep ratings from has no steps, and says so', async () => {
    const course = courseDataset()
    const few = { interactions: course.interactions, items: course.items, scale: course.scale }
    const none = splitPerPerson(course.interactions, { seed: 1 }).train
    const context = servedContext({ data: { ...few, interactions: none }, seed: 42, device }, none)
    expect(learnedHybrid.steps(context.data, settings())).toBe(0)
    const { note, weights } = await at(0, settings(), context, async (frame) => ({
      note: frame.note,
      weights: [...((await frame.snapshot({ fromRow: 0 })).weights as Float64Array)],
    }))
    expect(note).toContain('the weights stay alike')
    for (const weight of weights) expect(weight).toBeCloseTo(1 / 3, 12)
  })
})

test('predicts stars only where it learned stars, within the scale', async () => {
  const context = fresh()
  const course = withSettings(learnedHybridSpec, 'course', { epochs: 1 })
  await at(learnedHybrid.steps(data, course), course, context, async (frame) => {
    const person = (await frame.recommender()).person(7)
    const predicted = data.items.map((_, item) => person.predict!(item))
    expect(Math.min(...predicted)).toBeGreaterThanOrEqual(data.scale.low)
    expect(Math.max(...predicted)).toBeLessThanOrEqual(data.scale.high)
    expect(new Set(predicted).size).toBeGreaterThan(100)
  })
  await at(0, settings(), context, async (frame) => {
    expect((await frame.recommender()).person(7).predict).toBeUndefined()
  })
})
