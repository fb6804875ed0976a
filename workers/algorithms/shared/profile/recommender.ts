import type { RatingScale } from '../../../data/dataset.ts'
import { topK } from '../../../lib/top-k.ts'
import type { Contribution, Explanation, Person, Rated, Recommender } from '../../../contract/system.ts'
import {
  cosinesTo,
  cosineTo,
  divisor,
  profileOf,
  type FeatureRows,
  type Profile,
  type ProfileWeights,
} from './feature-rows.ts'

/** What a recommender by profiles needs to know. */
export interface ProfileModel {
  readonly rows: FeatureRows
  /** the name of each feature */
  readonly labels: readonly string[]
  readonly kind: Extract<Explanation['kind'], 'features' | 'terms'>
  readonly weights: ProfileWeights
  readonly scale: RatingScale
  /** the first so many items can be scored; those after them are not known yet */
  readonly known: number
  /** the ratings of a person of the data that are in their profile by now */
  readonly ratingsOf: (user: number) => readonly Rated[]
  /** those of someone new that are in theirs, newest first as they come */
  readonly ratingsOfNew: (ratings: readonly Rated[]) => readonly Rated[]
  /** people × items, where the device has worked them out for everybody */
  readonly scored?: Float32Array | undefined
}

/** Scores of everybody that a GPU works out at once: 32 MB. */
const largestTable = 8 * 1024 * 1024
export const fitsAtOnce = (people: number, items: number) => people * items <= largestTable
export const tooManyAtOnce =
  'Everybody’s scores at once would fill more than 32 MB here, so the CPU scores each person when asked.'

/** Where a cosine lies on the rating scale: low + (high − low)(cos + 1) / 2, from −1 at its low end to 1 at its high one. */
export function onScale({ low, high }: RatingScale) {
  return { middle: (low + high) / 2, half: (high - low) / 2 }
}

/**
 * Scores an item by the angle between it and the person's profile (Pazzani and Billsus 2007; Lops et al. 2011). A person
 * whose profile is nothing gets no list: every score would be the middle of the scale, and ties say nothing.
 */
export function profileRecommender(model: ProfileModel): Recommender {
  const { rows, scored } = model
  const own = (ratings: readonly Rated[]) => ratings.filter(({ item }) => item < model.known)
  return {
    person(user) {
      const profile = profileOf(rows, own(model.ratingsOf(user)), model.weights)
      return personOf(model, profile, scored?.subarray(user * rows.items, (user + 1) * rows.items))
    },
    foldIn(ratings) {
      const profile = profileOf(rows, own(model.ratingsOfNew(ratings)), model.weights)
      return profile.length > 0 ? personOf(model, profile) : undefined
    },
    similarItems: (item, n) => topK(cosinesTo(rows, item), n),
    export: () => ({ start: rows.start, feature: rows.feature, value: rows.value }),
  }
}

function personOf(model: ProfileModel, profile: Profile, scored?: Float32Array): Person {
  const { rows, scale, known } = model
  const { middle, half } = onScale(scale)
  const score = (item: number) => scored?.[item] ?? middle + half * cosineTo(rows, item, profile)
  const says = (item: number) => profile.length > 0 && item < known
  return {
    vector: profile.vector,
    scores: () => Float64Array.from({ length: rows.items }, (_, item) => (says(item) ? score(item) : -Infinity)),
    predict: (item) => (says(item) ? Math.min(scale.high, Math.max(scale.low, score(item))) : middle),
    explain: (item) => explain(model, profile, item),
  }
}

/** What each feature that film and profile share adds to the middle of the scale. */
function explain({ rows, labels, kind, scale }: ProfileModel, profile: Profile, item: number): Explanation {
  const { middle, half } = onScale(scale)
  const per = half / divisor(rows, item, profile)
  const contributions: Contribution[] = []
  for (let e = rows.start[item]; e < rows.start[item + 1]; e++) {
    const amount = per * profile.vector[rows.feature[e]] * rows.value[e]
    if (amount !== 0) contributions.push({ label: labels[rows.feature[e]], amount })
  }
  contributions.sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount))
  const score = contributions.reduce((sum, { amount }) => sum + amount, middle)
  return {
    kind,
    score,
    contributions: [...contributions, { label: 'middle of the scale', amount: middle, always: true }],
  }
}
