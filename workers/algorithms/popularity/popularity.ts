import type { Interactions } from '../../data/dataset.ts'
import type { Algorithm, Contribution, Frame, Person, Recommender, TrainingData } from '../algorithm.ts'
import type { Settings } from '../spec.ts'
import { popularitySpec } from './spec.ts'

const ratingsPerStep = 500

/**
 * Counts who watched what, 500 ratings a step in order of time. A film's score is how many people rated it
 * (at least `likedFrom` stars); a film nobody rated has none. Ties go to the smaller id.
 */
export const popularity: Algorithm = {
  spec: popularitySpec,

  steps: (data: TrainingData) => Math.ceil(data.interactions.time.length / ratingsPerStep),

  async *train({ data }, settings, start) {
    const entries = inOrderOfTime(data.interactions)
    const { column, value } = data.interactions.ratings
    const counted = new Uint32Array(data.items.length)
    const from = Number(settings.likedFrom)
    const count = (first: number, last: number) => {
      for (let k = first; k < last; k++) if (value[entries[k]] >= from) counted[column[entries[k]]]++
    }
    const steps = popularity.steps(data, settings)
    const first = start?.step ?? 0
    count(0, Math.min(first * ratingsPerStep, entries.length))
    for (let step = first; step <= steps; step++) {
      const done = Math.min(step * ratingsPerStep, entries.length)
      if (step > first) count((step - 1) * ratingsPerStep, done)
      yield frameOf(step, counted, data.interactions, entries.subarray(0, done), settings)
    }
  },
}

/** Entries from the oldest rating to the newest; at the same second, in order of person and item. */
function inOrderOfTime({ time }: Interactions): Uint32Array {
  return Uint32Array.from(time.keys()).sort((a, b) => time[a] - time[b] || a - b)
}

function frameOf(
  step: number,
  counted: Uint32Array,
  interactions: Interactions,
  entries: Uint32Array,
  settings: Settings,
): Frame {
  const everybody = popularityPerson(counted, (item) =>
    byStars(item, interactions, entries, Number(settings.likedFrom)),
  )
  const recommender: Recommender = {
    person: () => everybody,
    foldIn: () => everybody,
    similarItems: () => [],
    export: () => ({ counts: counted.slice() }),
  }
  return {
    step,
    did: step === 0 ? 'nothing counted' : `${entries.length.toLocaleString('en')} ratings counted`,
    recommender: () => Promise.resolve(recommender),
    snapshot: () => Promise.resolve({ counts: counted.slice() }),
    state: () => Promise.resolve({ step, arrays: {} }),
  }
}

/** Everybody, as a count sees them: the same scores for all. */
export function popularityPerson(counts: Uint32Array, contributions: (item: number) => Contribution[]): Person {
  return {
    scores: () => Float64Array.from(counts, (n) => (n > 0 ? n : -Infinity)),
    explain: (item) => ({ kind: 'viewers', score: counts[item], contributions: contributions(item) }),
  }
}

/** How many of an item's counted viewers gave how many stars, most first. */
function byStars(item: number, { ratings }: Interactions, entries: Uint32Array, from: number): Contribution[] {
  const viewers = new Map<number, number>()
  for (const e of entries) {
    if (ratings.column[e] === item && ratings.value[e] >= from) {
      viewers.set(ratings.value[e], (viewers.get(ratings.value[e]) ?? 0) + 1)
    }
  }
  return [...viewers]
    .map(([stars, amount]) => ({ label: `viewers who gave ${stars} ${stars === 1 ? 'star' : 'stars'}`, amount }))
    .sort((a, b) => b.amount - a.amount)
}
