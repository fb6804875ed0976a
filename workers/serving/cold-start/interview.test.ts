import fc from 'fast-check'
import { expect, test } from 'vitest'
import { oldestFirst } from '../../contract/history.ts'
import { withSettings } from '../../contract/spec.ts'
import { filmsDataset } from '../../data/audience.ts'
import { newItemsOf, withoutRatingsOf } from '../../data/new-items.ts'
import { splitPerPerson, withValidation } from '../../data/splits.ts'
import { estimateShare } from '../../evaluation/estimate.ts'
import { servedContext } from '../../lab/train-to-end.ts'
import { answer } from './hand-over.ts'
import { qualityByHistory, sampleOf } from './history-quality.ts'
import { informationGain, Interview, ratingsIn, told, type Strategy } from './interview.ts'
import { answers, latentClasses } from './latent-classes.ts'
import { tellNewItems } from './new-items.ts'
import { Newcomers } from './newcomer.ts'
import { coldStartSpec } from './spec.ts'

const dataset = filmsDataset()
const split = splitPerPerson(dataset.interactions, { seed: 42 })
const train = withValidation(split)
const data = { interactions: train, items: dataset.items, scale: dataset.scale }
const context = servedContext({ data, seed: 42, device: { kind: 'cpu', reason: 'a test' } }, split.test)
const classes = latentClasses(train, 4, 42)
const count = classes.prior.length
const viewers = new Uint32Array(classes.items)
for (const item of train.ratings.column) viewers[item]++

const sumOf = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0)
const belief = (weights: readonly number[]) => Float64Array.from(weights, (weight) => weight / sumOf(weights))
const beliefs = fc
  .array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: count, maxLength: count })
  .map(belief)

test('classes and answers are shares that add up to one, the same for the same seed', () => {
  expect(sumOf(classes.prior)).toBeCloseTo(1, 12)
  for (let item = 0; item < classes.items; item += 7) {
    for (let c = 0; c < count; c++) {
      const chances = answers.map((_, answer) => classes.chances[(item * answers.length + answer) * count + c])
      expect(Math.min(...chances)).toBeGreaterThan(0)
      expect(sumOf(chances)).toBeCloseTo(1, 12)
    }
  }
  expect(latentClasses(train, 4, 42).chances).toEqual(classes.chances)
})

test('the gain is the entropy that an answer takes away on average, by its definition', () => {
  const entropy = (shares: Float64Array) => -sumOf(shares.map((share) => (share > 0 ? share * Math.log2(share) : 0)))
  fc.assert(
    fc.property(beliefs, fc.nat(classes.items - 1), (before, item) => {
      const gain = informationGain(classes, before)[item]
      let left = 0
      for (let a = 0; a < answers.length; a++) {
        const chance = sumOf(before.map((share, c) => share * classes.chances[(item * answers.length + a) * count + c]))
        left += chance * entropy(told(classes, before, item, a))
      }
      expect(gain).toBeCloseTo(entropy(before) - left, 9)
      expect(gain).toBeGreaterThanOrEqual(0)
    }),
    { numRuns: 40 },
  )
})

test('where all is known of somebody there is nothing more to tell', () => {
  const certain = new Float64Array(count)
  certain[3] = 1
  for (const gain of informationGain(classes, certain)) expect(gain).toBeCloseTo(0, 9)
})

test.each<Strategy>(['gain', 'popular'])('%s: asks about each film once, and goes on as it would have', (strategy) => {
  const ratings = oldestFirst(train, 5)
  const questioner = { classes, viewers, likedFrom: 4 }
  const whole = new Interview(questioner, strategy, ratings).first(30)
  expect(new Set(whole.map(({ item }) => item)).size).toBe(30)
  const bit = new Interview(questioner, strategy, ratings)
  bit.first(7)
  expect(bit.first(30)).toEqual(whole)
  for (const { item, rating } of whole) expect(rating).toBe(ratings.find((own) => own.item === item)?.rating)
  if (strategy === 'popular') expect(viewers[whole[0].item]).toBe(Math.max(...viewers))
  expect(new Interview(questioner, strategy, ratings).first(9999)).toHaveLength(classes.items)
})

test('after eight questions the most telling films say more than the most watched, from fewer ratings', async () => {
  const parts = { main: await context.trained('als', { likedFrom: 0 }), fallback: await context.trained('popularity') }
  const { people } = sampleOf(train, split.test)
  const measured = async (asked: Strategy) => {
    const newcomers = new Newcomers(context, withSettings(coldStartSpec, 'tuned', { asked }))
    const [quality] = await qualityByHistory(
      (known) => answer(known, 3, parts)?.person,
      (person) => (length) => newcomers.known(person, length),
      { lengths: [8], people },
      train,
      split.test,
    )
    const known = sumOf(Array.from(people, (person) => ratingsIn(newcomers.askedOf(person, 8)!).length))
    return { quality: estimateShare(quality).value, known: known / people.length }
  }
  const [gain, popular] = [await measured('gain'), await measured('popular')]
  expect(gain.known).toBeLessThan(popular.known)
  expect(gain.quality).toBeGreaterThan(popular.quality)
})

test('of new films those who go by ratings know nothing, and those who know features do', async () => {
  const fresh = newItemsOf(train, 42)
  expect(fresh.length).toBe(Math.round(0.1 * new Set(train.ratings.column).size))
  expect([...withoutRatingsOf(train, fresh).ratings.column].filter((item) => fresh.includes(item))).toEqual([])
  const recommenders = []
  for (const id of ['item-cf', 'als', 'content']) recommenders.push(await context.trained(id, {}, 'without new items'))
  const [items, factors, features] = (await tellNewItems(recommenders, context)).map(estimateShare)
  expect(items.value).toBe(0.5)
  expect(factors.value).toBe(0.5)
  expect(features.low).toBeGreaterThan(0.7)
})
