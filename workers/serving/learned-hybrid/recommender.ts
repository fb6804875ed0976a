import {
  addedUp,
  type Context,
  type Person,
  type Rated,
  type Recommender,
  type TrainingData,
} from '../../contract/system.ts'
import { ratingsOfRow } from '../../contract/positives.ts'
import type { Settings } from '../../contract/spec.ts'
import { softmaxOf } from './blend-step.ts'
import { exportOf, type Component } from '../components.ts'
import { onScale, type PartScale } from './examples.ts'

/** So many scores of the parts are kept from step to step, since they do not change: 40 MB. */
const keptScores = 5_000_000

/** What does not change while the weights are learned. */
export interface Parts {
  readonly parts: readonly Component[]
  readonly scales: readonly PartScale[]
  readonly data: TrainingData
  readonly settings: Settings
  /** what each part says of every item, by person of the data */
  readonly scoresOf: Map<number, readonly (Float64Array | undefined)[]>
}

/** The weighted parts as they are at one step; the parts know everybody by all of their ratings. */
export function blendedRecommender(from: Parts, parameters: Float64Array): Recommender {
  const { parts, scales, data, settings, scoresOf } = from
  const weights = softmaxOf(parameters, parts.length)
  const [scale, bias] = parameters.subarray(parts.length)
  // On one scale every part counts from the lowest that it says: that orders alike, and no film has less than nothing.
  const origins = scales.map(({ floor }) => (settings.normalisation === 'raw' ? 0 : floor))
  const ofOrigins = origins.reduce((sum, origin, m) => sum + scale * weights[m] * origin, 0)
  const personOf = (scores: () => readonly (Float64Array | undefined)[]): Person => {
    const valueOf = (item: number, m: number) => onScale(scores()[m]?.[item] ?? -Infinity, scales[m]) - origins[m]
    const scored = (item: number) => scores().some((own) => Number.isFinite(own?.[item]))
    const blend = (item: number) => {
      let sum = 0
      for (let m = 0; m < parts.length; m++) sum += scale * weights[m] * valueOf(item, m)
      return sum
    }
    return {
      scores: () => Float64Array.from(data.items, (_, item) => (scored(item) ? blend(item) : -Infinity)),
      explain: (item) =>
        addedUp(
          'parts',
          parts.map(({ name }, m) => {
            const [rating, weight] = [valueOf(item, m), scale * weights[m]]
            return { label: name, rating, weight, amount: weight * rating }
          }),
        ),
      ...(settings.loss === 'mse' && {
        predict: (item) => Math.min(data.scale.high, Math.max(data.scale.low, blend(item) + ofOrigins + bias)),
      }),
    }
  }
  const foldInto = (rated: readonly Rated[], now?: Context) =>
    parts.map(({ recommender }) => recommender.foldIn(rated, now))
  return {
    person(user, now) {
      let scores = now ? undefined : scoresOf.get(user)
      return personOf(() => {
        if (scores) return scores
        scores = foldInto(ratingsOfRow(data.interactions.ratings, user), now).map((person) => person?.scores())
        const room = (scoresOf.size + 1) * parts.length * data.items.length <= keptScores
        if (room && !now) scoresOf.set(user, scores)
        return scores
      })
    },
    foldIn(ratings, now) {
      const people = foldInto(ratings, now)
      if (!people.some(Boolean)) return undefined
      let scores: (Float64Array | undefined)[] | undefined
      return personOf(() => (scores ??= people.map((person) => person?.scores())))
    },
    similarItems: (item, n) => parts[0].recommender.similarItems(item, n),
    export: () => ({ weights, scale: Float64Array.of(scale), bias: Float64Array.of(bias), ...exportOf(parts) }),
  }
}
