import { itemCf } from '../../algorithms/item-cf/item-cf.ts'
import { withSettings } from '../../contract/spec.ts'
import type { SparseMatrix } from '../../lib/sparse.ts'
import { atLastStep } from '../../lab/train-to-end.ts'
import { median, spread, timed, timeOf, type Bench } from './bench-line.ts'
import { asTrainingData, dense, hundredThousand } from './synthetic.ts'

const nearest = 50

export const itemCfBench: Bench = {
  id: 'item-cf',
  async *run() {
    const ratings = hundredThousand()
    const data = asTrainingData(ratings)
    const settings = withSettings(itemCf.spec, 'tuned', { neighbours: nearest, shrinkage: 0 })
    const context = { data, seed: 1, device: { kind: 'cpu', reason: 'the bench' } } as const
    const took = await timed(7, () => atLastStep(itemCf, context, settings, async () => {}))
    const ms = median(took)
    const note = `943 × 1,682, 100,000 entries; ${spread(took)}`
    yield { name: `All-pairs cosine with top ${nearest}, CPU`, value: ms, unit: 'ms', note, most: 150 }
    const plain = await timeOf(() => cosineByDefinition(ratings))
    const name = `All-pairs cosine with top ${nearest}, definition over CPU`
    yield { name, value: plain / ms, unit: '×', note: `${plain.toFixed(0)} ms dense` }
  },
}

/** Every pair of dense columns multiplied out, every row sorted. */
function cosineByDefinition(ratings: SparseMatrix): number[][] {
  const rows = dense(ratings)
  const columns = Array.from({ length: ratings.columns }, (_, i) => Float64Array.from(rows, (row) => row[i]))
  const dot = (a: Float64Array, b: Float64Array) => {
    let sum = 0
    for (let p = 0; p < a.length; p++) sum += a[p] * b[p]
    return sum
  }
  const lengths = columns.map((column) => Math.sqrt(dot(column, column)))
  return columns.map((a, i) => {
    const cosine = columns.map((b, j) =>
      i === j || lengths[i] * lengths[j] === 0 ? 0 : dot(a, b) / (lengths[i] * lengths[j]),
    )
    return [...cosine.keys()].sort((j, k) => cosine[k] - cosine[j] || j - k).slice(0, nearest)
  })
}
