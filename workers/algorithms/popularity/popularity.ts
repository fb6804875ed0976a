import type { Interactions } from '../../data/dataset.ts'
import type { Device } from '../../device/device.ts'
import { countPlain, createCountOnGpu } from '../../device/kernels/count.ts'
import type { Algorithm, Contribution, Frame, Person, TrainingData } from '../algorithm.ts'
import { popularitySpec } from './spec.ts'

const ratingsPerStep = 500

/**
 * Counts who watched what, 500 ratings a step in order of time. A film's score is how many people rated it
 * (at least `likedFrom` stars); a film nobody rated has none. Ties go to the smaller id.
 */
export const popularity: Algorithm = {
  spec: popularitySpec,

  steps: (data: TrainingData) => Math.ceil(data.interactions.time.length / ratingsPerStep),

  async *train({ data, device }, settings, start) {
    const log = logOf(data.interactions, Number(settings.likedFrom))
    const counter = counterOn(device, log, data.items.length)
    const end = (step: number) => Math.min(step * ratingsPerStep, log.items.length)
    const first = start?.step ?? 0
    try {
      if (first > 0) await counter.add(0, end(first))
      for (let step = first; step <= popularity.steps(data, settings); step++) {
        if (step > first) await counter.add(end(step - 1), end(step))
        yield frameOf(step, end(step), log, counter)
      }
    } finally {
      counter.end()
    }
  },
}

/** All ratings in order of time; at the same second, in order of person and item. */
interface Log {
  readonly items: Uint32Array
  readonly stars: Float32Array
  /** 1 where the rating counts as watched */
  readonly countsFor: Uint32Array
}

function logOf({ ratings, time }: Interactions, likedFrom: number): Log {
  const order = Uint32Array.from(time.keys()).sort((a, b) => time[a] - time[b] || a - b)
  const stars = Float32Array.from(order, (entry) => ratings.value[entry])
  return {
    items: order.map((entry) => ratings.column[entry]),
    stars,
    countsFor: Uint32Array.from(stars, (given) => (given >= likedFrom ? 1 : 0)),
  }
}

interface Counter {
  add(first: number, end: number): Promise<void>
  counts(): Promise<Uint32Array>
  end(): void
}

function counterOn(device: Device, { items, countsFor }: Log, size: number): Counter {
  if (device.kind === 'webgpu') {
    const onGpu = createCountOnGpu(device, items, countsFor, size)
    return { add: onGpu.add, counts: onGpu.read, end: onGpu.destroy }
  }
  const counts = new Uint32Array(size)
  return {
    add: (first, end) => Promise.resolve(countPlain(items, countsFor, first, end, counts)),
    counts: () => Promise.resolve(counts.slice()),
    end() {},
  }
}

function frameOf(step: number, counted: number, log: Log, counter: Counter): Frame {
  return {
    step,
    did: step === 0 ? 'nothing counted' : `${counted.toLocaleString('en')} ratings counted`,
    async recommender() {
      const counts = await counter.counts()
      const everybody = popularityPerson(counts, (item) => byStars(item, log, counted))
      return {
        person: () => everybody,
        foldIn: () => everybody,
        similarItems: () => [],
        export: () => ({ counts }),
      }
    },
    snapshot: async () => ({ counts: await counter.counts() }),
    state: () => Promise.resolve({ step, arrays: {} }),
  }
}

/** Everybody, as a count sees them: the same scores for all. */
export function popularityPerson(counts: Uint32Array, contributions: (item: number) => Contribution[]): Person {
  const scores = Float64Array.from(counts, (n) => (n > 0 ? n : -Infinity))
  return {
    scores: () => scores.slice(),
    explain: (item) => ({ kind: 'viewers', score: counts[item], contributions: contributions(item) }),
  }
}

/** How many of an item's counted viewers gave how many stars, most first. */
function byStars(item: number, { items, stars, countsFor }: Log, counted: number): Contribution[] {
  const viewers = new Map<number, number>()
  for (let e = 0; e < counted; e++) {
    if (items[e] === item && countsFor[e] === 1) viewers.set(stars[e], (viewers.get(stars[e]) ?? 0) + 1)
  }
  return [...viewers]
    .map(([given, amount]) => ({ label: `viewers who gave ${given} ${given === 1 ? 'star' : 'stars'}`, amount }))
    .sort((a, b) => b.amount - a.amount)
}
