import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Person } from '../contract/system.ts'
import type { Interactions } from '../data/dataset.ts'
import { sparseFromDense } from '../lib/sparse.ts'
import { comparable } from '../lib/ties.ts'
import { evaluateEvents } from './events.ts'
import {
  averagePrecision,
  averagePrecisionAt,
  hitRateAt,
  ndcgAt,
  precisionAt,
  recallAt,
  reciprocalRankAt,
} from './metrics.ts'
import { evaluateRanking } from './protocol.ts'

type Role = 'train' | 'test' | 'none'
type Candidate = readonly [Role, number]

const score = fc.constantFrom(0, 1, 1, 2, 0.1 + 0.2, 0.3, -Infinity, NaN)
const candidate = fc.tuple(fc.constantFrom<Role>('train', 'test', 'none'), score)
const cutOff = fc.integer({ min: 1, max: 7 })

const interactionsOf = (items: readonly Candidate[], role: Role): Interactions => {
  const ratings = { ...sparseFromDense([items.map(([own]) => Number(own === role))]), columns: items.length }
  return { ratings, time: new Float64Array(ratings.column.length), context: [] }
}

const recommenderOf = (items: readonly Candidate[]) => ({
  person: (): Person => ({
    scores: () => Float64Array.from(items, ([, own]) => own),
    explain: () => ({ kind: 'factors', score: 0, contributions: [] }),
  }),
})

function metricsOf(items: readonly Candidate[], k: number): Record<string, number> {
  const asked = [recommenderOf(items), interactionsOf(items, 'train'), interactionsOf(items, 'test')] as const
  const { values } = evaluateRanking(...asked, { k })
  const events = evaluateEvents(...asked, { k })
  return Object.fromEntries(
    Object.entries({ ...values, ...events.values }).map(([name, [only]]) => [name, only]),
  ) as Record<string, number>
}

function* ordersOf<T>(items: readonly T[]): Generator<readonly T[]> {
  if (items.length === 0) yield []
  for (const [place, first] of items.entries()) {
    for (const rest of ordersOf(items.filter((_, other) => other !== place))) yield [first, ...rest]
  }
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** Every metric by its definition for one list, meaned over all orders in which no worse score stands above a better. */
function byBruteForce(items: readonly Candidate[], k: number): Record<string, number> {
  const own = (item: number) => comparable(items[item][1])
  const listed = items.flatMap(([role], item) => (role !== 'train' && own(item) > -Infinity ? [item] : []))
  const relevant = items.flatMap(([role], item) => (role === 'test' ? [item] : []))
  const orders = [...ordersOf(listed)].filter((order) =>
    order.every((item, place) => place === 0 || own(order[place - 1]) >= own(item)),
  )
  const mean = (of: (order: readonly number[]) => number) => meanOf(orders.map(of))
  const ofEvents = (of: (order: readonly number[], item: number) => number) =>
    mean((order) => meanOf(relevant.map((item) => of(order, item))))
  return {
    [`ndcg@${k}`]: mean((order) => ndcgAt(order, relevant, k)),
    [`recall@${k}`]: mean((order) => recallAt(order, relevant, k)),
    [`precision@${k}`]: mean((order) => precisionAt(order, relevant, k)),
    [`hit-rate@${k}`]: mean((order) => hitRateAt(order, relevant, k)),
    [`map@${k}`]: mean((order) => averagePrecisionAt(order, relevant, k)),
    [`mrr@${k}`]: mean((order) => reciprocalRankAt(order, relevant, k)),
    map: mean((order) => averagePrecision(order, relevant)),
    [`event-hr@${k}`]: ofEvents((order, item) => hitRateAt(order, [item], k)),
    [`event-ndcg@${k}`]: ofEvents((order, item) => ndcgAt(order, [item], k)),
  }
}

describe('equal scores', () => {
  const six = fc.array(candidate, { minLength: 6, maxLength: 6 }).filter((all) => all.some(([role]) => role === 'test'))

  test('every metric is its mean over all orders of those that tie', () => {
    fc.assert(
      fc.property(six, cutOff, (items, k) => {
        const { auc: _, ...got } = metricsOf(items, k)
        const wanted = byBruteForce(items, k)
        expect(Object.keys(got).sort()).toEqual(Object.keys(wanted).sort())
        for (const [name, value] of Object.entries(wanted)) expect(got[name], name).toBeCloseTo(value, 12)
      }),
      { numRuns: 150 },
    )
  })

  test('items may have other ids: no metric changes', () => {
    const many = fc
      .array(candidate, { minLength: 2, maxLength: 60 })
      .filter((all) => all.some(([role]) => role === 'test'))
      .chain((items) =>
        fc.tuple(fc.constant(items), fc.shuffledSubarray([...items.keys()], { minLength: items.length })),
      )
    fc.assert(
      fc.property(many, cutOff, ([items, order], k) => {
        const permuted = metricsOf(
          order.map((item) => items[item]),
          k,
        )
        for (const [name, value] of Object.entries(metricsOf(items, k))) {
          expect(permuted[name], name).toBeCloseTo(value, 12)
        }
      }),
    )
  })
})
