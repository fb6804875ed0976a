import { similarityRowPlain, type SimilarityProblem } from '../../device/kernels/similarity.ts'
import type { Contribution, Explanation, Person, Rated, Recommender, TrainingData } from '../algorithm.ts'
import { likedOf, ratingsOfRow } from '../liked.ts'
import type { Settings } from '../spec.ts'

/** Each item's nearest items, filled row by row. */
export interface Neighbours {
  readonly items: number
  /** room a row for neighbours */
  readonly k: number
  /** items × k: the nearest items of each, nearest first */
  readonly ids: Uint32Array
  /** items × k: how similar they are, all above 0 */
  readonly similarities: Float32Array
  /** how many of the k places a row uses */
  readonly counts: Uint32Array
  /** items × items, where it is small enough to look at */
  readonly matrix?: Float64Array
}

/** Recommends from the first `rowsDone` rows; items whose row is not there yet cannot be scored. */
export function neighbourRecommender(
  rowsDone: number,
  neighbours: Neighbours,
  problem: SimilarityProblem,
  data: TrainingData,
  settings: Settings,
): Recommender {
  const { ids, similarities, counts, k } = neighbours
  const stars = settings.score === 'stars'
  let votes: Votes | undefined
  const personOf = (ratings: readonly Rated[]): Person =>
    stars
      ? starsPerson(ratings, rowsDone, neighbours, problem, data, settings)
      : votesPerson(likedOf(ratings, settings), rowsDone, neighbours, (votes ??= votesOf(rowsDone, neighbours)))
  return {
    person: (user) => personOf(ratingsOfRow(data.interactions.ratings, user)),
    foldIn: (ratings) => ((stars ? ratings : likedOf(ratings, settings)).length > 0 ? personOf(ratings) : undefined),
    similarItems: (item, n) =>
      item < rowsDone
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

function votesOf(rowsDone: number, { items, k, ids, similarities, counts }: Neighbours): Votes {
  const start = new Uint32Array(items + 1)
  const eachVote = (visit: (neighbour: number, item: number, entry: number) => void) => {
    for (let i = 0; i < rowsDone; i++) for (let e = i * k; e < i * k + counts[i]; e++) visit(ids[e], i, e)
  }
  eachVote((neighbour) => start[neighbour + 1]++)
  for (let i = 0; i < items; i++) start[i + 1] += start[i]
  const next = start.slice(0, items)
  const item = new Uint32Array(start[items])
  const similarity = new Float32Array(start[items])
  eachVote((neighbour, i, e) => {
    item[next[neighbour]] = i
    similarity[next[neighbour]++] = similarities[e]
  })
  return { start, item, similarity }
}

/** Ranking: an item's score is the sum, over its k nearest items that the person liked, of similarity × stars. */
function votesPerson(
  liked: readonly Rated[],
  rowsDone: number,
  { items, k, ids, counts, similarities }: Neighbours,
  votes: Votes,
): Person {
  return {
    scores() {
      const scores = new Float64Array(items)
      for (const { item, rating } of liked) {
        for (let e = votes.start[item]; e < votes.start[item + 1]; e++) {
          scores[votes.item[e]] += votes.similarity[e] * rating
        }
      }
      for (let i = 0; i < items; i++) if (scores[i] === 0) scores[i] = -Infinity
      return scores
    },
    explain(item) {
      const rating = new Map(liked.map((rated) => [rated.item, rated.rating]))
      const contributions: Contribution[] = []
      for (let e = item * k; item < rowsDone && e < item * k + counts[item]; e++) {
        const amount = similarities[e] * (rating.get(ids[e]) ?? 0)
        if (amount > 0) contributions.push({ item: ids[e], amount })
      }
      return pastItems(contributions)
    },
  }
}

/**
 * Rating prediction: the mean of the person's stars for the k items most similar to this one among those they rated,
 * weighted by similarity (raw), or their own mean plus the weighted mean of differences from it (centred, over
 * similarities above 1e-12). Without a neighbour: the mean of all ratings (raw), their own mean (centred).
 */
function starsPerson(
  ratings: readonly Rated[],
  rowsDone: number,
  neighbours: Neighbours,
  problem: SimilarityProblem,
  data: TrainingData,
  settings: Settings,
): Person {
  const rated = [...ratings].sort((a, b) => a.item - b.item)
  const similarity = similaritiesTo(rated, neighbours, problem)
  const centred = settings.centring === 'person'
  const ownMean = rated.reduce((sum, { rating }) => sum + rating, 0) / rated.length
  const everybodysMean = meanOf(data.interactions.ratings.value)
  const base = centred && rated.length > 0 ? ownMean : everybodysMean

  const nearest = nearestOf(rated, similarity, Number(settings.neighbours), centred ? 1e-12 : -Infinity)
  const shift = centred ? ownMean : 0
  const weightOf = (places: Uint32Array, item: number) =>
    places.reduce((sum, place) => sum + Math.abs(similarity(place, item)), 0)

  const explain = (item: number): Explanation => {
    const places = nearest(item)
    const weight = weightOf(places, item)
    if (weight === 0) return pastItems([{ label: centred ? 'mean of their stars' : "everybody's mean", amount: base }])
    const contributions: Contribution[] = Array.from(places, (place) => ({
      item: rated[place].item,
      amount: (similarity(place, item) * (rated[place].rating - shift)) / weight,
    }))
    return pastItems(centred ? [...contributions, { label: 'mean of their stars', amount: ownMean }] : contributions)
  }
  const score = (item: number) => {
    if (item >= rowsDone || !Number.isFinite(base)) return -Infinity
    const places = nearest(item)
    const weight = weightOf(places, item)
    if (weight === 0) return base
    return shift + places.reduce((sum, p) => sum + similarity(p, item) * (rated[p].rating - shift), 0) / weight
  }
  return {
    scores: () => Float64Array.from({ length: neighbours.items }, (_, item) => score(item)),
    predict: (item) => Math.min(data.scale.high, Math.max(data.scale.low, item < rowsDone ? score(item) : base)),
    explain,
  }
}

type Similarity = (place: number, item: number) => number

/**
 * The places, among what a person rated, of the k items most similar to one (not itself), most similar first; equal
 * ones in order of id. The answer is overwritten by the next.
 */
function nearestOf(rated: readonly Rated[], similarity: Similarity, k: number, above: number) {
  const places = new Uint32Array(Math.min(k, rated.length))
  const similarities = new Float64Array(places.length)
  return (item: number): Uint32Array => {
    let count = 0
    for (let place = 0; place < rated.length; place++) {
      const s = similarity(place, item)
      if (!(s > above) || rated[place].item === item || (count === places.length && s <= similarities[count - 1]))
        continue
      let at = count < places.length ? count++ : count - 1
      for (; at > 0 && s > similarities[at - 1]; at--) {
        similarities[at] = similarities[at - 1]
        places[at] = places[at - 1]
      }
      similarities[at] = s
      places[at] = place
    }
    return places.subarray(0, count)
  }
}

/** similarity(place, item): of the person's place-th rated item to any item, from the matrix or computed row by row. */
function similaritiesTo(
  rated: readonly Rated[],
  { items, matrix }: Neighbours,
  problem: SimilarityProblem,
): Similarity {
  if (matrix) return (place, item) => matrix[item * items + rated[place].item]
  const rows: Float64Array[] = []
  return (place, item) => {
    if (!rows[place]) {
      rows[place] = new Float64Array(items)
      similarityRowPlain(problem, rated[place].item, rows[place])
    }
    return rows[place][item]
  }
}

function pastItems(contributions: Contribution[]): Explanation {
  contributions.sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount))
  return { kind: 'past items', score: contributions.reduce((sum, { amount }) => sum + amount, 0), contributions }
}

function meanOf(values: Float32Array): number {
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}
