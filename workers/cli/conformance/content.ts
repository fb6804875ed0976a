import type { Recommender, TrainingData } from '../../contract/system.ts'
import { contentOf } from '../../algorithms/content/content.ts'
import type { Features } from '../../algorithms/content/features.ts'
import { withSettings } from '../../contract/spec.ts'
import { toleranceOn, trained, trainingData, type Adapter } from './adapter.ts'
import { checkKeys, expectClose } from './compare.ts'
import type { Tolerance } from './fixture.ts'
import { expectPredictions, expectProfiles, expectRecommended, type WantedList } from './profiles.ts'

interface Inputs {
  readonly item_features: readonly (readonly number[])[]
  readonly ratings: readonly (readonly number[])[]
}

interface Wanted {
  readonly item_similarity?: unknown
  readonly profiles?: unknown
  readonly predictions?: unknown
  readonly recommend?: readonly WantedList[]
}

/** The course's settings on the fixture's own features, and beside them weights less the person's mean. */
export const content: Adapter = async ({ inputs, expected, expected_correct }, own, device) => {
  const { item_features, ratings } = inputs as Inputs
  const data = trainingData(ratings)
  const tolerance = toleranceOn(device, own)
  const want = (expected ?? {}) as Wanted
  const { centred = {}, ...more } = (expected_correct ?? {}) as { readonly centred?: Wanted }
  checkKeys('expected', want, ['item_similarity', 'profiles', 'predictions', 'recommend'])
  checkKeys('expected_correct', more, [])
  checkKeys('centred', centred, ['item_similarity', 'profiles', 'predictions', 'recommend'])
  const algorithm = contentOf(() => denseFeatures(item_features))
  for (const [weights, asked] of [
    ['raw', want],
    ['centred', centred],
  ] as const) {
    const settings = withSettings(algorithm.spec, 'course', { weights })
    await trained(algorithm, data, settings, device, (recommender) => {
      const { item_similarity, profiles, predictions, recommend = [] } = asked
      if (item_similarity) expectSimilarity(`${weights} similarity`, recommender, data, item_similarity, tolerance)
      if (profiles) expectProfiles(`${weights} profiles`, recommender, data, profiles, tolerance)
      if (predictions) expectPredictions(`${weights} predictions`, recommender, data, predictions, tolerance)
      for (const list of recommend) expectRecommended(list, recommender, data, device, tolerance)
    })
  }
}

export function denseFeatures(rows: readonly (readonly number[])[]): Features {
  const names = (rows[0] ?? []).map((_, feature) => `feature ${feature}`)
  return { values: Float64Array.from(rows.flat()), names, kinds: names.map(() => 'feature') }
}

/** An item is not similar to itself, nor to one of which nothing is known: 0 in the fixtures, absent here. */
function expectSimilarity(
  where: string,
  recommender: Recommender,
  data: TrainingData,
  want: unknown,
  tolerance: Tolerance,
) {
  const got = data.items.map((_, item) => {
    const row = new Float64Array(data.items.length)
    for (const { item: other, score } of recommender.similarItems(item, data.items.length)) row[other] = score
    return row
  })
  expectClose(where, got, want, tolerance)
}
