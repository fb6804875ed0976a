import 'fake-indexeddb/auto'
import { describe, expect, test, vi } from 'vitest'
import { recommend, type Frame, type Measuring, type CompositeContext, type Snapshot } from '../../contract/system.ts'
import { ratingsOfRow } from '../../contract/positives.ts'
import { withSettings, type Settings } from '../../contract/spec.ts'
import { filmsDataset } from '../../data/audience.ts'
import { splitPerPerson, withValidation } from '../../data/splits.ts'
import { testDevice } from '../../testing/test-device.ts'
import { servedContext } from '../../lab/train-to-end.ts'
import { createAnn } from '../ann/ann.ts'
import { pipeline } from './pipeline.ts'
import { pipelineSpec, stepsOf } from './spec.ts'

vi.stubGlobal('importScripts', () => undefined) // hnswlib-wasm runs where a worker is

const gpuDevice = testDevice()
const dataset = filmsDataset()
const split = splitPerPerson(dataset.interactions, { seed: 42 })
const train = withValidation(split)
const cpu = { kind: 'cpu', reason: 'a test' } as const
const data = { interactions: train, items: dataset.items, scale: dataset.scale }
const bare = servedContext({ data, seed: 42, device: cpu }, split.test)
const context: CompositeContext = { ...bare, ann: createAnn() }
const own = (changes: Settings = {}) => withSettings(pipelineSpec, 'tuned', changes)
const steps = stepsOf(dataset.items.length, own())

async function at<T>(step: number, changes: Settings, look: (frame: Frame) => Promise<T>, within = context) {
  for await (const frame of pipeline.train(within, own(changes), { step, arrays: {} })) return await look(frame)
  throw new Error('no frame')
}

const pictureOf = (step: number, user: number, changes: Settings = {}, within = context) =>
  at(
    step,
    changes,
    async (frame) => {
      const person = (await frame.recommender()).person(user)
      return await frame.snapshot({ fromRow: 0, person, user })
    },
    within,
  )

const list = (snapshot: Snapshot, name: string) => Array.from(snapshot[name] as Uint32Array)
const shareOf = (found: readonly number[], wanted: readonly number[]) =>
  wanted.filter((item) => found.includes(item)).length / wanted.length

describe('a step', () => {
  test('is one hop: down through the layers, then outwards, and the last shows the whole search', async () => {
    const whole = await pictureOf(steps, 3)
    const layers = list(whole, 'hop layers')
    expect(layers[0]).toBeGreaterThan(0)
    expect(layers.at(-1)).toBe(0)
    for (let hop = 1; hop < layers.length; hop++) expect(layers[hop]).toBeLessThanOrEqual(layers[hop - 1])
    expect(whole.ended).toBe(1)
    const early = await pictureOf(9, 3)
    expect(list(early, 'hop nodes')).toEqual(list(whole, 'hop nodes').slice(0, 9))
    expect(early.ended).toBe(0)
    expect(Number(early.compared)).toBeLessThan(Number(whole.compared))
    const start = await pictureOf(0, 3)
    expect([list(start, 'hop nodes').length, list(start, 'retrieved').length]).toEqual([0, 1])
  })

  test('goes beyond the bound where somebody has seen much: the last step has it all', async () => {
    const { start } = train.ratings
    const seen = Array.from({ length: 600 }, (_, user) => start[user + 1] - start[user])
    const most = seen.indexOf(Math.max(...seen))
    expect(list(await pictureOf(steps, most), 'hop nodes').length).toBeGreaterThan(steps)
    expect(list(await pictureOf(steps - 1, most), 'hop nodes')).toHaveLength(steps - 1)
  })
})

describe('the stages', () => {
  test('hand on what they say: nothing seen, as many candidates as asked for, in the ranker’s order', async () => {
    const ranker = await context.trained('item-cf', { likedFrom: 0 })
    for (const user of [0, 3, 41, 300]) {
      const picture = await pictureOf(steps, user, { lambda: 1 })
      const seen = ratingsOfRow(train.ratings, user).map(({ item }) => item)
      expect(list(picture, 'retrieved')).toHaveLength(50 + seen.length)
      expect(list(picture, 'unseen')).toHaveLength(50)
      expect(list(picture, 'unseen').filter((item) => seen.includes(item))).toEqual([])
      const scores = ranker.person(user).scores()
      const known = list(picture, 'unseen').filter((item) => Number.isFinite(scores[item]))
      const unknown = list(picture, 'unseen').filter((item) => !Number.isFinite(scores[item]))
      const ranked = [...known.sort((a, b) => scores[b] - scores[a] || a - b), ...unknown]
      expect(list(picture, 'ranked')).toEqual(ranked)
      expect(list(picture, 'list')).toEqual(ranked.slice(0, 10))
    }
  })

  test('without a ranker keep the search’s order, and its scores', async () => {
    const als = (await context.trained('als', { likedFrom: 0 })).person(3).scores()
    await at(steps, { ranker: 'none', lambda: 1 }, async (frame) => {
      const person = (await frame.recommender()).person(3)
      const found = recommend(person, 10, [])
      expect(found).toHaveLength(10)
      for (const { item, score } of found) expect(score).toBeCloseTo(als[item], 4)
    })
  })

  test('pick for variety from what was ranked, the best first', async () => {
    const [plain, varied] = [await pictureOf(steps, 3, { lambda: 1 }), await pictureOf(steps, 3, { lambda: 0.3 })]
    const [ranked, picked] = [list(plain, 'ranked'), list(varied, 'list')]
    expect(list(varied, 'ranked')).toEqual(ranked)
    expect(picked[0]).toBe(ranked[0])
    expect(picked).toHaveLength(10)
    expect(shareOf(ranked, picked)).toBe(1)
    expect(picked).not.toEqual(ranked.slice(0, 10))
    await at(steps, { lambda: 0.3 }, async (frame) => {
      const found = recommend((await frame.recommender()).person(3), 10, [])
      expect(found.map(({ item }) => item)).toEqual(picked)
    })
  })

  test('find nearly all that an exact search finds', async () => {
    let sum = 0
    for (let user = 0; user < 30; user++) {
      const picture = await pictureOf(steps, user)
      sum += shareOf(list(picture, 'retrieved'), list(picture, 'exact')) / 30
    }
    expect(sum).toBeGreaterThan(0.98)
  })
})

