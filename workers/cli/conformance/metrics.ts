import { meanOverPeople } from '../../evaluation/estimate.ts'
import {
  averagePrecision,
  gradedNdcgAt,
  hitRateAt,
  ndcgAt,
  precisionAt,
  recallAt,
  reciprocalRankAt,
} from '../../evaluation/metrics.ts'
import type { Adapter } from './adapter.ts'
import { checkKeys, expectClose, expectResult, Mismatch } from './compare.ts'
import type { Tolerance } from './fixture.ts'

interface ListInputs {
  readonly recommended: readonly number[]
  readonly relevant: readonly number[]
  readonly k: number
}

interface GradedInputs {
  readonly recommended: readonly number[]
  readonly relevant_scores: readonly (readonly [number, number])[]
  readonly k: number
}

interface AggregateInputs {
  readonly recommended_list: readonly (readonly number[])[]
  readonly relevant_list: readonly (readonly number[])[]
}

type ListMetric = (recommended: readonly number[], relevant: readonly number[], k: number) => number

const ofList: Readonly<Record<string, ListMetric>> = {
  precision: precisionAt,
  recall: recallAt,
  hit_rate: hitRateAt,
  average_precision: (recommended, relevant) => averagePrecision(recommended, relevant),
  mrr: reciprocalRankAt,
  ndcg: ndcgAt,
}

/** Metrics of a list, of a graded list, or averaged over people. They are computed in float64 on every device. */
export const metrics: Adapter = ({ inputs, expected, expected_correct }, tolerance) => {
  const want = (expected_correct ?? expected) as Record<string, unknown>
  if ('recommended_list' in (inputs as object)) return checkAggregate(inputs as AggregateInputs, want, tolerance)
  if ('relevant_scores' in (inputs as object)) {
    const { recommended, relevant_scores, k } = inputs as GradedInputs
    checkKeys('expected', want, ['ndcg'])
    return expectResult('ndcg', () => gradedNdcgAt(recommended, new Map(relevant_scores), k), want.ndcg, tolerance)
  }
  const { recommended, relevant, k } = inputs as ListInputs
  checkKeys('expected', want, Object.keys(ofList))
  for (const [name, value] of Object.entries(want)) {
    expectResult(name, () => ofList[name](recommended, relevant, k), value, tolerance)
  }
}

function checkAggregate(inputs: AggregateInputs, want: Record<string, unknown>, tolerance: Tolerance) {
  const { recommended_list: lists, relevant_list: relevant } = inputs
  const mean = (metric: ListMetric, k: number) => {
    const found = meanOverPeople(lists, relevant, (list, own) => metric(list, own, k))
    // The fixtures have 0 for nobody's mean, where the product has none.
    return found.counted === 0 ? { ...found, value: 0 } : found
  }
  for (const [name, value] of Object.entries(want)) {
    if (name === 'map') expectClose('map', mean(ofList.average_precision, 1).value, value, tolerance)
    else if (name === 'users_counted') expectClose(name, mean(ofList.average_precision, 1).counted, value, tolerance)
    else if (name === 'users_skipped') expectClose(name, mean(ofList.average_precision, 1).skipped, value, tolerance)
    else if (name in ofList) {
      for (const [k, atK] of Object.entries(value as Record<string, unknown>)) {
        expectResult(`${name}@${k}`, () => mean(ofList[name], Number(k)).value, atK, tolerance)
      }
    } else throw new Mismatch(`expected.${name} is expected, but nothing here computes it`)
  }
}
