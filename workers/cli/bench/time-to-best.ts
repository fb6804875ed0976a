import { ncf } from '../../algorithms/ncf/ncf.ts'
import { fm } from '../../algorithms/fm/fm.ts'
import type { Algorithm } from '../../contract/system.ts'
import { withSettings } from '../../contract/spec.ts'
import { filmsDataset } from '../../data/audience.ts'
import { splitPerPerson, withValidation } from '../../data/splits.ts'
import { evaluateRanking } from '../../evaluation/protocol.ts'
import type { Bench } from './bench-line.ts'

/** Epochs without a better one after which the best is taken for found. */
const patience = 6

/** Seconds of training up to the epoch that ranks best, on what a first visit opens; measuring it is not counted. */
export const timeToBestBench: Bench = {
  id: 'time-to-best',
  async *run() {
    for (const [algorithm, most] of [
      [ncf, 30],
      [fm, 10],
    ] as const) {
      const { seconds, processor, epoch, ndcg } = await bestOf(algorithm)
      const note = `films, tuned; epoch ${epoch}, NDCG@10 ${ndcg.toFixed(4)}; ${processor.toFixed(1)} s of a processor`
      yield {
        name: `${algorithm.spec.shortName}, training to its best held-out NDCG, CPU`,
        value: seconds,
        unit: 's',
        note,
        most,
      }
    }
  },
}

async function bestOf(algorithm: Algorithm) {
  const { interactions, items, scale } = filmsDataset()
  const split = splitPerPerson(interactions, { seed: 42 })
  const train = withValidation(split)
  const settings = withSettings(algorithm.spec, 'tuned', { epochs: 100 })
  const context = {
    data: { interactions: train, items, scale },
    seed: 42,
    device: { kind: 'cpu', reason: 'the bench' },
  } as const
  let best = { epoch: 0, ndcg: 0, seconds: 0, processor: 0 }
  let [seconds, processor, last] = [0, 0, 0]
  const frames = algorithm.train(context, settings)
  for (;;) {
    const [started, used] = [performance.now(), process.cpuUsage()]
    const { value: frame } = await frames.next()
    const { user, system } = process.cpuUsage(used)
    seconds += (performance.now() - started) / 1000
    processor += (user + system) / 1e6
    if (!frame || frame.epoch! > best.epoch + patience) break
    if (frame.epoch === last) continue
    last = frame.epoch!
    const ndcg = evaluateRanking(await frame.recommender(), train, split.test, { k: 10 }).metrics['ndcg@10'].value
    if (ndcg > best.ndcg) best = { epoch: last, ndcg, seconds, processor }
  }
  await frames.return()
  return best
}
