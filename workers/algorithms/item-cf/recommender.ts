import {
  addedUp,
  type Contribution,
  type Person,
  type Rated,
  type Recommender,
  type TrainingData,
} from '../../contract/system.ts'
import { addedToExpected, expectationOf, type Expected } from '../shared/neighbourhood/baseline-predictor.ts'
import { positivesOf, ratingsOfRow } from '../../contract/positives.ts'
import type { SimilarityRows } from '../shared/neighbourhood/similarity-rows.ts'
import type { Settings } from '../../contract/spec.ts'
import { nearestRated, type Nearest, type NearestRated } from './nearest-rated.ts'
import type { RowsOnDemand } from './rows-on-demand.ts'

/** All that an answer takes at one step. */
export interface Neighbourhood {
  /** items compared so far, from the first on: the others cannot be scored yet */
  readonly step: number
  readonly rows: SimilarityRows
  readonly onDemand: RowsOnDemand
  /** stars predicted for people of the data, of every item: they are the same at every step, only more are shown */
  readonly starsOf: Map<number, Float64Array>
  readonly data: TrainingData
  readonly settings: Settings
}

/** So many predictions are kept from step to step: 32 MB. */
const keptPredictions = 4_000_000

export function neighbourRecommender(from: Neighbourhood): Recommender {
  const { step, rows, data, settings } = from
  const { ids, similarities, counts, k } = rows
  const { ratings } = data.interactions
  const stars = settings.score === 'stars'
  let votes: Votes | undefined
  let predictor: Predictor | undefined
  const personOf = (rated: readonly Rated[], user?: number): Person =>
    stars
      ? starsPerson(from, (predictor ??= predictorOf(from)), rated, user)
      : votesPerson(from, (votes ??= votesOf(from)), rated)
  return {
    person(user) {
      const rated = ratingsOfRow(ratings, user)
      return personOf(stars ? rated : positivesOf(rated, settings), user)
    },
    foldIn(given) {
      const rated = stars ? [...given].sort((a, b) => a.item - b.item) : positivesOf(given, settings)
      return rated.length > 0 ? personOf(rated) : undefined
    },
    similarItems: (item, n) =>
      item < step
        ? Array.from({ length: Math.min(n, counts[item]) }, (_, j) => ({
            item: ids[item * k + j],
            score: similarities[item * k + j],
          }))
        : [],
    export: () => ({ ids, similarities, counts }),
  }
}

/** Neighbours the other way round: for each item, the items it is a neighbour of, in order, and how similar. */
interface Votes {
  readonly start: Uint32Array
  readonly item: Uint32Array
  readonly similarity: Float32Array
}

function votesOf({ step, rows: { size, k, ids, similarities, counts } }: Neighbourhood): Votes {
  const start = new Uint32Array(size + 1)
  const eachVote = (visit: (neighbour: number, item: number, entry: number) => void) => {
    for (let i = 0; i < step; i++) for (let e = i * k; e < i * k + counts[i]; e++) visit(ids[e], i, e)
  }
  eachVote((neighbour) => start[neighbour + 1]++)
  for (let i = 0; i < size; i++) start[i + 1] += start[i]
  const next = start.slice(0, size)
  const item = new Uint32Array(start[size])
  const similarity = new Float32Array(start[size])
  eachVote((neighbour, i, e) => {
    item[next[neighbour]] = i
    similarity[next[neighbour]++] = similarities[e]
  })
  return { start, item, similarity }
}

/** Ranking: an item's score is the sum, over its k nearest items that the person liked, of similarity × stars. */
function votesPerson({ step, rows }: Neighbourhood, votes: Votes, liked: readonly Rated[]): Person {
  const { size, k, ids, counts, similarities } = rows
  return {
    scores() {
      const scores = new Float64Array(size)
      for (const { item, rating } of liked) {
        for (let e = votes.start[item]; e < votes.start[item + 1]; e++) {
          scores[votes.item[e]] += votes.similarity[e] * rating
        }
      }
      for (let i = 0; i < size; i++) if (scores[i] === 0) scores[i] = -Infinity
      return scores
    },
    explain(item) {
      const ratingOf = new Map(liked.map((rated) => [rated.item, rated.rating]))
      const contributions: Contribution[] = []
      for (let e = item * k; item < step && e < item * k + counts[item]; e++) {
        const rating = ratingOf.get(ids[e])
        if (rating === undefined) continue
        contributions.push({ item: ids[e], rating, weight: similarities[e], amount: similarities[e] * rating })
      }
      return addedUp('past items', contributions)
    },
  }
}

/** What everybody's predictions have in common. */
interface Predictor {
  readonly expected: (rated: readonly Rated[]) => Expected
  readonly nearest: NearestRated
}

function predictorOf({ rows, onDemand, data, settings }: Neighbourhood): Predictor {
  return {
    expected: expectationOf(data.interactions.ratings, settings),
    nearest: nearestRated(onDemand, rows.size, Number(settings.neighbours)),
  }
}

/**
 * Rating prediction: what is expected of the person's stars, plus the mean of how far they gave the k items most
 * similar to this one, among those they rated, more than was expected, weighted by similarity (above 1e-12). With raw
 * stars all that is expected is 0, so it is the weighted mean of their stars.
 */
function starsPerson(from: Neighbourhood, predictor: Predictor, rated: readonly Rated[], user?: number): Person {
  const { step, rows, starsOf, data, settings } = from
  const items = rated.map(({ item }) => item)
  const expected = predictor.expected(rated)
  const above = Float64Array.from(rated, ({ item, rating }) => rating - expected.start(item))

  const neighboursOf = (item: number) => predictor.nearest.ofOne(items, item)
  const predicted = (item: number, { count, places, similarities }: Nearest) => {
    let weight = 0
    let total = 0
    for (let j = 0; j < count; j++) {
      weight += similarities[j]
      total += similarities[j] * above[places[j]]
    }
    return weight > 0 ? expected.start(item) + total / weight : expected.alone(item)
  }
  const scoresOfAll = () => {
    const nearest = predictor.nearest.ofAll(items)
    return Float64Array.from({ length: rows.size }, (_, item) => {
      const neighbours = nearest(item)
      if (neighbours.count === 0 && settings.unknown !== 'mean') return -Infinity
      const score = predicted(item, neighbours)
      return Number.isFinite(score) ? score : -Infinity
    })
  }
  return {
    scores() {
      const kept = user === undefined ? undefined : starsOf.get(user)
      const scores = kept ?? scoresOfAll()
      const room = (starsOf.size + 1) * rows.size <= keptPredictions
      if (user !== undefined && !kept && room) starsOf.set(user, scores)
      return scores.slice().fill(-Infinity, step)
    },
    predict(item) {
      const score = item < step ? predicted(item, neighboursOf(item)) : expected.alone(item)
      return Math.min(data.scale.high, Math.max(data.scale.low, score))
    },
    explain(item) {
      const { count, places, similarities } = neighboursOf(item)
      if (count === 0) return addedUp('past items', expected.aloneParts(item))
      const weight = similarities.subarray(0, count).reduce((sum, s) => sum + s, 0)
      const contributions = Array.from(places.subarray(0, count), (place, j): Contribution => {
        const share = { rating: above[place], weight: similarities[j] / weight }
        return { item: rated[place].item, ...share, amount: share.rating * share.weight }
      })
      return addedToExpected('past items', contributions, expected, item)
    },
  }
}
