import { svd } from '../../algorithms/svd/svd.ts'
import { withSettings } from '../../contract/spec.ts'
import { atLastStep } from '../../lab/train-to-end.ts'
import { random } from '../../lib/random.ts'
import { strongestByDefinition } from '../plain/svd-definition.ts'
import { median, spread, timed, timeOf, type Bench } from './bench-line.ts'
import { asTrainingData, dense, hundredThousand } from './synthetic.ts'

const factors = 20

export const svdBench: Bench = {
  id: 'svd',
  async *run() {
    const ratings = hundredThousand()
    const settings = withSettings(svd.spec, 'tuned', { factors })
    const context = { data: asTrainingData(ratings), seed: 1, device: { kind: 'cpu', reason: 'the bench' } } as const
    let values: number[] = []
    const took = await timed(7, () =>
      atLastStep(svd, context, settings, async ({ recommender }) => {
        values = Array.from(recommender.export().singularValues as Float64Array)
      }),
    )
    const ms = median(took)
    const note = `943 × 1,682, 100,000 entries, settled to 1e-8; ${spread(took)}`
    yield { name: `SVD with ${factors} factors, CPU`, value: ms, unit: 'ms', note, most: 500 }

    const from = random(1)
    let wanted: number[] = []
    const plain = await timeOf(() => {
      wanted = strongestByDefinition(dense(ratings), factors, factors + 15, () => from.normal())
    })
    const name = `SVD with ${factors} factors, definition over CPU`
    yield { name, value: plain / ms, unit: '×', note: `${plain.toFixed(0)} ms dense` }
    const apart = Math.max(...wanted.map((value, f) => Math.abs(values[f] / value - 1)))
    const limit = { most: 1e-6, exact: true } as const
    yield { name: 'SVD, singular values and definition apart', value: apart, unit: 'relative', ...limit }
  },
}
