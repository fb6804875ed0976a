import { beforeAll, expect, test } from 'vitest'
import { systemOf } from '../catalog.ts'
import { atLastStep, servedContext } from '../lab/train-to-end.ts'
import { withSettings, type PresetName } from '../contract/spec.ts'
import type { Recommender } from '../contract/system.ts'
import { evaluateRanking, type RankingReport } from '../evaluation/protocol.ts'
import { log } from '../lib/portable-math.ts'
import { random, shuffle } from '../lib/random.ts'
import { filmsDataset } from './audience.ts'
import { audienceModel } from './audience-model.ts'
import type { Interactions } from './dataset.ts'
import { splitPerPerson, withValidation } from './splits.ts'

/**
 * What the audience must teach, held against the engine itself: what people choose can be learned, popularity looks
 * fine and is not liked, stars hold more than biases, and the occasion says something.
 */
const data = filmsDataset()
const split = splitPerPerson(data.interactions, { seed: 42 })
const train = withValidation(split)
const { test: heldOut } = split
const items = data.items.length

async function trained(id: string, preset: PresetName): Promise<Recommender> {
  const system = systemOf(id)
  const algorithm = await system.load()
  const settings = withSettings(system.spec, preset)
  const training = { interactions: train, items: data.items, scale: data.scale }
  const context = { data: training, seed: 42, device: { kind: 'cpu', reason: 'a test' } as const }
  return await atLastStep(algorithm, servedContext(context, heldOut), settings, async ({ recommender }) => recommender)
}

const judge = (recommender: Recommender) => evaluateRanking(recommender, train, heldOut, { k: 10, truth: data.truth! })

/** Someone who recommends what each person truly likes best. */
const oracle: Pick<Recommender, 'person'> = {
  person: (user) => ({
    scores: () => Float64Array.from(data.truth!.liking.subarray(user * items, (user + 1) * items)),
    explain: () => ({ kind: 'factors', score: 0, contributions: [] }),
  }),
}

const reports = new Map<string, RankingReport>()
let alsTuned: Recommender
beforeAll(async () => {
  alsTuned = await trained('als', 'tuned')
  reports.set('popularity', judge(await trained('popularity', 'tuned')))
  reports.set('item-cf', judge(await trained('item-cf', 'tuned')))
  reports.set('als', judge(alsTuned))
  reports.set('als, course', judge(await trained('als', 'course')))
  reports.set('oracle', judge(oracle as Recommender))
  console.table(
    Object.fromEntries(
      [...reports].map(([name, { metrics, coverage }]) => [
        name,
        {
          'NDCG@10': metrics['ndcg@10']!.value.toFixed(3),
          'true liking of the first 10': metrics['true-liking@10']!.value.toFixed(3),
          'coverage@10': coverage.toFixed(2),
        },
      ]),
    ),
  )
})

const ndcg = (name: string) => reports.get(name)!.metrics['ndcg@10']!.value
const liking = (name: string) => reports.get(name)!.metrics['true-liking@10']!.value

test('tuned ALS and item-cf rank better than popularity by at least a third', () => {
  expect(ndcg('als')).toBeGreaterThan((4 / 3) * ndcg('popularity'))
  expect(ndcg('item-cf')).toBeGreaterThan((4 / 3) * ndcg('popularity'))
})

test('popularity looks fine offline and lies far below them in what people truly like', () => {
  expect(ndcg('popularity')).toBeGreaterThan(0.25)
  for (const name of ['als', 'item-cf']) expect(liking('popularity')).toBeLessThan(0.35 * liking(name))
})

test('the oracle is liked far more than anybody and loses to them offline', () => {
  for (const name of ['als', 'item-cf']) {
    expect(liking('oracle')).toBeGreaterThan(1.5 * liking(name))
    expect(ndcg('oracle')).toBeLessThan(ndcg(name))
  }
})

test('the course’s confidence costs ALS most of what it gained over popularity', () => {
  expect(ndcg('als, course') - ndcg('popularity')).toBeLessThan((ndcg('als') - ndcg('popularity')) / 2)
})

test('biases and factors guess stars better than biases, and near the noise', () => {
  const biases = ratingError(0)
  const factors = ratingError(4)
  console.log(`RMSE: biases ${biases.toFixed(3)}, and 4 factors ${factors.toFixed(3)}`)
  expect(factors).toBeLessThan(0.9 * biases)
  expect(factors).toBeLessThan(0.75)
  expect(factors).toBeGreaterThan(audienceModel.rating.noise)
})

