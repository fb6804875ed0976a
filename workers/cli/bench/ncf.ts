import { ncf } from '../../algorithms/ncf/ncf.ts'
import { ncfModel } from '../../algorithms/ncf/model.ts'
import type { TrainingData } from '../../contract/system.ts'
import { pointwiseBatchesOf, widthsOf } from '../../training/pointwise.ts'
import { withSettings } from '../../contract/spec.ts'
import { stockNcf } from '../plain/ncf-stock.ts'
import { median, spread, timeOf, type Bench } from './bench-line.ts'
import { asTrainingData, filmsToTrainOn, hundredThousand } from './synthetic.ts'

const seed = 1
/** Without dropout, which tfjs draws otherwise. */
const settings = withSettings(ncf.spec, 'course', { dropout: 0 })

/** A step of ours beside one of the same model in TensorFlow.js as it comes, in turns. */
export const ncfBench: Bench = {
  id: 'ncf',
  async *run() {
    for (const [size, data] of [
      ['films', filmsToTrainOn()],
      ['943 × 1,682, 100,000 entries', asTrainingData(hundredThousand())],
    ] as const) {
      const { ours, stock, apart } = await inTurns(data)
      const note = `${size}, ${Number(settings.batchSize)} pairs; ${spread(ours)}`
      yield { name: 'NCF step, CPU', value: median(ours), unit: 'ms', note }
      const ratio = median(ours) / median(stock)
      const beside = `${median(stock).toFixed(1)} ms: ${(1 / ratio).toFixed(1)} times as fast`
      yield { name: 'NCF step, CPU over stock tfjs on wasm', value: ratio, unit: '×', note: beside, most: 0.4 }
      const limit = { most: 1e-5, exact: true } as const
      yield { name: 'NCF, parameters after one step and stock tfjs apart', value: apart, unit: 'absolute', ...limit }
    }
  },
}

const rounds = 8
const stepsARound = 6

async function inTurns(data: TrainingData) {
  const { rows: users, columns: items } = data.interactions.ratings
  const layers = widthsOf(settings.layers)
  const shape = { users, items, embedding: Number(settings.embedding), layers, dropout: 0, parts: 'both' } as const
  const stock = await stockNcf(ncfModel(shape, seed).parameters, layers.length, Number(settings.learningRate))
  const batches = pointwiseBatchesOf(data, settings, seed)
  const frames = ncf.train({ data, seed, device: { kind: 'cpu', reason: 'the bench' } }, settings)
  let step = 0
  const stockStep = () => stock.learn(batches.at(Math.floor(step / batches.perEpoch), step++ % batches.perEpoch))
  const ourStep = async () => (await frames.next()).value!

  await ourStep() // the untrained
  const { arrays } = await (await ourStep()).state()
  stockStep()
  const apart = Object.entries(stock.parameters()).reduce(
    (most, [name, values]) =>
      values.reduce((most, value, k) => Math.max(most, Math.abs(value - arrays[name]![k]!)), most),
    0,
  )
  const took = { ours: [] as number[], stock: [] as number[] }
  for (let round = 0; round < rounds; round++) {
    for (const [who, work] of [
      ['ours', ourStep],
      ['stock', stockStep],
    ] as const) {
      await work() // warms up, and pays for the change of backends
      for (let k = 0; k < stepsARound; k++) took[who].push(await timeOf(work))
    }
  }
  await frames.return()
  stock.dispose()
  return { ...took, apart }
}
