import type { Context, Recommender } from '../contract/system.ts'
import { contextAt } from '../contract/context.ts'
import type { Interactions } from '../data/dataset.ts'
import { random, seedFor, shuffle } from '../lib/random.ts'
import { comparable } from '../lib/ties.ts'
import { estimatesOf } from './estimate.ts'
import type { Estimate } from './intervals.ts'
import { checkShapes, itemsOf, peopleWithRelevant, samplePeople, type RankingOptions } from './protocol.ts'
import { checkCutOff, hitRate, ndcg, type RelevantRanks } from './ranks.ts'

export interface EventOptions extends Pick<RankingOptions, 'k' | 'relevantFrom' | 'people'> {
  /** at most so many of each person's events, drawn by the seed; absent: all of them */
  readonly each?: { readonly count: number; readonly seed: number }
}

export interface EventReport {
  readonly k: number
  /** the people counted, ascending: those with a held-out event (or the sample of them) */
  readonly people: Uint32Array
  /** held-out events of these people */
  readonly events: number
  /** `event-ndcg@k` and `event-hr@k`: the mean over people of each one's mean over events */
  readonly metrics: Readonly<Record<string, Estimate>>
  /** by name, in order of `people` */
  readonly values: Readonly<Record<string, Float64Array>>
}

/**
 * How well a list fits its moment. Each held-out rating is an event: all items that the person has not rated in `train`
 * are ranked in the context of the event, and the one relevant item is the event's. What else is held out of that
 * person stays among the candidates, so even a perfect system cannot put every event first. HR@k is 1 where the item is
 * among the first k, NDCG@k is 1 / log2(rank + 1) there; both are averaged over the events of a person first, and then
 * over people, who are the unit of the interval. Equal scores share their ranks (ranks.ts); an item without a finite
 * score is never found.
 * Throws RangeError where k is not a whole number from 1 or the two do not have the same shape.
 */
export function evaluateEvents(
  recommender: Pick<Recommender, 'person'>,
  train: Interactions,
  test: Interactions,
  options: EventOptions,
): EventReport {
  const { k, relevantFrom = -Infinity } = options
  checkCutOff(k)
  checkShapes(train, test)
  const people = samplePeople(peopleWithRelevant(test, relevantFrom), options.people)
  const [gains, hits] = [new Float64Array(people.length), new Float64Array(people.length)]
  const rated = new Uint8Array(test.ratings.columns)
  let events = 0
  people.forEach((person, place) => {
    const relevant = entriesOf(test, person).filter((entry) => test.ratings.value[entry] >= relevantFrom)
    const own = sampleEvents(relevant, person, options.each)
    for (const item of itemsOf(train, person)) rated[item] = 1
    for (const { now, entries } of byContext(test, own)) {
      const scores = recommender.person(person, now).scores()
      for (const entry of entries) {
        const ranked = placeOf(test.ratings.column[entry], scores, rated)
        gains[place] += ndcg(ranked, k) / own.length
        hits[place] += hitRate(ranked, k) / own.length
      }
    }
    for (const item of itemsOf(train, person)) rated[item] = 0
    events += own.length
  })
  const values = { [`event-ndcg@${k}`]: gains, [`event-hr@${k}`]: hits }
  return { k, people, events, metrics: estimatesOf(values), values }
}

function entriesOf({ ratings: { start } }: Interactions, person: number): number[] {
  return Array.from({ length: start[person + 1] - start[person] }, (_, place) => start[person] + place)
}

function sampleEvents(entries: readonly number[], person: number, sample: EventOptions['each']): readonly number[] {
  if (!sample || sample.count >= entries.length) return entries
  const drawn = shuffle(Uint32Array.from(entries), random(seedFor(`events of ${person}`, sample.seed)))
  return Array.from(drawn.subarray(0, sample.count))
}

/** A person's events, those of the same context together: their scores are worked out once. */
function byContext(test: Interactions, entries: readonly number[]) {
  const groups = new Map<string, { now: Context; entries: number[] }>()
  for (const entry of entries) {
    const now = contextAt(test, entry)
    const group = groups.get(now.join()) ?? { now, entries: [] }
    group.entries.push(entry)
    groups.set(now.join(), group)
  }
  return groups.values()
}

/** Where an item stands among all that are not rated; in no group where it has no finite score. */
function placeOf(item: number, scores: Float64Array, rated: Uint8Array): RelevantRanks {
  const own = comparable(scores[item])
  let above = 0
  let size = 0
  for (let other = 0; other < scores.length; other++) {
    if (rated[other] === 1) continue
    const score = comparable(scores[other])
    if (score > own) above++
    else if (score === own) size++
  }
  return { groups: own > -Infinity ? 1 : 0, above: [above], size: [size], hits: [1], relevant: 1 }
}
