import { beforeAll, describe, expect, test } from 'vitest'
import type { Frame, SnapshotRequest } from '../../contract/system.ts'
import { ratingsOfRow } from '../../contract/positives.ts'
import { withSettings, type Settings } from '../../contract/spec.ts'
import { filmsDataset } from '../../data/audience.ts'
import { splitPerPerson, withValidation } from '../../data/splits.ts'
import { atLastStep, servedContext } from '../../lab/train-to-end.ts'
import { evaluateRanking } from '../protocol.ts'
import { metrics } from './metrics.ts'
import { listMetrics, metricsSpec } from './spec.ts'

const { interactions, items, scale } = filmsDataset()
const split = splitPerPerson(interactions, { seed: 42 })
const train = withValidation(split)
const device = { kind: 'cpu', reason: 'a test' } as const
const context = servedContext({ data: { interactions: train, items, scale }, seed: 42, device }, split.test)
const user = 41

/** What is seen of a list after a full run. */
async function seen(changes: Settings, request: Partial<SnapshotRequest> = {}, who: { user?: number } = { user }) {
  const settings = withSettings(metricsSpec, 'tuned', changes)
  return await atLastStep(metrics, context, settings, async ({ frame, recommender }) => {
    const rated = ratingsOfRow(train.ratings, user)
    const whole = { fromRow: 0, person: recommender.person(user), rated, ...who, ...request }
    const snapshot = await frame.snapshot(whole)
    const array = (name: string) => [...(snapshot[name] as Float64Array)]
    return { snapshot, array, value: (id: string) => array(`${id} running`).at(-1)! }
  })
}

describe('the list of a person of the data', () => {
  let list: number[]
  beforeAll(async () => {
    list = (await seen({})).array('items')
  })

  test('is judged as the protocol judges it', async () => {
    const { value, array } = await seen({})
    const report = evaluateRanking(await context.trained('als'), train, split.test, { k: 10 })
    const of = (name: string) => report.values[name][report.people.indexOf(user)]
    expect(value('ndcg')).toBeCloseTo(of('ndcg@10'), 12)
    expect(value('precision')).toBeCloseTo(of('precision@10'), 12)
    expect(value('recall')).toBeCloseTo(of('recall@10'), 12)
    expect(value('map@k')).toBeCloseTo(of('map@10'), 12)
    expect(value('mrr')).toBeCloseTo(of('mrr@10'), 12)
    expect(value('hit-rate')).toBeCloseTo(of('hit-rate@10'), 12)
    for (const { id } of listMetrics) expect(array(`${id} own`)).toEqual(array(`${id} running`))
  })

  test('arranged anew: the same films, their order and their grades judged', async () => {
    const arrangement = list.toReversed().map((item, place) => ({ item, rating: place === 0 ? 5 : 0 }))
    const { array, value } = await seen({}, { arrangement })
    expect(array('items')).toEqual(list.toReversed())
    expect(array('own')).toEqual(list)
    expect(array('gains')).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    expect(value('mrr')).toBe(1)
    expect(value('precision')).toBe(0.1)
  })

  test('what an arrangement leaves out follows; what is no film or stands twice is passed over', async () => {
    const last = list.at(-1)!
    const arrangement = [last, last, 1e6].map((item) => ({ item, rating: 0 }))
    expect((await seen({}, { arrangement })).array('items')).toEqual([last, ...list.slice(0, -1)])
  })

  test('good can mean four stars, and gains can be stars', async () => {
    const any = await seen({})
    const liked = await seen({ relevantFrom: 4, gains: 'linear' })
    expect(liked.snapshot.relevant).toBeLessThan(Number(any.snapshot.relevant))
    liked.array('heldOut').forEach((stars, rank) => expect(liked.array('gains')[rank]).toBe(stars >= 4 ? stars : 0))
  })

  test('for somebody who is not in the data nothing is good until they say so', async () => {
    const none = await seen({}, {}, {})
    expect(none.snapshot.relevant).toBe(0)
    for (const { id } of listMetrics) expect(none.value(id)).toBe(0)
  })
})

test('a step a rank, and nothing to see for nobody', async () => {
  const settings = withSettings(metricsSpec, 'tuned', { length: 7 })
  const frames: Frame[] = []
  for await (const frame of metrics.train(context, settings)) frames.push(frame)
  expect(frames.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  expect(await frames[3].snapshot({ fromRow: 0 })).toEqual({})
})
