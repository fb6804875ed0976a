import { random } from '../../lib/random.ts'
import { cosinesAmong } from '../../serving/mmr/cosines-among.ts'
import { maximalMarginalRelevance, scaled } from '../../serving/mmr/greedy.ts'
import { median, spread, timed, type Bench } from './bench-line.ts'

/** A list for variety is picked anew at every move of λ, within a frame. */
export const mmrBench: Bench = {
  id: 'mmr',
  async *run() {
    const [n, size, k, from] = [1000, 64, 50, random(7)]
    const features = Float64Array.from({ length: n * size }, () => from.normal())
    const all = Array.from({ length: n }, (_, i) => i)
    const relevance = scaled(all.map(() => from.uniform()))
    const took = await timed(15, () => maximalMarginalRelevance(relevance, cosinesAmong(features, size, all), 0.6, k))
    yield { name: `MMR, ${k} of 1,000 candidates`, value: median(took), unit: 'ms', note: spread(took), most: 10 }
  },
}
