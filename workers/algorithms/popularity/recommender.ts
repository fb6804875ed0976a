import type { Contribution, Explanation, Person, Recommender, TrainingData } from '../../contract/system.ts'
import type { Settings } from '../../contract/spec.ts'
import type { Votes } from './votes.ts'

/** What has been added up so far, film by film. */
export interface Tally {
  readonly votes: Votes
  /** items × the votes' width */
  readonly totals: Uint32Array
  /** how many of the votes are in it, from the oldest on */
  readonly counted: number
}

/** Everybody gets the same list, the visitor too: there is nothing to fold in. */
export function popularityRecommender(tally: Tally, settings: Settings, scale: TrainingData['scale']): Recommender {
  const counts = viewersOf(tally)
  const everybody = personOf(tally, counts, settings, scale)
  return {
    person: () => everybody,
    foldIn: () => everybody,
    similarItems: () => [],
    export: () => ({ counts, scores: everybody.scores() }),
  }
}

/** How many people are counted for each item. */
export function viewersOf({ votes: { width }, totals }: Tally): Uint32Array {
  return Uint32Array.from({ length: totals.length / width }, (_, item) => totals[item * width])
}

function personOf(tally: Tally, counts: Uint32Array, settings: Settings, scale: TrainingData['scale']): Person {
  const { by } = tally.votes
  if (by === 'mean') return meanPerson(tally, counts, Number(settings.prior), scale)
  const score = by === 'count' ? (item: number) => counts[item] : (item: number) => amountOf(tally, item)
  return {
    scores: () => Float64Array.from(counts, (n, item) => (n > 0 ? score(item) : -Infinity)),
    explain: (item) => ({
      kind: 'viewers',
      unit: by === 'count' ? 'viewers' : 'recent viewers',
      score: score(item),
      contributions: by === 'count' ? byStars(item, tally) : byAge(item, tally, Number(settings.halfLife)),
    }),
  }
}

/** The damped mean: (Σ r + m·μ) / (n + m), where μ is the mean of all ratings counted so far. */
export function dampedMean(sum: number, n: number, prior: number, mean: number): number {
  return n + prior === 0 ? mean : (sum + prior * mean) / (n + prior)
}

function meanPerson(tally: Tally, counts: Uint32Array, prior: number, scale: TrainingData['scale']): Person {
  const sums = Float64Array.from(counts, (n, item) => amountOf(tally, item) + n * (n > 0 ? tally.votes.floor : 0))
  const ratings = counts.reduce((total, n) => total + n, 0)
  const mean = ratings > 0 ? sums.reduce((total, sum) => total + sum, 0) / ratings : (scale.low + scale.high) / 2
  const score = (item: number) => dampedMean(sums[item], counts[item], prior, mean)
  return {
    scores: () => Float64Array.from(counts, (n, item) => (n > 0 ? score(item) : -Infinity)),
    predict: (item) => Math.min(Math.max(score(item), scale.low), scale.high),
    explain: (item): Explanation => {
      // Without ratings and without a prior, everybody's mean is all there is.
      const [n, m] = [counts[item], counts[item] + prior === 0 ? 1 : prior]
      const weight = 1 / (n + m)
      const given = byStars(item, tally).map(({ label, rating, amount }) => ({
        label,
        rating,
        weight: amount * weight,
        amount: amount * weight * rating,
      }))
      const ofPrior: Contribution = {
        label: 'everybody’s mean',
        rating: mean,
        weight: m * weight,
        amount: m * weight * mean,
        always: true,
      }
      given.sort((a, b) => b.amount - a.amount)
      const contributions: Contribution[] = m > 0 ? [...given, ofPrior] : given
      return { kind: 'viewers', unit: 'stars', score: score(item), contributions, level: mean }
    },
  }
}

function amountOf({ votes: { width, unit }, totals }: Tally, item: number): number {
  return width > 1 ? totals[item * width + 1] / unit : 0
}

/** How many of an item's counted viewers gave how many stars, most first. */
function byStars(item: number, { votes, counted }: Tally) {
  const viewers = new Map<number, number>()
  for (const place of votes.of(item)) {
    const given = votes.stars[place]
    if (place < counted && votes.adds[place * votes.width] === 1) viewers.set(given, (viewers.get(given) ?? 0) + 1)
  }
  return [...viewers]
    .map(([rating, amount]) => ({ label: `viewers who gave ${starsText(rating)}`, rating, amount }))
    .sort((a, b) => b.amount - a.amount)
}

const starsText = (stars: number) => `${Number(stars.toFixed(2))} ${stars === 1 ? 'star' : 'stars'}`

/** What an item's viewers of each age add, in bands of one half-life; the fourth holds all that is older. */
function byAge(item: number, { votes, counted }: Tally, halfLife: number): Contribution[] {
  const bands = [0, 1, 2, 3].map((index) => ({ index, viewers: 0, amount: 0 }))
  for (const place of votes.of(item)) {
    if (place >= counted || votes.adds[place * 2] === 0) continue
    const band = bands[Math.min(Math.floor(votes.age[place] / halfLife), 3)]
    band.viewers++
    band.amount += votes.adds[place * 2 + 1] / votes.unit
  }
  return bands
    .filter(({ viewers }) => viewers > 0)
    .sort((a, b) => b.amount - a.amount)
    .map(({ index, viewers, amount }) => {
      const days = index === 3 ? `over ${3 * halfLife}` : `${index * halfLife}–${(index + 1) * halfLife}`
      return { label: `${viewers} ${viewers === 1 ? 'viewer' : 'viewers'}, ${days} days ago`, amount }
    })
}
