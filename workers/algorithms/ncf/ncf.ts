import type { CpuTensors } from '../../device/tensors.ts'
import { inParts, type Algorithm, type Explanation, type TrainingData } from '../../contract/system.ts'
import type { Weights } from '../../training/gradient.ts'
import { pairsOf, tensorsFor, type UserRows } from '../../training/pointwise-model.ts'
import { pointwiseSteps, trainPointwise, widthsOf } from '../../training/pointwise.ts'
import type { Settings } from '../../contract/spec.ts'
import { forward, ncfModel, type NcfShape } from './model.ts'
import { ncfSnapshot } from './snapshot.ts'
import { ncfSpec } from './spec.ts'

/**
 * Neural collaborative filtering (He et al., WWW 2017): learns by binary cross-entropy to tell films that somebody watched
 * from films drawn at random.
 */
export const ncf: Algorithm = {
  spec: ncfSpec,
  mostDispatches: 64,

  steps: pointwiseSteps,

  async *train(context, settings, start) {
    const shape = shapeOf(context.data, settings)
    yield* trainPointwise(
      context,
      settings,
      {
        model: ncfModel(shape, context.seed),
        itemTable: shape.parts === 'mlp' ? 'itemMlp' : 'itemGmf',
        explain: (cpu, learned, rows, item, scores) => explain(cpu, shape, learned, rows, item, scores[item]!),
        snapshot: (cpu, ...asked) => ncfSnapshot(cpu, shape, ...asked),
      },
      start,
    )
  },
}

function shapeOf({ interactions: { ratings } }: TrainingData, settings: Settings): NcfShape {
  return {
    users: ratings.rows,
    items: ratings.columns,
    embedding: Number(settings.embedding),
    layers: widthsOf(settings.layers),
    dropout: Number(settings.dropout),
    parts: settings.parts as NcfShape['parts'],
  }
}

/** What each part says: the output layer is linear, so that their shares add up. */
function explain(
  cpu: CpuTensors,
  shape: NcfShape,
  learned: Weights,
  rows: UserRows,
  item: number,
  score: number,
): Explanation {
  const weights = learned.outputWeights!.values
  const bias = learned.outputBias!.values[0]!
  const { parts, embedding } = shape
  const share = parts === 'mlp' ? 0 : gmfShare()
  const said = [
    ...(parts === 'mlp' ? [] : [{ label: 'GMF', amount: share }]),
    ...(parts === 'gmf' ? [] : [{ label: 'MLP', amount: score - share - bias }]),
  ]
  return inParts('parts', score, said, parts === 'gmf' ? score - share : bias)

  function gmfShare() {
    const products = cpu.numbers(() => forward(shape, tensorsFor(learned, rows), pairsOf(Int32Array.of(item))).gmf!)
    let sum = 0
    for (let d = 0; d < embedding; d++) sum += weights[d]! * products[d]!
    return sum
  }
}
