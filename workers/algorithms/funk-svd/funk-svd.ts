import {
  createFunkOnGpu,
  funkEpochPlain,
  funkLoss,
  type BiasedFactors,
  type BlockedRatings,
} from '../../device/kernels/funk-epoch.ts'
import type { Device } from '../../device/device.ts'
import { random, seedFor } from '../../lib/random.ts'
import type { SparseMatrix } from '../../lib/sparse.ts'
import type { Algorithm, Frame, State, TrainingData } from '../algorithm.ts'
import type { Settings } from '../spec.ts'
import { factorPatch } from './factor-patch.ts'
import { biasedRecommender } from './recommender.ts'
import { scheduleOf } from './schedule.ts'
import { funkSvdSpec } from './spec.ts'

/**
 * Biases and factors (Funk 2006; Koren, Bell and Volinsky 2009, eq. 5): a rating is guessed as μ + b_u + b_i + p·q, and
 * stochastic gradient descent over the ratings there are minimises Σ (r − guess)² + λ(b_u² + b_i² + ‖p‖² + ‖q‖²). One
 * step is one epoch: once over every rating.
 */
export const funkSvd: Algorithm = {
  spec: funkSvdSpec,

  steps: (_data: TrainingData, settings: Settings) => Number(settings.epochs),

  async *train({ data, seed, device }, settings, start) {
    const { ratings } = data.interactions
    const middle = (data.scale.low + data.scale.high) / 2
    const schedule = scheduleOf(ratings, middle, seed)
    const from = start ?? initialState(ratings, Number(settings.factors), seed)
    const descent = descentOn(device, schedule, settings, from)
    try {
      for (let step = from.step; step <= funkSvd.steps(data, settings); step++) {
        if (step > from.step) await descent.epoch()
        yield frameOf(step, descent, schedule, data, settings)
      }
    } finally {
      descent.end()
    }
  },
}

/** Biases of 0 and factors of about 0.1; nothing for people and items without a rating, of which nothing is known. */
function initialState(ratings: SparseMatrix, factors: number, seed: number): State {
  const from = random(seedFor('funk-svd', seed))
  const rated = new Uint8Array(ratings.columns)
  for (const item of ratings.column) rated[item] = 1
  const draw = (rows: number, known: (row: number) => boolean) => {
    const numbers = new Float64Array(rows * (factors + 1))
    for (let row = 0; row < rows; row++) {
      if (!known(row)) continue
      for (let f = 1; f <= factors; f++) numbers[row * (factors + 1) + f] = 0.1 * from.normal()
    }
    return numbers
  }
  const people = draw(ratings.rows, (person) => ratings.start[person + 1] > ratings.start[person])
  const items = draw(ratings.columns, (item) => rated[item] === 1)
  return { step: 0, arrays: { people, items } }
}

/** Holds the rows where they are fitted, and reads them back only when asked. */
interface Descent {
  epoch(): Promise<void> | void
  rows(): Promise<BiasedFactors>
  end(): void
}

function descentOn(device: Device, schedule: BlockedRatings, settings: Settings, { arrays }: State): Descent {
  const [factors, rate, lambda] = [Number(settings.factors), Number(settings.rate), Number(settings.regularization)]
  const rows = { people: Float64Array.from(arrays.people), items: Float64Array.from(arrays.items), factors }
  if (device.kind === 'cpu') {
    return {
      epoch: () => funkEpochPlain(schedule, rows, rate, lambda),
      rows: () => Promise.resolve(rows),
      end() {},
    }
  }
  const onGpu = createFunkOnGpu(device, schedule, rows, rate, lambda)
  let read: Promise<BiasedFactors> | undefined
  return {
    epoch() {
      read = undefined
      return onGpu.epoch()
    },
    rows: () =>
      (read ??= onGpu.read().then(({ people, items }) => ({
        people: Float64Array.from(people),
        items: Float64Array.from(items),
        factors,
      }))),
    end: () => onGpu.destroy(),
  }
}

function frameOf(
  step: number,
  descent: Descent,
  schedule: BlockedRatings,
  data: TrainingData,
  settings: Settings,
): Frame {
  return {
    step,
    did: step === 0 ? 'random start' : 'every rating seen once more',
    loss: async () => funkLoss(schedule, await descent.rows(), Number(settings.regularization)),
    recommender: async () => biasedRecommender(await descent.rows(), schedule.mean, data, settings),
    snapshot: async () => factorPatch(await descent.rows(), schedule.mean, data.interactions.ratings),
    async state() {
      const { people, items } = await descent.rows()
      return { step, arrays: { people: people.slice(), items: items.slice() } }
    },
  }
}
