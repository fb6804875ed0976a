import { expect, test } from 'vitest'
import type { Interactions } from '../data/dataset.ts'
import { random } from '../lib/random.ts'
import { sparseFromDense } from '../lib/sparse.ts'
import { algorithms } from '../algorithms/catalog.ts'
import { cpu } from '../testing/gradient-run.ts'
import { fastSettings } from '../testing/fast-settings.ts'
import { withSettings, type Spec } from '../contract/spec.ts'

/** Few people and few films, of which the first person has rated all: nothing is left to draw beside what they watched. */
function fewRatings(people: number, films: number, seed: number): Interactions {
  const from = random(seed)
  const dense = Array.from({ length: people }, (_, person) =>
    Array.from({ length: films }, () => (person === 0 || from.uniform() < 0.4 ? 4 : 0)),
  )
  const ratings = { ...sparseFromDense(dense), columns: films }
  return { ratings, time: new Float64Array(ratings.column.length), context: [] }
}

function lowestOf({ settings }: Spec, wanted: string): number {
  const setting = settings.find(({ id }) => id === wanted)
  return setting?.kind === 'number' ? setting.low : NaN
}

const learners = algorithms.filter(({ spec }) => spec.byGradient)

/** Batches as small as they can be asked for, down to one example. */
test.each(learners.map(({ spec, load }) => [spec.id, spec, load] as const))(
  '%s learns from batches of the fewest examples',
  async (_, spec, load) => {
    const algorithm = await load()
    for (const [people, films, negatives] of [
      [1, 1, 20],
      [1, 2, 20],
      [1, 7, 20],
      [2, 3, 20],
      [3, 9, 8],
      [5, 7, 15],
    ] as const) {
      const interactions = fewRatings(people, films, people * films)
      const items = Array.from({ length: films }, (_, item) => ({ title: `film ${item}`, genres: [], tones: [] }))
      const data = { interactions, items, scale: { low: 1, high: 5, step: 1 } }
      const drawn = spec.settings.some(({ id }) => id === 'negatives') && { negatives }
      const settings = withSettings(spec, 'tuned', {
        ...fastSettings(spec),
        batchSize: lowestOf(spec, 'batchSize'),
        ...drawn,
      })
      let steps = 0
      for await (const frame of algorithm.train({ data, seed: 3, device: cpu }, settings)) {
        steps = frame.step
        expect(Number.isFinite(await frame.loss!())).toBe(true)
      }
      expect(steps, `${people} × ${films}`).toBe(algorithm.steps(data, settings))
    }
  },
)
