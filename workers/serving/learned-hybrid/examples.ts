import { ratingsOfRow } from '../../contract/positives.ts'
import type { Rated, CompositeContext, TrainingData } from '../../contract/system.ts'
import type { Settings } from '../../contract/spec.ts'
import type { Interactions } from '../../data/dataset.ts'
import { splitForValidation, validationOf } from '../../data/splits.ts'
import type { BlendExamples } from './blend-step.ts'
import { breather } from '../../lib/breath.ts'
import { random, seedFor, type Random } from '../../lib/random.ts'
import { allEqual } from '../../lib/ties.ts'
import type { Component } from '../components.ts'

/** A part's scores on the scale that is shared with the others: (score − mean) / deviation. */
export interface PartScale {
  readonly mean: number
  readonly deviation: number
  /** what stands, on that scale, for a film that the part cannot score: the lowest that occurred */
  readonly floor: number
}

/** What is learned from: what the parts say of ratings that none of them has seen. */
export interface Examples extends BlendExamples {
  /** a part each, fixed on these examples: the scale that `predictions` are on */
  readonly scales: readonly PartScale[]
}

/** Films drawn as not watched beside each validation rating; for stars there are none. */
const negativesOf = ({ loss, negatives }: Settings) => (loss === 'bce' ? Number(negatives) : 0)

/** How many there will be: so many validation ratings, and for each its negatives, where there is a film unrated. */
export function countExamples({ interactions: { ratings } }: TrainingData, settings: Settings): number {
  let count = 0
  for (let user = 0; user < ratings.rows; user++) {
    const rated = ratings.start[user + 1] - ratings.start[user]
    count += validationOf(rated) * (1 + (rated < ratings.columns ? negativesOf(settings) : 0))
  }
  return count
}

/**
 * Person by person, their validation ratings, each with films drawn from those they did not rate in training or
 * validation. The target is, for cross-entropy, 1 where the rating counts as liked, else 0; for the squared error, the
 * stars. Other messages are let in meanwhile.
 */
export async function gatherExamples(
  parts: readonly Component[],
  { data, seed }: Pick<CompositeContext, 'data' | 'seed'>,
  settings: Settings,
): Promise<Examples> {
  const { validation } = splitForValidation(data.interactions, seed)
  const count = countExamples(data, settings)
  const scores = new Float64Array(count * parts.length)
  const targets = new Float32Array(count)
  const from = random(seedFor('films not watched', seed))
  const breathe = breather()
  let filled = 0
  for (let user = 0; user < validation.ratings.rows; user++) {
    const kept = ratingsOfRow(validation.ratings, user)
    if (kept.length === 0) continue
    const ofParts = parts.map(({ recommender }) => recommender.person(user).scores())
    for (const { item, target } of examplesOf(kept, ratedIn(data.interactions, user), data, settings, from)) {
      ofParts.forEach((own, m) => (scores[filled * parts.length + m] = own[item]))
      targets[filled++] = target
    }
    await breathe()
  }
  const scales = parts.map((_, m) => scaleOf(columnOf(scores, m, parts.length), settings))
  const predictions = Float32Array.from(scores, (score, at) => onScale(score, scales[at % parts.length]))
  return { parts: parts.length, predictions, targets, scales }
}

/** A score where it can be compared with those of other parts. */
export function onScale(score: number, { mean, deviation, floor }: PartScale): number {
  return Number.isFinite(score) ? (score - mean) / deviation : floor
}

/** The scale of a part: mean and deviation of its scores, or, raw, the scores as they are. */
export function scaleOf(scores: Float64Array, { normalisation }: Settings): PartScale {
  const known = scores.filter(Number.isFinite)
  if (known.length === 0) return { mean: 0, deviation: 1, floor: 0 }
  const low = known.reduce((least, score) => Math.min(least, score), Infinity)
  if (normalisation === 'raw') return { mean: 0, deviation: 1, floor: low }
  const mean = known.reduce((sum, score) => sum + score, 0) / known.length
  const variance = known.reduce((sum, score) => sum + (score - mean) * (score - mean), 0) / known.length
  const deviation = allEqual(known) ? 1 : Math.sqrt(variance)
  return { mean, deviation, floor: (low - mean) / deviation }
}

const columnOf = (rows: Float64Array, column: number, width: number) =>
  Float64Array.from({ length: rows.length / width }, (_, row) => rows[row * width + column])

const ratedIn = ({ ratings }: Interactions, user: number) =>
  new Set(ratings.column.subarray(ratings.start[user], ratings.start[user + 1]))

function* examplesOf(
  kept: readonly Rated[],
  rated: ReadonlySet<number>,
  { items }: TrainingData,
  settings: Settings,
  from: Random,
): Generator<{ item: number; target: number }> {
  const negatives = rated.size < items.length ? negativesOf(settings) : 0
  const liked = (rating: number) => Number(rating >= Number(settings.likedFrom))
  for (const { item, rating } of kept) {
    yield { item, target: settings.loss === 'bce' ? liked(rating) : rating }
    for (let drawn = 0; drawn < negatives;) {
      const other = from.integer(items.length)
      if (rated.has(other)) continue
      yield { item: other, target: 0 }
      drawn++
    }
  }
}
