import type { Recommender } from '../contract/system.ts'
import type { Interactions, Item, Truth } from '../data/dataset.ts'
import { square } from '../lib/portable-math.ts'
import { random, seedFor, shuffle } from '../lib/random.ts'
import {
  featuresOf,
  gini,
  ListDiversity,
  meanOf,
  popularityBias,
  popularityOf,
  ratersOf,
  selfInformation,
} from './beyond.ts'
import { estimateDifference, estimatesOf } from './estimate.ts'
import { studentInterval, type Bounds, type Estimate } from './intervals.ts'
import { PersonRanker, type RankedPerson } from './ranked-person.ts'
import { averagePrecision, checkCutOff, hitRate, ndcg, precision, recall, reciprocalRank } from './ranks.ts'

export interface RankingOptions {
  /** how many of the best are looked at */
  readonly k: number
  /** a held-out rating from here on is relevant; absent: any */
  readonly relevantFrom?: number
  /** only so many people, drawn by the seed; absent: everybody */
  readonly people?: { readonly count: number; readonly seed: number }
  /** where known, `true-liking@k` is the mean of what each person truly thinks of their first k */
  readonly truth?: Truth
  /** novelty@k, popularity-bias@k and Gini, too; and diversity@k, where the items given have features */
  readonly beyondAccuracy?: boolean
  readonly items?: readonly Item[]
}

export interface RankingReport {
  readonly k: number
  /** the people counted, ascending: those with something relevant (or the sample of them) */
  readonly people: Uint32Array
  /** people without anything relevant: no list could be right for them */
  readonly skipped: number
  /** by name ("ndcg@10"): the mean over people */
  readonly metrics: Readonly<Record<string, Estimate>>
  /** by name, in order of `people` */
  readonly values: Readonly<Record<string, Float64Array>>
  /** the share of all items that is in at least one of these people's first k */
  readonly coverage: number
  /** how unevenly these people's first k show the items, where asked for */
  readonly gini?: number
}

interface RankingMetric {
  readonly name: (k: number) => string
  readonly of: (ranked: RankedPerson, k: number) => number
}

const rankingMetrics: readonly RankingMetric[] = [
  { name: (k) => `ndcg@${k}`, of: ndcg },
  { name: (k) => `recall@${k}`, of: recall },
  { name: (k) => `precision@${k}`, of: precision },
  { name: (k) => `hit-rate@${k}`, of: hitRate },
  { name: (k) => `map@${k}`, of: averagePrecision },
  { name: (k) => `mrr@${k}`, of: reciprocalRank },
  { name: () => 'map', of: (ranked) => averagePrecision(ranked, Infinity) },
  { name: () => 'auc', of: (ranked) => ranked.auc },
]

/**
 * Ranks, for each person with something relevant in `test`, all items that the person has not rated in `train`, and
 * averages the metrics of ranks.ts over those people. `train` is everything the person is known to have rated: train
 * and validation, where the model learned from both. Of equal scores every order counts alike (ranks.ts), and only
 * the lists of the metrics beyond accuracy take the smaller id; an item without a finite score is never listed. Throws
 * RangeError where k is not a whole number from 1 or the two do not have the same shape.
 */
export function evaluateRanking(
  recommender: Pick<Recommender, 'person'>,
  train: Interactions,
  test: Interactions,
  options: RankingOptions,
): RankingReport {
  const { k } = options
  checkCutOff(k)
  checkShapes(train, test)
  const items = test.ratings.columns
  const judged = peopleWithRelevant(test, options.relevantFrom)
  const people = samplePeople(judged, options.people)
  const values = rankingMetrics.map(() => new Float64Array(people.length))
  const likings = new Float64Array(people.length)
  const ranker = new PersonRanker(items, k)
  const shown = new Uint32Array(items)
  const beyond = options.beyondAccuracy ? beyondAccuracy(train, options, people.length) : []
  people.forEach((person, place) => {
    const scores = recommender.person(person).scores()
    const ranked = ranker.rank(scores, itemsOf(train, person), relevantItems(test, person, options.relevantFrom))
    rankingMetrics.forEach((metric, m) => (values[m][place] = metric.of(ranked, k)))
    const top = ranker.top.subarray(0, ranker.topCount)
    for (const item of top) shown[item]++
    for (const { of, values } of beyond) values[place] = of(top, person)
    if (options.truth) likings[place] = meanLiking(options.truth, person * items, top)
  })
  const named: (readonly [string, Float64Array])[] = rankingMetrics.map((m, i) => [m.name(k), values[i]])
  if (options.truth) named.push([`true-liking@${k}`, likings])
  for (const { name, values } of beyond) named.push([name, values])
  const byName = Object.fromEntries(named)
  return {
    k,
    people,
    skipped: test.ratings.rows - judged.length,
    metrics: estimatesOf(byName),
    values: byName,
    coverage: items === 0 ? 0 : shown.reduce((sum, times) => sum + Math.min(1, times), 0) / items,
    ...(options.beyondAccuracy && { gini: gini(shown) }),
  }
}

