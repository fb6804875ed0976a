import { describe, expect, test } from 'vitest'
import { recommend, type Frame, type Person, type Recommender } from '../../contract/system.ts'
import { algorithms } from '../../algorithms/catalog.ts'
import { ratingsOfRow } from '../../contract/positives.ts'
import { withSettings, type Settings } from '../../contract/spec.ts'
import { filmsDataset } from '../../data/audience.ts'
import { splitPerPerson, withValidation } from '../../data/splits.ts'
import { servedContext } from '../../lab/train-to-end.ts'
import { mmr } from './mmr.ts'
import { placesOnMap } from './item-map.ts'
import { mmrSpec } from './spec.ts'

const dataset = filmsDataset()
const split = splitPerPerson(dataset.interactions, { seed: 42 })
const train = withValidation(split)
const data = { interactions: train, items: dataset.items, scale: dataset.scale }
const context = servedContext({ data, seed: 42, device: { kind: 'cpu', reason: 'a test' } }, split.test)
const seenBy = (user: number) => ratingsOfRow(train.ratings, user).map(({ item }) => item)
const user = 17

async function at<T>(
  step: number,
  changes: Settings,
  look: (recommender: Recommender, frame: Frame) => T | Promise<T>,
): Promise<T> {
  const start = { step, arrays: {} }
  for await (const frame of mmr.train(context, withSettings(mmrSpec, 'tuned', changes), start))
    return await look(await frame.recommender(), frame)
  throw new Error('no frame')
}

const listAt = (step: number, changes: Settings = {}) =>
  at(step, changes, (recommender) => recommend(recommender.person(user), 50, seenBy(user)).map(({ item }) => item))

const snapshotOf = (changes: Settings, whose: (recommender: Recommender) => Person) =>
  at(10, changes, async (recommender, frame) => {
    const picture = await frame.snapshot({ fromRow: 0, person: whose(recommender) })
    return picture as Record<string, Float64Array>
  })

describe('a list', () => {
  test('with λ = 1 is the system’s own', async () => {
    const own = recommend((await context.trained('als', { likedFrom: 0 })).person(user), 10, seenBy(user))
    expect(await listAt(10, { lambda: 1 })).toEqual(own.map(({ item }) => item))
  })

  test('grows by one film a step, each after those before', async () => {
    const whole = await listAt(10)
    expect(whole).toHaveLength(10)
    for (const step of [0, 1, 4]) expect(await listAt(step)).toEqual(whole.slice(0, step))
  })

  test('keeps the order in which it was picked where films are worth the same', async () => {
    const { order, items, lambdas } = await snapshotOf({ lambda: 0 }, (recommender) => recommender.person(user))
    expect(lambdas[0]).toBe(0)
    const picked = Array.from(order.slice(0, 10), (place) => items[place])
    expect(await listAt(10, { lambda: 0 })).toEqual(picked)
  })

  const atOnce = algorithms.flatMap(({ spec }) => (spec.byGradient ? [] : [spec.id]))
  test.each(atOnce)('of %s is made by every similarity, with what it cost', async (of) => {
    for (const similarity of ['features', 'own', 'text'])
      await at(10, { of, similarity, candidates: 30 }, (recommender, { note }) => {
        const person = recommender.person(user)
        const list = recommend(person, 50, seenBy(user))
        expect(list).toHaveLength(10)
        for (const { item, score } of list) expect(person.explain(item).score).toBeCloseTo(score, 6)
        expect(note !== undefined).toBe(similarity === 'own' && ['popularity', 'user-cf'].includes(of))
      })
  })
})

describe('the picture', () => {
  test('has the list of every λ, and trades relevance for variety', async () => {
    const person = (recommender: Recommender) => recommender.person(user)
    const picture = await snapshotOf({ lambda: 0.63 }, person)
    expect(picture.lambdas).toHaveLength(22)
    for (const [row, lambda] of picture.lambdas.entries()) {
      const list = Array.from(picture.order.slice(row * 10, row * 10 + 10), (place) => picture.items[place])
      if (row % 7 === 0) expect(list).toEqual(await listAt(10, { lambda }))
    }
    const [relevance, variety] = [picture['lists relevance'], picture['lists variety']]
    expect(relevance.at(-1)).toBeCloseTo(Math.max(...relevance), 12)
    expect(variety[0]).toBeGreaterThan(variety.at(-1)! + 0.1)
    expect(variety[0]).toBeLessThanOrEqual(1)
  })

  test('can be given away, and is there again', async () => {
    await at(10, {}, async (recommender, frame) => {
      const person = recommender.person(user)
      const first = await frame.snapshot({ fromRow: 0, person })
      const kept = structuredClone(first)
      structuredClone(first, { transfer: Object.values(first).map((array) => (array as Float64Array).buffer) })
      expect(await frame.snapshot({ fromRow: 0, person })).toEqual(kept)
    })
  })

  test('is there for somebody new, and empty without anybody', async () => {
    const picture = await snapshotOf({}, (recommender) => recommender.foldIn([{ item: 3, rating: 5 }])!)
    expect(picture.items).toHaveLength(100)
    expect(await at(10, {}, (_, frame) => frame.snapshot({ fromRow: 0 }))).toEqual({})
  })

  test('puts like films side by side on the map, wherever λ is', async () => {
    const rows = [
      [1, 0.9, 0, 0.1],
      [0.9, 1, 0.1, 0],
      [0, 0.1, 1, 0.9],
      [0.1, 0, 0.9, 1],
    ]
    const places = placesOnMap((place) => rows[place], 4)
    const distance = (a: number, b: number) =>
      Math.hypot(places[2 * a] - places[2 * b], places[2 * a + 1] - places[2 * b + 1])
    expect(distance(0, 1)).toBeLessThan(distance(0, 2) / 2)
    expect(distance(2, 3)).toBeLessThan(distance(1, 3) / 2)
    expect([...placesOnMap(() => new Float64Array(3), 3)]).toEqual([0, 0, 0, 0, 0, 0])
    const person = (recommender: Recommender) => recommender.person(user)
    const { map } = await snapshotOf({ lambda: 0.2 }, person)
    expect((await snapshotOf({ lambda: 0.9 }, person)).map).toEqual(map)
    expect(map.every((x) => Math.abs(x) <= 1)).toBe(true)
  })
})
