import { recommend, type Person, type Recommender } from '../contract/system.ts'
import { ratingsOfRow } from '../contract/positives.ts'
import type { Interactions } from '../data/dataset.ts'
import { evaluateEvents } from '../evaluation/events.ts'
import { evaluateRanking, evaluateRatings } from '../evaluation/protocol.ts'
import type { Exposure, Judged, JudgedBy, Quality } from './api.ts'
import type { OpenDataset } from './opened-data.ts'
import { breather } from '../lib/breath.ts'

/** Held-out quality is measured on at most so many people, drawn once by seed; fewer where there are many items. */
const judgedPeople = 200
const judgedCells = 1_500_000
const sampleSeed = 42

/** So many of the people, the same for every system, that judging them takes a moment only. */
function sampleOf({ dataset }: OpenDataset) {
  const affordable = Math.max(100, Math.floor(judgedCells / dataset.items.length))
  return { count: Math.min(judgedPeople, affordable), seed: sampleSeed }
}

/**
 * On the test ratings of a sample of the people, those from `relevantFrom` stars on; of what learns from context,
 * also on one rating of each, ranked for the context it was made in.
 */
export function qualityOf(
  recommender: Recommender,
  opened: OpenDataset,
  relevantFrom: number,
  inContext = false,
): Quality {
  const { dataset, train, test } = opened
  const once = withPeopleOnce(recommender)
  const { people, metrics } = evaluateRanking(once, train, test, {
    k: 10,
    relevantFrom,
    people: sampleOf(opened),
    ...(dataset.truth && { truth: dataset.truth }),
  })
  const ratings = evaluateRatings(once, test, people)
  const stars = ratings && { rmse: ratings.rmse, mae: ratings.mae }
  const judged = { people: people.length, relevantFrom }
  if (!inContext || test.context.length === 0) return { ...judged, metrics: { ...metrics, ...stars } }
  const each = { count: 1, seed: sampleSeed }
  const events = evaluateEvents(recommender, train, test, { k: 10, relevantFrom, people: sampleOf(opened), each })
  return { ...judged, metrics: { ...metrics, ...stars, ...events.metrics } }
}

/** Everybody is worked out once, for their list and for their stars. */
function withPeopleOnce(recommender: Recommender): Pick<Recommender, 'person'> {
  const people = new Map<number, Person>()
  return {
    person(user) {
      const person = people.get(user) ?? recommender.person(user)
      people.set(user, person)
      return person
    },
  }
}

export function evaluateLists(recommender: Recommender, opened: OpenDataset, by: JudgedBy): Judged {
  const { dataset, train, test } = opened
  const options = { ...by, people: sampleOf(opened), beyondAccuracy: true, items: dataset.items }
  const { people, metrics, coverage, gini = 0 } = evaluateRanking(recommender, train, test, options)
  return { people: people.length, relevantFrom: by.relevantFrom, metrics, coverage, gini }
}

/** How often each film is in the first n of somebody's list. Other messages are let in between two people. */
export async function exposureOf(recommender: Recommender, train: Interactions, n: number): Promise<Exposure> {
  const people = train.ratings.rows
  const times = new Uint32Array(train.ratings.columns)
  const breathe = breather()
  for (let user = 0; user < people; user++) {
    await breathe()
    const seen = ratingsOfRow(train.ratings, user).map(({ item }) => item)
    for (const { item } of recommend(recommender.person(user), n, seen)) times[item]++
  }
  return { times, people, n }
}