interface BeyondMetric {
  readonly name: string
  readonly of: (top: Uint32Array, person: number) => number
  /** in order of the people counted */
  readonly values: Float64Array
}

/** The metrics of beyond.ts, with what they need of all ratings and items counted once. */
function beyondAccuracy(train: Interactions, { k, items }: RankingOptions, people: number): BeyondMetric[] {
  const information = selfInformation(ratersOf(train), train.ratings.rows)
  const popularity = popularityOf(train)
  const features = items && featuresOf(items)
  const diversity = features && new ListDiversity(features)
  const metric = (name: string, of: BeyondMetric['of']) => ({
    name: `${name}@${k}`,
    of,
    values: new Float64Array(people),
  })
  return [
    metric('novelty', (top) => meanOf(top, information)),
    ...(diversity ? [metric('diversity', (top) => diversity.of(top))] : []),
    metric('popularity-bias', (top, person) => popularityBias(top, itemsOf(train, person), popularity)),
  ]
}

/** 0 for an empty list: what is not shown is neither liked nor disliked. */
function meanLiking({ liking }: Truth, start: number, top: Uint32Array): number {
  return top.length === 0 ? 0 : top.reduce((sum, item) => sum + liking[start + item], 0) / top.length
}

/** Throws RangeError where the two are not of the same people and items. */
export function checkShapes({ ratings: a }: Interactions, { ratings: b }: Interactions) {
  if (a.rows === b.rows && a.columns === b.columns) return
  throw new RangeError(
    `training and held-out ratings must be of the same people and items, got ${a.rows} × ${a.columns} and ${b.rows} × ${b.columns}`,
  )
}

export function itemsOf({ ratings }: Interactions, person: number): Uint32Array {
  return ratings.column.subarray(ratings.start[person], ratings.start[person + 1])
}

function relevantItems(test: Interactions, person: number, from = -Infinity): Uint32Array {
  const { start, value } = test.ratings
  return itemsOf(test, person).filter((_, i) => value[start[person] + i] >= from)
}

export function peopleWithRelevant({ ratings }: Interactions, from = -Infinity): Uint32Array {
  const people: number[] = []
  for (let person = 0; person < ratings.rows; person++) {
    const own = ratings.value.subarray(ratings.start[person], ratings.start[person + 1])
    if (own.some((rating) => rating >= from)) people.push(person)
  }
  return Uint32Array.from(people)
}

/** So many of these people, drawn by the seed; all of them where none are asked for. */
export function samplePeople(people: Uint32Array, sample: RankingOptions['people']): Uint32Array {
  if (!sample || sample.count >= people.length) return people
  const drawn = shuffle(people.slice(), random(seedFor('people to evaluate', sample.seed)))
  return drawn.slice(0, Math.max(0, sample.count)).sort()
}

/** What each person's predictions add to the errors, by id; 0 for those without any. */
export interface RatingErrors {
  readonly counts: Float64Array
  readonly squared: Float64Array
  readonly absolute: Float64Array
}

export interface RatingReport {
  /** predictions made */
  readonly ratings: number
  /** people with at least one of them */
  readonly people: number
  /** over all ratings, in stars; intervals take people as the unit (ratio estimator) */
  readonly rmse: Estimate
  readonly mae: Estimate
  readonly errors: RatingErrors
}

/**
 * The error of predicted ratings over all of `test`, or over these people's part of it; undefined where the system does
 * not predict ratings. Throws RangeError where a prediction is not finite.
 */
