import {
  columnOf,
  newColumn,
  similaritiesTo,
  type Column,
  type SimilarityProblem,
} from '../shared/neighbourhood/similarity.ts'
import { topKOfRow } from '../../device/kernels/top-k.ts'
import type { SparseMatrix } from '../../lib/sparse.ts'
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

/** All that an answer takes at one step. */
export interface Neighbourhood {
  /** people compared so far, from the first on: those who can be neighbours */
  readonly step: number
  readonly rows: SimilarityRows
  readonly problem: SimilarityProblem
  /** people × items: the ratings that count as watched */
  readonly ratings: SparseMatrix
  readonly data: TrainingData
  readonly settings: Settings
}

/** Someone near, and how near. */
interface Neighbour {
  readonly person: number
  readonly similarity: number
}

export function neighbourhood(from: Neighbourhood): Recommender {
  const { step, rows, problem, ratings, settings } = from
  const stars = settings.score === 'stars'
  let centred: Centred | undefined
  const centring = () => (centred ??= centredBy(from))
  const known = (user: number): Column => columnOf(problem, user)
  return {
    person(user) {
      const rated = ratingsOfRow(ratings, user)
      if (stars) return starsPerson(from, centring(), rated, () => positive(from, known(user), user))
      // Once all are compared, the row that training made is all there is to know.
      return votesPerson(from, () =>
        step === rows.size ? keptNeighbours(rows, user) : nearest(from, known(user), user),
      )
    },
    foldIn(given) {
      const rated = stars ? [...given].sort((a, b) => a.item - b.item) : positivesOf(given, settings)
      if (rated.length === 0) return undefined
      const items = Uint32Array.from(rated, ({ item }) => item)
      const column = newColumn(
        problem,
        items,
        rated.map(({ rating }) => rating),
      )
      if (stars) return starsPerson(from, centring(), rated, () => positive(from, column))
      return votesPerson(from, () => nearest(from, column))
    },
    similarItems: () => [],
    export: () => ({ ids: rows.ids, similarities: rows.similarities, counts: rows.counts }),
  }
}

function keptNeighbours({ k, ids, similarities, counts }: SimilarityRows, user: number): Neighbour[] {
  return Array.from({ length: counts[user] }, (_, j) => ({
    person: ids[user * k + j],
    similarity: similarities[user * k + j],
  }))
}

/** How similar each person compared so far is to a column; NaN to those not compared, and to the person it is of. */
function similaritiesOf({ step, problem, rows }: Neighbourhood, column: Column, self?: number): Float64Array {
  const similarities = new Float64Array(rows.size)
  similaritiesTo(problem, column, similarities)
  similarities.fill(NaN, step)
  if (self !== undefined) similarities[self] = NaN
  return similarities
}

/** The k nearest, nearest first. */
function nearest(from: Neighbourhood, column: Column, self?: number): Neighbour[] {
  const k = Number(from.settings.neighbours)
  const ids = new Uint32Array(k)
  const values = new Float32Array(k)
  const count = topKOfRow(similaritiesOf(from, column, self), k, ids, values, 0)
  return Array.from({ length: count }, (_, j) => ({ person: ids[j], similarity: values[j] }))
}

/** Everyone whose similarity is above rounding, nearest first, equal ones by id. */
function positive(from: Neighbourhood, column: Column, self?: number): Neighbour[] {
  const similarities = similaritiesOf(from, column, self)
  const people = Uint32Array.from(similarities.keys()).filter((person) => similarities[person] > 1e-12)
  return Array.from(
    people.sort((a, b) => similarities[b] - similarities[a] || a - b),
    (person) => ({ person, similarity: similarities[person] }),
  )
}

/** Ranking: an item's score is the sum of the similarities of those among the k nearest who watched it. */
function votesPerson({ ratings }: Neighbourhood, find: () => Neighbour[]): Person {
  const { start, column, columns } = ratings
  let found: Neighbour[] | undefined
  const neighbours = () => (found ??= find())
  return {
    scores() {
      const scores = new Float64Array(columns)
      for (const { person, similarity } of neighbours()) {
        for (let e = start[person]; e < start[person + 1]; e++) scores[column[e]] += similarity
      }
      for (let i = 0; i < columns; i++) if (scores[i] === 0) scores[i] = -Infinity
      return scores
    },
    explain(item) {
      const contributions = neighbours().flatMap(({ person, similarity }) =>
        entryOf(ratings, person, item) < 0 ? [] : [{ person, amount: similarity }],
      )
      return addedUp('neighbours', contributions)
    },
  }
}

