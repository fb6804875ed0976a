import type { BiasedFactors } from './epoch.ts'
import { topK } from '../../lib/top-k.ts'
import type { Contribution, Explanation, Person, Rated, Recommender, TrainingData } from '../../contract/system.ts'
import { cosinesOf } from '../../training/cosines.ts'
import { ratingsOfRow } from '../../contract/positives.ts'
import { learnedPerson, type LearnedPerson, type Lesson } from './learned-person.ts'

/**
 * Scores are guessed stars before they are clipped to the scale.
 *
 * @param turn orders a person's ratings
 */
export function biasedRecommender(
  rows: BiasedFactors,
  turn: Uint32Array,
  lesson: Lesson,
  { scale, interactions }: TrainingData,
): Recommender {
  const { people, items, factors } = rows
  const { mean } = lesson
  const stride = factors + 1
  const guess = (person: Float64Array, item: number) => {
    let sum = mean + person[0] + items[item * stride]
    for (let f = 1; f <= factors; f++) sum += person[f] * items[item * stride + f]
    return sum
  }
  const learn = (ratings: readonly Rated[]) => {
    const rated = [...ratings].sort((a, b) => turn[a.item] - turn[b.item] || a.item - b.item)
    return learnedPerson(rated, rows, lesson)
  }
  const personOf = (row: Float64Array, learned: () => LearnedPerson): Person => ({
    vector: row.subarray(1),
    scores: () => Float64Array.from({ length: items.length / stride }, (_, item) => guess(row, item)),
    predict: (item) => Math.min(scale.high, Math.max(scale.low, guess(row, item))),
    explain: (item) =>
      explanationOf(guess(row, item), mean, row[0], items[item * stride], learned().contributions(item)),
  })
  return {
    person(user) {
      let again: LearnedPerson | undefined
      return personOf(
        people.slice(user * stride, (user + 1) * stride),
        () => (again ??= learn(ratingsOfRow(interactions.ratings, user))),
      )
    },
    foldIn(ratings) {
      if (ratings.length === 0) return undefined
      const learned = learn(ratings)
      return personOf(learned.row, () => learned)
    },
    similarItems: (item, n) => topK(cosinesTo(item, items, stride), n),
    export: () => ({ people, items }),
  }
}

/** A remainder above this share of the score would say that the films do not explain it. */
const mostUnsettled = 0.05

/**
 * Mean, biases, and what each film they rated adds, largest first. `unsettled` is what the factors of someone of the
 * data have beyond that: they were learned while the films still moved. Where that is much, one term has all of p·q.
 */
function explanationOf(
  score: number,
  mean: number,
  ofPerson: number,
  ofItem: number,
  films: readonly Contribution[],
): Explanation {
  const ofFactors = score - mean - ofPerson - ofItem
  const unsettled = ofFactors - films.reduce((sum, { amount }) => sum + amount, 0)
  const settled = Math.abs(unsettled) <= mostUnsettled * Math.abs(score)
  const contributions: Contribution[] = [
    { label: 'everybody’s mean', amount: mean, always: true },
    { label: 'how generous this person is', amount: ofPerson, always: true },
    { label: 'how good the film is said to be', amount: ofItem },
    ...(settled ? films : [{ label: 'what its factors say to this person', amount: ofFactors }]),
  ]
  contributions.sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount))
  return { kind: 'factors', score, contributions, ...(settled && { unsettled }) }
}

/** Cosine of one item's factors with every other's; the biases have no part in it. */
function cosinesTo(item: number, items: Float64Array, stride: number): Float64Array {
  return cosinesOf(item, items.length / stride, (a, b) => {
    let sum = 0
    for (let f = 1; f < stride; f++) sum += items[a * stride + f] * items[b * stride + f]
    return sum
  })
}
