import { recommend } from '../../contract/system.ts'
import { userCf } from '../../algorithms/user-cf/user-cf.ts'
import { withSettings } from '../../contract/spec.ts'
import { atLastStep } from '../../lab/train-to-end.ts'
import type { SparseMatrix } from '../../lib/sparse.ts'
import { median, spread, timed, timeOf, type Bench } from './bench-line.ts'
import { asTrainingData, dense, hundredThousand } from './synthetic.ts'

const nearest = 50
const listed = 10

export const userCfBench: Bench = {
  id: 'user-cf',
  async *run() {
    const ratings = hundredThousand()
    const data = asTrainingData(ratings)
    const context = { data, seed: 1, device: { kind: 'cpu', reason: 'the bench' } } as const
    const size = '943 × 1,682, 100,000 entries'
    for (const score of ['votes', 'stars'] as const) {
      const settings = withSettings(userCf.spec, 'tuned', { neighbours: nearest, shrinkage: 0, score })
      const took = await timed(5, () =>
        atLastStep(userCf, context, settings, async ({ recommender }) => {
          for (let person = 0; person < ratings.rows; person++) {
            const seen = ratings.column.subarray(ratings.start[person], ratings.start[person + 1])
            recommend(recommender.person(person), listed, seen)
          }
          return Promise.resolve()
        }),
      )
      const seconds = took.map((ms) => ms / 1000)
      const name = `User-based top ${listed} for all, by ${score}, training included, CPU`
      yield { name, value: median(seconds), unit: 's', note: `${size}; ${spread(seconds)}`, most: 2 }
      if (score === 'stars') continue
      const plain = await timeOf(() => listsByDefinition(ratings))
      const ratio = `User-based top ${listed} for all, by votes, definition over CPU`
      yield { name: ratio, value: plain / median(took), unit: '×', note: `${plain.toFixed(0)} ms dense` }
    }
  },
}

/** Every pair of dense rows multiplied out, every row sorted, and the votes of the nearest added up and sorted. */
function listsByDefinition(ratings: SparseMatrix): number[][] {
  const rows = dense(ratings)
  const dot = (a: Float64Array, b: Float64Array) => {
    let sum = 0
    for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
    return sum
  }
  const lengths = rows.map((row) => Math.sqrt(dot(row, row)))
  return rows.map((own, person) => {
    const cosine = rows.map((other, p) => (p === person ? 0 : dot(own, other) / (lengths[person] * lengths[p])))
    const neighbours = [...cosine.keys()].sort((p, q) => cosine[q] - cosine[p] || p - q).slice(0, nearest)
    const scores = Float64Array.from(own, (_, item) =>
      neighbours.reduce((sum, p) => sum + (rows[p][item] > 0 ? cosine[p] : 0), 0),
    )
    const unseen = [...own.keys()].filter((item) => own[item] === 0)
    return unseen.sort((i, j) => scores[j] - scores[i] || i - j).slice(0, listed)
  })
}
