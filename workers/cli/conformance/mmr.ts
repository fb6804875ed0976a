import { maximalMarginalRelevance, scaled } from '../../serving/mmr/greedy.ts'
import { cosinesAmong } from '../../serving/mmr/cosines-among.ts'
import type { Adapter } from './adapter.ts'
import { checkKeys, expectClose, Mismatch } from './compare.ts'
import type { Tolerance } from './fixture.ts'

type List = readonly (readonly [number, number])[]

interface Inputs {
  readonly recommendations: List
  readonly item_features: readonly (readonly number[])[]
  readonly lambdas?: readonly number[]
}

interface Expected {
  readonly order: Readonly<Record<string, readonly number[]>>
  readonly top_5: Readonly<Record<string, readonly number[]>>
  readonly smallest_margin: Readonly<Record<string, number>>
}

/** Candidates and features are given, so nothing is trained and nothing runs on a device. */
export const mmr: Adapter = ({ inputs, expected, expected_correct }, tolerance) => {
  const { recommendations, item_features, lambdas } = inputs as Inputs
  const picksOf = (lambda: number, k = recommendations.length) => picked(recommendations, item_features, lambda, k)
  const want = expected_correct ?? expected
  if (Array.isArray(want)) {
    const list = [...picksOf(0.5).order].map((place) => recommendations[place])
    return expectClose('list', list, want, tolerance)
  }
  if (!lambdas) throw new Mismatch('inputs.lambdas is missing')
  const { order, top_5, smallest_margin } = want as Expected
  checkKeys('expected_correct', want, ['order', 'top_5', 'smallest_margin'])
  for (const lambda of lambdas) {
    const { order: places, ...picks } = picksOf(lambda)
    const ids = (chosen: Uint32Array) => Array.from(chosen, (place) => recommendations[place][0])
    expectSame(`order at ${lambda}`, ids(places), order[lambda])
    expectSame(`first 5 at ${lambda}`, ids(picksOf(lambda, 5).order), top_5[lambda])
    const relevance = scaled(recommendations.map(([, score]) => score))
    const margins = Array.from(picks.next, (next, place) => {
      const runnerUp = lambda * relevance[next] - (1 - lambda) * picks.nextSimilarity[place]
      return next === -1 || place === 0 ? Infinity : picks.value[place] - runnerUp
    })
    expectMargin(`smallest margin at ${lambda}`, Math.min(...margins), smallest_margin[lambda], tolerance)
  }
}

function picked(list: List, features: Inputs['item_features'], lambda: number, k: number) {
  const items = list.map(([item]) => item)
  const similarityTo = cosinesAmong(Float64Array.from(features.flat()), features[0].length, items)
  const relevance = scaled(list.map(([, score]) => score))
  return maximalMarginalRelevance(relevance, similarityTo, lambda, k)
}

function expectSame(where: string, got: readonly number[], want: readonly number[]) {
  expectClose(where, got, want, { abs: 0, rel: 0 })
}

function expectMargin(where: string, got: number, want: number, tolerance: Tolerance) {
  expectClose(where, got, want, tolerance)
}