describe('where there is no index', () => {
  const broken: CompositeContext = {
    ...bare,
    ann: { ...createAnn(), build: () => Promise.reject(new Error('its worker did not start')) },
  }

  test('an exact search takes its place, and says why', async () => {
    for (const [within, why] of [
      [bare, 'no worker for an index here'],
      [broken, 'its worker did not start'],
    ] as const) {
      await at(steps, {}, (frame) => Promise.resolve(expect(frame.note).toContain(why)), within)
      const picture = await pictureOf(steps, 3, {}, within)
      expect(list(picture, 'retrieved')).toEqual(list(picture, 'exact'))
      expect(picture).not.toHaveProperty('places')
    }
    await at(steps, {}, (frame) => Promise.resolve(expect(frame.note).toBeUndefined()))
  })

  test('each step compares its share of the films', async () => {
    const half = await pictureOf(steps / 2, 3, {}, bare)
    expect([half.compared, half.ended]).toEqual([183, 0])
    expect((await pictureOf(0, 3, {}, bare)).compared).toBe(0)
  })
})

test('on a GPU the exact search beside it runs there, in two dispatches, and finds the same', async () => {
  const { gpu } = gpuDevice
  const onCpu = await pictureOf(steps, 3)
  const before = gpu.dispatches
  const onGpu = await pictureOf(steps, 3, { ranker: 'none' }, { ...context, device: gpu })
  expect(gpu.dispatches - before).toBe(2)
  expect(list(onGpu, 'exact').toSorted((a, b) => a - b)).toEqual(list(onCpu, 'exact').toSorted((a, b) => a - b))
})

test('what is measured: each stage for a batch, and a larger catalogue, until it is cancelled', async () => {
  const said: string[] = []
  const measuring = {
    isCancelled: () => false,
    breathe: () => Promise.resolve(),
    onProgress: ({ done, total, what }: Parameters<Measuring['onProgress']>[0]) =>
      said.push(`${what} ${done}/${total}`),
  }
  const stages = await pipeline.measure!(context, own(), undefined, measuring)
  expect(stages.people).toBe(200)
  for (const stage of ['retrieve', 'filter', 'rank', 'diversify', 'all']) {
    const [median, most] = stages[stage] as Float64Array
    expect(median).toBeGreaterThan(0)
    expect(most).toBeGreaterThanOrEqual(median!)
  }
  expect(said.at(-1)).toBe('people served 200/200')

  const larger = await pipeline.measure!(context, own(), 1000, measuring)
  expect([larger.items, larger.kept]).toEqual([1000, 0])
  const recall = Array.from(larger.recall as Float64Array)
  expect(recall.at(-1)).toBeGreaterThan(0.99)
  expect(recall[0]).toBeLessThan(recall.at(-1)!)
  expect(said).toContain('films linked in 1000/1000')
  const again = await pipeline.measure!(context, own(), 1000, measuring)
  expect([again.kept, Array.from(again.recall as Float64Array)]).toEqual([1, recall])

  const stopped = { ...measuring, isCancelled: () => true, breathe: () => Promise.reject(new Error('cancelled')) }
  await expect(pipeline.measure!(context, own(), 3000, stopped)).rejects.toThrow('cancelled')
})

describe('nobody and nothing', () => {
  test('where the ranker can say little, the search fills the list up', async () => {
    await at(steps, {}, async (frame) => {
      const person = (await frame.recommender()).foldIn([{ item: 3, rating: 5 }])!
      expect(recommend(person, 10, [3])).toHaveLength(10)
    })
  })

  test('whoever likes nothing gets no list', async () => {
    await at(steps, { likedFrom: 4 }, async (frame) => {
      const recommender = await frame.recommender()
      expect(recommender.foldIn([])).toBeUndefined()
      expect(recommender.foldIn([{ item: 3, rating: 1 }])).toBeUndefined()
      expect(
        recommender
          .foldIn([{ item: 3, rating: 5 }])!
          .scores()
          .some(Number.isFinite),
      ).toBe(true)
    })
  })
})
