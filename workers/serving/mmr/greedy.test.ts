import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { comparable } from '../../lib/ties.ts'
import { random } from '../../lib/random.ts'
import { maximalMarginalRelevance, scaled } from './greedy.ts'
import { cosinesAmong } from './cosines-among.ts'

/** As the paper writes it: for every place, every candidate against everything picked. What rounding sets apart ties. */
function definition(relevance: readonly number[], similarity: number[][], lambda: number, k: number): number[] {
  const left = relevance.map((_, i) => i)
  const list: number[] = []
  while (list.length < k && left.length > 0) {
    const worth = left.map((i) =>
      comparable(
        list.length === 0
          ? relevance[i]!
          : lambda * relevance[i]! - (1 - lambda) * Math.max(...list.map((j) => similarity[i]![j]!)),
      ),
    )
    list.push(...left.splice(worth.indexOf(Math.max(...worth)), 1))
  }
  return list
}

const cosine = (a: readonly number[], b: readonly number[]) => {
  const product = (x: readonly number[], y: readonly number[]) => x.reduce((sum, one, f) => sum + one * y[f]!, 0)
  const lengths = Math.sqrt(product(a, a) * product(b, b))
  return lengths === 0 ? 0 : product(a, b) / lengths
}

/** Whole numbers, so that there are ties. */
const candidates = fc
  .array(fc.tuple(fc.nat(6), fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 3, maxLength: 3 })), {
    maxLength: 14,
  })
  .map((drawn) => ({
    relevance: [...scaled(drawn.map(([score]) => score))],
    similarity: drawn.map(([, a]) => drawn.map(([, b]) => cosine(a, b))),
  }))
const lambdas = fc.integer({ min: 0, max: 20 }).map((n) => n / 20)

describe('maximal marginal relevance', () => {
  test('is its definition, ties and all', () => {
    fc.assert(
      fc.property(candidates, lambdas, fc.nat(16), ({ relevance, similarity }, lambda, k) => {
        const { order } = maximalMarginalRelevance(relevance, (i) => similarity[i]!, lambda, k)
        expect([...order]).toEqual(definition(relevance, similarity, lambda, k))
      }),
    )
  })

  test('with λ = 1 is the order of relevance', () => {
    fc.assert(
      fc.property(candidates, ({ relevance, similarity }) => {
        const { order } = maximalMarginalRelevance(relevance, (i) => similarity[i]!, 1, relevance.length)
        const sorted = relevance.map((_, i) => i).sort((a, b) => relevance[b]! - relevance[a]! || a - b)
        expect([...order]).toEqual(sorted)
      }),
    )
  })

  test('picks everything once, and a shorter list is the beginning of a longer one', () => {
    fc.assert(
      fc.property(candidates, lambdas, fc.nat(14), ({ relevance, similarity }, lambda, k) => {
        const { order } = maximalMarginalRelevance(relevance, (i) => similarity[i]!, lambda, relevance.length)
        expect([...order].sort((a, b) => a - b)).toEqual(relevance.map((_, i) => i))
        const fewer = maximalMarginalRelevance(relevance, (i) => similarity[i]!, lambda, k)
        expect(fewer.order).toEqual(order.slice(0, k))
      }),
    )
  })

  test('says of each pick what it is most like, what that costs, and who came second', () => {
    fc.assert(
      fc.property(candidates, lambdas, ({ relevance, similarity }, lambda) => {
        const picks = maximalMarginalRelevance(relevance, (i) => similarity[i]!, lambda, relevance.length)
        picks.order.forEach((pick, place) => {
          const before = [...picks.order.slice(0, place)]
          const most = Math.max(...before.map((j) => similarity[j]![pick]!))
          expect(picks.similarity[place]).toBe(place === 0 ? 0 : most)
          if (place > 0) expect(similarity[picks.like[place]!]![pick]).toBe(most)
          expect(picks.value[place]).toBe(lambda * relevance[pick]! - (1 - lambda) * picks.similarity[place]!)
          const rest = relevance.map((_, i) => i).filter((i) => i !== pick && !before.includes(i))
          expect(rest.includes(picks.next[place]!)).toBe(rest.length > 0)
          const worth = (i: number) => {
            if (place === 0) return relevance[i]!
            return lambda * relevance[i]! - (1 - lambda) * Math.max(...before.map((j) => similarity[j]![i]!))
          }
          for (const i of rest) expect(comparable(worth(i))).toBeLessThanOrEqual(comparable(worth(picks.next[place]!)))
        })
      }),
    )
  })

  test('takes 50 of 1,000 candidates with 64 features in the order of its definition', () => {
    const [n, size, k, from] = [1000, 64, 50, random(7)]
    const features = Float64Array.from({ length: n * size }, () => from.normal())
    const all = Array.from({ length: n }, (_, i) => i)
    const relevance = scaled(all.map(() => from.uniform()))
    const { order } = maximalMarginalRelevance(relevance, cosinesAmong(features, size, all), 0.6, k)
    const similarityTo = cosinesAmong(features, size, all)
    const similarity = all.map((i) => [...similarityTo(i)])
    expect([...order]).toEqual(definition([...relevance], similarity, 0.6, k))
  })
})

test('relevance is scaled to the candidates: 0 to 1, and 1 where all are the same', () => {
  expect([...scaled([3, 5, 4])]).toEqual([0, 1, 0.5])
  expect([...scaled([2, 2])]).toEqual([1, 1])
  expect([...scaled([])]).toEqual([])
})