export function evaluateRatings(
  recommender: Pick<Recommender, 'person'>,
  test: Interactions,
  of?: Uint32Array,
): RatingReport | undefined {
  const { rows, start, column, value } = test.ratings
  const squared = new Float64Array(rows)
  const absolute = new Float64Array(rows)
  const counts = new Float64Array(rows)
  for (const person of of ?? Uint32Array.from({ length: rows }, (_, person) => person)) {
    if (start[person] === start[person + 1]) continue
    const one = recommender.person(person)
    if (!one.predict) return undefined
    counts[person] = start[person + 1] - start[person]
    for (let entry = start[person]; entry < start[person + 1]; entry++) {
      const predicted = one.predict(column[entry])
      if (!Number.isFinite(predicted)) {
        throw new RangeError(
          `a predicted rating must be finite, got ${predicted} for person ${person}, item ${column[entry]}`,
        )
      }
      const error = predicted - value[entry]
      squared[person] += error * error
      absolute[person] += Math.abs(error)
    }
  }
  return ratingReport({ counts, squared, absolute })
}

/** The errors over all ratings from each person's; undefined where there are none. */
export function ratingReport(errors: RatingErrors): RatingReport | undefined {
  const { counts, squared, absolute } = errors
  const people = counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0)
  if (people === 0) return undefined
  const ratings = counts.reduce((sum, count) => sum + count, 0)
  const mse = estimateRatio(squared, counts, people)
  const rmse = { value: Math.sqrt(mse.value), low: Math.sqrt(mse.low), high: Math.sqrt(mse.high) }
  return { ratings, people, rmse, mae: estimateRatio(absolute, counts, people), errors }
}

const notNegative: Bounds = { low: 0, high: Infinity }

/** sum(totals) / sum(counts) with people as clusters: ratings of one person are not independent (Cochran 1977, 2.11). */
function estimateRatio(totals: Float64Array, counts: Float64Array, people: number): Estimate {
  let total = 0
  let count = 0
  for (let i = 0; i < totals.length; i++) {
    total += totals[i]
    count += counts[i]
  }
  const value = total / count
  let squares = 0
  for (let i = 0; i < totals.length; i++) squares += square(totals[i] - value * counts[i])
  const standardError = people < 2 ? 0 : Math.sqrt((squares * people) / (people - 1)) / count
  return studentInterval(value, standardError, people, notNegative)
}

/** A report in which every person has a value of their own. */
export type PerPerson = Pick<RankingReport, 'people' | 'values'>

/** NaN where nobody is in both reports. */
export interface PairedDifference extends Estimate {
  /** people in both reports */
  readonly people: number
}

/**
 * How much higher a metric is in `b` than in `a`, over the people both counted: the interval of the difference person
 * by person, which is narrower than the two intervals suggest. Throws RangeError where a report lacks the metric.
 */
export function pairedDifference(a: PerPerson, b: PerPerson, metric: string): PairedDifference {
  const [valuesA, valuesB] = [a.values[metric], b.values[metric]]
  if (!valuesA || !valuesB) {
    throw new RangeError(
      `both reports must have ${metric}; they have ${Object.keys((valuesA ? b : a).values).join(', ')}`,
    )
  }
  const placeInA = new Map(Array.from(a.people, (person, place) => [person, place]))
  const differences: number[] = []
  b.people.forEach((person, place) => {
    const other = placeInA.get(person)
    if (other !== undefined) differences.push(valuesB[place] - valuesA[other])
  })
  return { ...estimateDifference(metric, differences), people: differences.length }
}

const anyDifference: Bounds = { low: -Infinity, high: Infinity }

/**
 * How much higher the RMSE is in `b` than in `a`, which predicted the same ratings: the interval of the difference with
 * people as clusters, which is narrower than the two intervals suggest. Throws RangeError where the ratings differ.
 */
export function pairedRmse(a: RatingReport, b: RatingReport): PairedDifference {
  const { counts } = a.errors
  if (counts.length !== b.errors.counts.length || counts.some((count, person) => count !== b.errors.counts[person])) {
    throw new RangeError('both reports must be of the same ratings of the same people')
  }
  // What one person's ratings pull a root mean square up or down by, to first order (the delta method), times all ratings.
  const pull = ({ errors, rmse: { value } }: RatingReport, person: number) =>
    value > 0 ? (errors.squared[person] - value * value * counts[person]) / (2 * value) : 0
  const squares = counts.reduce((sum, _, person) => sum + square(pull(b, person) - pull(a, person)), 0)
  const standardError = a.people < 2 ? 0 : Math.sqrt((squares * a.people) / (a.people - 1)) / a.ratings
  const difference = studentInterval(b.rmse.value - a.rmse.value, standardError, a.people, anyDifference)
  return { ...difference, people: a.people }
}
