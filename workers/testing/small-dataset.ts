import { random, type Random } from '../lib/random.ts'
import { sparseFromDense } from '../lib/sparse.ts'
import type { ContextField } from '../data/dataset.ts'
import type { TrainingData } from '../contract/system.ts'

const genres = ['drama', 'comedy', 'crime']
const words = ['harbour', 'winter', 'detective', 'robot', 'garden', 'train']

/** For tests: 40 people with two tastes over 30 items, enough for every kernel to have work in several workgroups. */
export function smallAudience(): TrainingData {
  const from = random(11)
  return audienceOf((near) => (from.uniform() < (near ? 0.5 : 0.15) ? 1 + from.integer(near ? 5 : 3) : 0), from)
}

/** The same size without ties: ratings are no whole numbers, and any two items share several people. */
export function audienceWithoutTies(): TrainingData {
  const from = random(12)
  return audienceOf((near) => (from.uniform() < (near ? 0.8 : 0.5) ? 1 + from.uniform() * (near ? 4 : 2) : 0), from)
}

/** The small audience with a time of day and a company for each rating: evenings are for drama, families for comedy. */
export function audienceInContext(): TrainingData {
  const { interactions, items, scale } = smallAudience()
  const from = random(13)
  const field = (
    id: ContextField['id'],
    values: readonly string[],
    drawn: (genre: string) => number,
  ): ContextField => ({
    id,
    values,
    code: Uint8Array.from(interactions.ratings.column, (item) => drawn(items[item].genres[0])),
  })
  const mostly = (likely: boolean) => (from.uniform() < (likely ? 0.8 : 0.3) ? 1 : 0)
  const context = [
    field('time of day', ['morning', 'evening'], (genre) => mostly(genre === 'drama')),
    field('company', ['alone', 'family'], (genre) => mostly(genre === 'comedy')),
  ]
  return { interactions: { ...interactions, context }, items, scale }
}

/** A handful of people and items, never the same twice: from none liked to all, with context or without. */
export function randomAudience(seed: number): TrainingData {
  const from = random(seed)
  const [people, films] = [3 + from.integer(6), 5 + from.integer(8)]
  const share = 0.3 + 0.5 * from.uniform()
  const dense = Array.from({ length: people }, () =>
    Array.from({ length: films }, () => (from.uniform() < share ? 1 + from.integer(5) : 0)),
  )
  const ratings = sparseFromDense(dense)
  const time = Float64Array.from(ratings.column, (_, entry) => from.integer(100) + entry / ratings.column.length)
  const code = () => Uint8Array.from(ratings.column, () => from.integer(2))
  const context = [
    { id: 'time of day', values: ['morning', 'evening'], code: code() },
    { id: 'place', values: ['home', 'away'], code: code() },
  ] as const
  const items = Array.from({ length: films }, (_, i) => ({
    title: `Item ${i + 1}`,
    genres: genres.filter(() => from.uniform() < 0.5),
    tones: from.uniform() < 0.5 ? ['warm'] : ['dark'],
    description: `A ${words[from.integer(6)]} and a ${words[from.integer(6)]}.`,
  }))
  return { interactions: { ratings, time, context }, items, scale: { low: 1, high: 5, step: 1 } }
}

function audienceOf(rate: (near: boolean) => number, from: Random): TrainingData {
  const dense = Array.from({ length: 40 }, (_, person) =>
    Array.from({ length: 30 }, (_, item) => rate(person % 2 === item % 2)),
  )
  const ratings = sparseFromDense(dense)
  const time = Float64Array.from(ratings.column, (_, entry) => from.integer(1000) + entry / ratings.column.length)
  const items = Array.from({ length: 30 }, (_, i) => ({
    title: `Item ${i + 1}`,
    genres: [genres[i % 3]],
    tones: i % 2 === 0 ? ['warm'] : ['dark'],
    description: `A ${words[i % 6]} and a ${words[(i * i + 1) % 6]}.`,
  }))
  return { interactions: { ratings, time, context: [] }, items, scale: { low: 1, high: 5, step: 1 } }
}
