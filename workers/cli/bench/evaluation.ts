import { evaluateRanking } from '../../evaluation/protocol.ts'
import type { Recommender } from '../../contract/system.ts'
import { filmsDataset } from '../../data/audience.ts'
import { splitPerPerson, withValidation } from '../../data/splits.ts'
import { random } from '../../lib/random.ts'
import { median, spread, timed, type Bench } from './bench-line.ts'

/** What held-out quality costs at every point of a live curve, beyond the scores themselves. */
export const evaluationBench: Bench = {
  id: 'evaluation',
  async *run() {
    const { interactions, items } = filmsDataset()
    const split = splitPerPerson(interactions, { seed: 42 })
    const train = withValidation(split)
    const { rows, columns } = train.ratings
    const from = random(1)
    const scores = Array.from({ length: rows }, () => Float64Array.from({ length: columns }, () => from.uniform()))
    const recommender: Recommender = {
      person: (user) => ({
        scores: () => scores[user],
        explain: () => ({ kind: 'factors', score: 0, contributions: [] }),
      }),
      foldIn: () => undefined,
      similarItems: () => [],
      export: () => ({}),
    }
    const took = await timed(15, () => evaluateRanking(recommender, train, split.test, { k: 10 }))
    const note = `${rows} people × ${columns} items; ${spread(took)}`
    yield { name: 'Everybody ranked and scored', value: median(took), unit: 'ms', note }
    const beyond = { k: 10, beyondAccuracy: true, items }
    const tookMore = await timed(15, () => evaluateRanking(recommender, train, split.test, beyond))
    yield { name: '… beyond accuracy, too', value: median(tookMore), unit: 'ms', note: spread(tookMore) }
  },
}