test('knowing the occasion finds what was watched then, more often', () => {
  const plain = eventHits(0)
  const aware = eventHits(0.5)
  console.log(`HR@10 of held-out events: ${plain.rate.toFixed(3)}, with their context ${aware.rate.toFixed(3)}`)
  const gained = aware.hits.map((hit, e) => hit - plain.hits[e]!)
  const mean = gained.reduce((a, b) => a + b) / gained.length
  const deviation = Math.sqrt(gained.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / gained.length)
  expect(mean).toBeGreaterThan(3 * (deviation / Math.sqrt(gained.length)))
  expect(aware.rate).toBeGreaterThan(1.08 * plain.rate)
})

/** RMSE on held-out stars of biases and factors, learned by gradient descent on observed stars (Funk 2006). */
function ratingError(factors: number): number {
  const [rate, decay, epochs] = [0.01, 0.08, 70]
  const from = random(5)
  const { ratings } = train
  const person = rowOf(train)
  const mean = ratings.value.reduce((a, b) => a + b) / ratings.value.length
  const width = factors + 1 // the last column is the bias
  const draw = (rows: number) =>
    Float64Array.from({ length: rows * width }, (_, k) => (k % width === factors ? 0 : 0.1 * from.normal()))
  const [people, films] = [draw(ratings.rows), draw(items)]
  const guess = (u: number, i: number) => {
    let sum = mean + people[u * width + factors]! + films[i * width + factors]!
    for (let f = 0; f < factors; f++) sum += people[u * width + f]! * films[i * width + f]!
    return sum
  }
  const order = Uint32Array.from(ratings.value, (_, e) => e)
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const e of shuffle(order, from)) {
      const [u, i] = [person[e]! * width, ratings.column[e]! * width]
      const error = ratings.value[e]! - guess(person[e]!, ratings.column[e]!)
      for (let f = 0; f < factors; f++) {
        const [p, q] = [people[u + f]!, films[i + f]!]
        people[u + f] = p + rate * (error * q - decay * p)
        films[i + f] = q + rate * (error * p - decay * q)
      }
      people[u + factors]! += rate * (error - decay * people[u + factors]!)
      films[i + factors]! += rate * (error - decay * films[i + factors]!)
    }
  }
  const row = rowOf(heldOut)
  const squares = heldOut.ratings.value.reduce((sum, stars, e) => {
    const off = stars - Math.min(5, Math.max(1, guess(row[e]!, heldOut.ratings.column[e]!)))
    return sum + off * off
  }, 0)
  return Math.sqrt(squares / row.length)
}

/** Of the held-out events, which film's score is among the ten best, when the occasion weighs `weight`. */
function eventHits(weight: number): { rate: number; hits: number[] } {
  const lifts = occasionLifts()
  const row = rowOf(heldOut)
  const seen = new Set<number>()
  const known = rowOf(train)
  train.ratings.column.forEach((film, e) => seen.add(known[e]! * items + film))
  const hits: number[] = []
  let whose = -1
  let base = new Float64Array(items)
  row.forEach((person, e) => {
    if (person !== whose) {
      whose = person
      base = alsTuned
        .person(person)
        .scores()
        .map((s, i) => (seen.has(person * items + i) ? -Infinity : log(Math.max(s, 1e-3))))
    }
    const scores = base.slice()
    heldOut.context.forEach(({ code }, field) => {
      const lift = lifts[field]![code[e]!]!
      for (let i = 0; i < items; i++) scores[i]! += weight * lift[i]!
    })
    const own = scores[heldOut.ratings.column[e]!]!
    hits.push(scores.filter((score) => score > own).length < 10 ? 1 : 0)
  })
  return { rate: hits.reduce((a, b) => a + b) / hits.length, hits }
}

/** By field, value and film: how much likelier the film is there than elsewhere, in logs; few ratings say little. */
function occasionLifts(): Float64Array[][] {
  const prior = 20
  const { column } = train.ratings
  const total = new Float64Array(items)
  for (const film of column) total[film]!++
  return train.context.map(({ values, code }) =>
    values.map((_, value) => {
      const count = new Float64Array(items)
      let all = 0
      column.forEach((film, e) => {
        if (code[e] !== value) return
        count[film]!++
        all++
      })
      const share = all / column.length
      return count.map((n, film) => log((n + prior * share) / ((total[film]! + prior) * share)))
    }),
  )
}

function rowOf({ ratings }: Interactions): Uint32Array {
  const row = new Uint32Array(ratings.column.length)
  for (let p = 0; p < ratings.rows; p++) row.fill(p, ratings.start[p], ratings.start[p + 1])
  return row
}
