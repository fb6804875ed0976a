import { tensorsOnCpu, type CpuTensors } from '../../device/tensors.ts'
import type { Algorithm, Explanation, TrainingData } from '../algorithm.ts'
import { trainByGradient, type Learned } from '../gradient-training.ts'
import { likedEntries } from '../liked.ts'
import { pairBatches } from '../pair-batches.ts'
import { pairsOf, tensorsFor, trainable, type UserRows } from '../pair-model.ts'
import { pairRecommender } from '../pair-recommender.ts'
import type { Settings } from '../spec.ts'
import { forward, ncfModel, type NcfShape } from './model.ts'
import { ncfSnapshot } from './snapshot.ts'
import { ncfSpec } from './spec.ts'

/**
 * Neural collaborative filtering (He et al., WWW 2017): learns by binary cross-entropy to tell films that somebody watched
 * from films drawn at random.
 */
export const ncf: Algorithm = {
  spec: ncfSpec,

  steps: (data, settings) => Number(settings.epochs) * batchesOf(data, settings, 0).perEpoch,

  async *train({ data, seed, device }, settings, start) {
    const shape = shapeOf(data, settings)
    const model = ncfModel(shape, seed)
    const cpu = await tensorsOnCpu()
    const recommending = {
      cpu,
      model,
      data,
      settings,
      seed,
      itemTable: shape.parts === 'mlp' ? 'itemMlp' : 'itemGmf',
      explain: (learned: Learned, rows: UserRows, item: number, score: number) =>
        explain(cpu, shape, learned, rows, item, score),
    }
    yield* trainByGradient({
      device,
      seed,
      model: trainable(model),
      batches: batchesOf(data, settings, seed),
      epochs: Number(settings.epochs),
      adam: { learningRate: Number(settings.learningRate), weightDecay: Number(settings.weightDecay) },
      start,
      recommender: (learned) => pairRecommender(recommending, learned),
      snapshot: (request, learned) => ncfSnapshot(cpu, shape, learned, request),
    })
  },
}

function shapeOf({ interactions: { ratings } }: TrainingData, settings: Settings): NcfShape {
  return {
    users: ratings.rows,
    items: ratings.columns,
    embedding: Number(settings.embedding),
    layers: String(settings.layers).split('-').map(Number),
    dropout: Number(settings.dropout),
    parts: settings.parts as NcfShape['parts'],
  }
}

const batchesOf = ({ interactions }: TrainingData, settings: Settings, seed: number) =>
  pairBatches(interactions, likedEntries(interactions.ratings, settings), {
    batchSize: Number(settings.batchSize),
    negatives: Number(settings.negatives),
    negativeSampling: settings.negativeSampling as 'uniform' | 'popularity',
    seed,
  })

/** What each part says: the output layer is linear, so that their shares add up. */
function explain(
  cpu: CpuTensors,
  shape: NcfShape,
  learned: Learned,
  rows: UserRows,
  item: number,
  score: number,
): Explanation {
  const weights = learned.outputWeights!.values
  const bias = learned.outputBias!.values[0]!
  const { parts, embedding } = shape
  const share = parts === 'mlp' ? 0 : gmfShare()
  const contributions = [
    ...(parts === 'mlp' ? [] : [{ label: 'GMF', amount: share }]),
    ...(parts === 'gmf' ? [] : [{ label: 'MLP', amount: score - share - bias }]),
    { label: 'in every score', amount: parts === 'gmf' ? score - share : bias, always: true as const },
  ]
  return { kind: 'parts', score, contributions: contributions.sort(largestFirst) }

  function gmfShare() {
    const products = cpu.numbers(() => forward(shape, tensorsFor(learned, rows), pairsOf(Int32Array.of(item))).gmf!)
    let sum = 0
    for (let d = 0; d < embedding; d++) sum += weights[d]! * products[d]!
    return sum
  }
}

interface Share {
  readonly amount: number
  readonly always?: true
}

const largestFirst = (a: Share, b: Share) =>
  Number(a.always ?? false) - Number(b.always ?? false) || Math.abs(b.amount) - Math.abs(a.amount)
