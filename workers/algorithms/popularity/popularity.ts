import type { Device } from '../../device/device.ts'
import { createTallyOnGpu, tallyPlain } from './tally.ts'
import type { Algorithm, Frame, TrainingData } from '../../contract/system.ts'
import type { Settings } from '../../contract/spec.ts'
import { popularityRecommender, viewersOf, type Tally } from './recommender.ts'
import { popularitySpec } from './spec.ts'
import { votesOf, type Votes } from './votes.ts'

const ratingsPerStep = 500

/**
 * Adds up the ratings of every film, 500 a step in order of time. A film's score is, by the setting `by`,
 *
 *   count    how many people rated it
 *   mean     (Σ r + m·μ) / (n + m): its mean stars, with m ratings at the mean μ of all as a start
 *   recent   Σ 2^(−age / H): a rating counts half for every H days that it is older than the newest
 *
 * Counts take ratings from `likedFrom` stars on; the mean takes all. A film nobody rated has no score. Ties go to the
 * smaller id. The sums are whole numbers (votes.ts), so they are the same in any order and on every device.
 */
export const popularity: Algorithm = {
  spec: popularitySpec,

  steps: (data: TrainingData) => Math.ceil(data.interactions.time.length / ratingsPerStep),

  async *train({ data, device }, settings, start) {
    const votes = votesOf(data, settings)
    const counter = counterOn(device, votes, data.items.length)
    const end = (step: number) => Math.min(step * ratingsPerStep, votes.items.length)
    const first = start?.step ?? 0
    try {
      if (first > 0) await counter.add(0, end(first))
      for (let step = first; step <= popularity.steps(data, settings); step++) {
        if (step > first) await counter.add(end(step - 1), end(step))
        const tally = async () => ({ votes, totals: await counter.totals(), counted: end(step) })
        yield frameOf(step, end(step), tally, settings, data)
      }
    } finally {
      counter.end()
    }
  },
}

interface Counter {
  add(first: number, end: number): Promise<void>
  /** items × width */
  totals(): Promise<Uint32Array>
  end(): void
}

function counterOn(device: Device, votes: Votes, size: number): Counter {
  if (device.kind === 'webgpu') {
    const onGpu = createTallyOnGpu(device, votes, size)
    return { add: onGpu.add, totals: onGpu.read, end: onGpu.destroy }
  }
  const totals = new Uint32Array(size * votes.width)
  return {
    add: (first, end) => Promise.resolve(tallyPlain(votes, first, end, totals)),
    totals: () => Promise.resolve(totals.slice()),
    end() {},
  }
}

function frameOf(
  step: number,
  counted: number,
  tally: () => Promise<Tally>,
  settings: Settings,
  { scale }: TrainingData,
): Frame {
  return {
    step,
    did: step === 0 ? 'nothing counted' : `${counted.toLocaleString('en')} ratings counted`,
    recommender: async () => popularityRecommender(await tally(), settings, scale),
    async snapshot() {
      const known = await tally()
      const scores = popularityRecommender(known, settings, scale).person(0).scores()
      // A chart draws no infinities: a film without a score has a bar of no height.
      return { counts: viewersOf(known), scores: scores.map((score) => (score > -Infinity ? score : 0)) }
    },
    state: () => Promise.resolve({ step, arrays: {} }),
  }
}
