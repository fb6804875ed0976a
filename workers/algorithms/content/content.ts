import type { RatingScale } from '../../data/dataset.ts'
import type { Device } from '../../device/device.ts'
import { createProfileScorer, type ScorerOnGpu } from '../shared/profile/profile-scores.ts'
import type { Algorithm, Frame, Rated, Recommender, Snapshot, TrainingData } from '../../contract/system.ts'
import { profileOf, rowsFromDense, type FeatureRows, type ProfileWeights } from '../shared/profile/feature-rows.ts'
import { fitsAtOnce, onScale, profileRecommender, tooManyAtOnce } from '../shared/profile/recommender.ts'
import type { Settings } from '../../contract/spec.ts'
import { featuresOf, type FeatureChoice, type Features } from './features.ts'
import { inOrderOfTime, mostRatings } from '../../contract/history.ts'
import { contentSpec } from './spec.ts'

/**
 * A profile is the mean of the features of what a person rated, weighted by their ratings; a film's score is the cosine
 * of the angle between the two, put on the rating scale (Pazzani and Billsus 2007). One step adds one rating to
 * everybody's profile: at step k it holds their first k in order of time.
 */
export const content: Algorithm = contentOf(({ items }, { features, rarity }) =>
  featuresOf(items, features as FeatureChoice, rarity as 'equal' | 'rare'),
)

/** The same for features made in another way, items × features, dense. */
export function contentOf(describe: (data: TrainingData, settings: Settings) => Features): Algorithm {
  return {
    spec: contentSpec,

    steps: ({ interactions }) => mostRatings(interactions),

    async *train({ data, device }, settings, start) {
      const problem = problemOf(data, describe(data, settings), settings)
      const scorer = scorerOn(device, problem)
      const note = noteOf(device, problem)
      const steps = mostRatings(data.interactions)
      try {
        for (let step = start?.step ?? 0; step <= steps; step++) {
          yield { ...frameOf(step, problem, scorer), ...(note !== undefined && { note }) }
        }
      } finally {
        scorer?.destroy()
      }
    },
  }
}

interface Problem {
  readonly features: Features
  readonly rows: FeatureRows
  readonly weights: ProfileWeights
  readonly scale: RatingScale
  readonly people: number
  /** a person's first `count` ratings */
  readonly firstRatings: (user: number, count: number) => readonly Rated[]
}

function problemOf({ interactions, items, scale }: TrainingData, features: Features, settings: Settings): Problem {
  return {
    features,
    rows: rowsFromDense(features.values, items.length, features.names.length),
    weights: settings.weights as ProfileWeights,
    scale,
    people: interactions.ratings.rows,
    firstRatings: inOrderOfTime(interactions),
  }
}

/** Everybody's scores at once, where a GPU is there and all of them fit. */
function scorerOn(device: Device, { features, rows, people, scale }: Problem): ScorerOnGpu | undefined {
  if (device.kind !== 'webgpu' || !fitsAtOnce(people, rows.items)) return undefined
  return createProfileScorer(device, { ...rows, values: features.values }, onScale(scale))
}

function frameOf(step: number, problem: Problem, scorer: ScorerOnGpu | undefined): Frame {
  const { features, rows, weights, scale, people, firstRatings } = problem
  let made: Promise<Recommender> | undefined
  async function recommender(): Promise<Recommender> {
    const ratingsOf = (user: number) => firstRatings(user, step)
    return profileRecommender({
      rows,
      weights,
      scale,
      ratingsOf,
      labels: features.names,
      kind: 'features',
      known: rows.items,
      // Newest first, so that the oldest are the last of them.
      ratingsOfNew: (ratings) => (step === 0 ? [] : ratings.slice(-step)),
      scored: await scorer?.scores(people, (user) => profileOf(rows, ratingsOf(user), weights)),
    })
  }
  return {
    step,
    did: step === 0 ? 'no rating read' : `everybody’s first ${step}`,
    recommender: () => (made ??= recommender()),
    snapshot: ({ person }) => Promise.resolve(snapshotOf(problem, person?.vector)),
    state: () => Promise.resolve({ step, arrays: {} }),
  }
}

function noteOf(device: Device, { features, rows, people }: Problem): string | undefined {
  if (features.names.length === 0)
    return 'Nothing is known of these films that two of them share, so no profile can be made of them.'
  return device.kind === 'webgpu' && !fitsAtOnce(people, rows.items) ? tooManyAtOnce : undefined
}

/** The films' features, sparse, and the person's profile: what the angle and its products are drawn from. */
function snapshotOf({ features, rows }: Problem, profile: Float64Array | undefined): Snapshot {
  return {
    names: features.names.join('\n'),
    kinds: features.kinds.join('\n'),
    start: rows.start.slice(),
    feature: rows.feature.slice(),
    value: Float32Array.from(rows.value),
    profile: Float32Array.from(profile ?? []),
  }
}
