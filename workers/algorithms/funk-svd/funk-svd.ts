import { createFunkOnGpu, funkEpochPlain, funkLoss, type BiasedFactors, type FunkProblem } from './epoch.ts'
import type { Device } from '../../device/device.ts'
import { random, seedFor } from '../../lib/random.ts'
import type { SparseMatrix } from '../../lib/sparse.ts'
import type { Algorithm, Frame, State, TrainingData } from '../../contract/system.ts'
import type { Settings } from '../../contract/spec.ts'
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
    const schedule = scheduleOf(ratings, seed)
    const problem = {
      ratings: schedule,
      mean: meanOf(data),
      regularization: Number(settings.regularization),
      rate: Number(settings.rate),
    }
    const from = start ?? initialState(ratings, settings, seed)
    const descent = descentOn(device, problem, Number(settings.factors), from)
    try {
      for (let step = from.step; step <= funkSvd.steps(data, settings); step++) {
        if (step > from.step) await descent.epoch()
        yield frameOf(step, descent, problem, schedule.turn, data)
      }
    } finally {
      descent.end()
    }
  },
}

/** The mean of all ratings; the middle of the scale where there are none. */
function meanOf({ interactions, scale }: TrainingData): number {
  const { value } = interactions.ratings
  return value.length > 0 ? value.reduce((sum, rating) => sum + rating, 0) / value.length : (scale.low + scale.high) / 2
}

/**
 * Biases of 0, the films' factors of about 0.1, and the people's as the setting says. Nothing for those without a
 * rating, of whom nothing is known.
 */
function initialState(ratings: SparseMatrix, settings: Settings, seed: number): State {
  const size = Number(settings.factors) + 1
  const from = random(seedFor('funk-svd', seed))
  const draw = (counts: Uint32Array) => {
    const rows = new Float64Array(counts.length * size)
    for (let at = 0; at < rows.length; at++) {
      if (at % size > 0 && counts[Math.floor(at / size)] > 0) rows[at] = 0.1 * from.normal()
    }
    return rows
  }
  const viewers = new Uint32Array(ratings.columns)
  for (const item of ratings.column) viewers[item]++
  const items = draw(viewers)
  const own = Uint32Array.from({ length: ratings.rows }, (_, u) => ratings.start[u + 1] - ratings.start[u])
  const people = settings.start === 'random' ? draw(own) : new Float64Array(ratings.rows * size)
  return { step: 0, arrays: { people, items } }
}

/** Holds the rows where they are fitted, and reads them back only when asked. */
interface Descent {
  epoch(): Promise<void> | void
  rows(): Promise<BiasedFactors>
  end(): void
}

function descentOn(device: Device, problem: FunkProblem, factors: number, { arrays }: State): Descent {
  const rows = { people: Float64Array.from(arrays.people), items: Float64Array.from(arrays.items), factors }
  if (device.kind === 'cpu') {
    return {
      epoch: () => funkEpochPlain(problem, rows),
      rows: () => Promise.resolve(rows),
      end() {},
    }
  }
  const onGpu = createFunkOnGpu(device, problem, rows)
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

function frameOf(step: number, descent: Descent, problem: FunkProblem, turn: Uint32Array, data: TrainingData): Frame {
  return {
    step,
    did: step === 0 ? 'nothing learned yet' : 'every rating once more',
    loss: async () => funkLoss(problem, await descent.rows()),
    recommender: async () => biasedRecommender(await descent.rows(), turn, { ...problem, epochs: step }, data),
    snapshot: async (request) => factorPatch(await descent.rows(), problem.mean, data.interactions.ratings, request),
    async state() {
      const { people, items } = await descent.rows()
      return { step, arrays: { people: people.slice(), items: items.slice() } }
    },
  }
}