/** The ratings as differences from what is expected of each, and the same for whoever is asked for. */
interface Centred {
  /** of each entry of the ratings */
  readonly residual: Float64Array
  readonly expected: (rated: readonly Rated[]) => Expected
}

function centredBy({ ratings, settings }: Neighbourhood): Centred {
  const expected = expectationOf(ratings, settings)
  const residual = Float64Array.from(ratings.value)
  for (let user = 0; user < ratings.rows; user++) {
    const { start } = expected(ratingsOfRow(ratings, user))
    for (let e = ratings.start[user]; e < ratings.start[user + 1]; e++) residual[e] -= start(ratings.column[e])
  }
  return { residual, expected }
}

/**
 * Rating prediction: what is expected of the person's stars, plus the mean of how far the k nearest of those who rated
 * the item lie above what was expected of theirs, weighted by similarity (above 1e-12). With raw stars all that is
 * expected is 0, so it is the weighted mean of their stars.
 */
function starsPerson(from: Neighbourhood, centred: Centred, rated: readonly Rated[], find: () => Neighbour[]): Person {
  const { step, ratings, data, settings } = from
  const k = Number(settings.neighbours)
  const expected = centred.expected(rated)
  // Before anyone is compared nothing is known of any film, and a list of means would be one of ties.
  const listsUnknown = settings.unknown === 'mean' && step > 0
  let known: Predictions | undefined
  let found: Neighbour[] | undefined
  const neighbours = () => (found ??= find())
  const predictions = () => (known ??= predictionsOf(neighbours(), ratings, centred.residual, k))

  const predicted = (item: number) => {
    const { weight, total } = predictions()
    return weight[item] > 0 ? expected.start(item) + total[item] / weight[item] : expected.alone(item)
  }
  return {
    scores: () =>
      Float64Array.from({ length: ratings.columns }, (_, item) => {
        const score = listsUnknown || predictions().weight[item] > 0 ? predicted(item) : -Infinity
        return Number.isFinite(score) ? score : -Infinity
      }),
    predict: (item) => Math.min(data.scale.high, Math.max(data.scale.low, predicted(item))),
    explain(item) {
      const weight = predictions().weight[item]
      if (!(weight > 0)) return addedUp('neighbours', expected.aloneParts(item))
      const contributions: Contribution[] = []
      for (const { person, similarity } of neighbours()) {
        const entry = entryOf(ratings, person, item)
        if (entry < 0) continue
        const share = { rating: centred.residual[entry], weight: similarity / weight }
        contributions.push({ person, ...share, amount: share.rating * share.weight })
        if (contributions.length === k) break
      }
      return addedToExpected('neighbours', contributions, expected, item)
    },
  }
}

interface Predictions {
  /** by item: the similarities of the k nearest who rated it, summed */
  readonly weight: Float64Array
  /** by item: the same, each times how far their rating lies above what was expected of it */
  readonly total: Float64Array
}

/** @param neighbours nearest first */
function predictionsOf(
  neighbours: readonly Neighbour[],
  { start, column, columns }: SparseMatrix,
  residual: Float64Array,
  k: number,
): Predictions {
  const weight = new Float64Array(columns)
  const total = new Float64Array(columns)
  const count = new Uint32Array(columns)
  for (const { person, similarity } of neighbours) {
    for (let e = start[person]; e < start[person + 1]; e++) {
      const item = column[e]
      if (count[item] === k) continue
      count[item]++
      weight[item] += similarity
      total[item] += similarity * residual[e]
    }
  }
  return { weight, total }
}

/** The entry of a person's rating of an item; -1 where there is none. */
function entryOf({ start, column }: SparseMatrix, person: number, item: number): number {
  const own = column.subarray(start[person], start[person + 1])
  const place = own.indexOf(item)
  return place < 0 ? -1 : start[person] + place
}
