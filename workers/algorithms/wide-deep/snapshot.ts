import type { CpuTensors } from '../../device/tensors.ts'
import { recommend, type Snapshot, type SnapshotRequest } from '../../contract/system.ts'
import type { Weights } from '../../training/gradient.ts'
import { pairsOf, tensorsFor } from '../../training/pointwise-model.ts'
import { rowsBehind } from '../../training/pointwise-recommender.ts'
import type { Crosses } from './crosses.ts'
import { deepLogits, type WideDeepShape } from './model.ts'

/** films of the list that are drawn */
const listLength = 10

/**
 * What the linear half and the network each say of the films of a person's list, best first, and of the film asked for
 * behind them where it is none of those: without the biases, which every film has alike.
 *
 * `mean` is what each says on average over all films: [wide, deep].
 */
export function wideDeepSnapshot(
  cpu: CpuTensors,
  shape: WideDeepShape,
  { wide }: Crosses,
  learned: Weights,
  { person, rated = [], item, now }: SnapshotRequest,
): Snapshot {
  const rows = rowsBehind(person)
  if (!person || !rows) return {}
  const all = pairsOf(
    Int32Array.from({ length: shape.items }, (_, k) => k),
    now,
  )
  const [wideBias, outputBias] = [learned.wideBias!.values[0]!, learned.outputBias!.values[0]!]
  const parameters = () => tensorsFor(learned, rows)
  const said = {
    wide: cpu.numbers(() => wide.logits(parameters(), all)).map((logit) => logit - wideBias),
    deep: cpu.numbers(() => deepLogits(shape, parameters(), all)).map((logit) => logit - outputBias),
  }
  const best = recommend(
    person,
    listLength,
    rated.map((own) => own.item),
  ).map((entry) => entry.item)
  const films = item === undefined || best.includes(item) ? best : [...best, item]
  return {
    films: Uint32Array.from(films),
    wide: Float32Array.from(films, (film) => (said.wide.length === 1 ? said.wide[0]! : said.wide[film]!)),
    deep: Float32Array.from(films, (film) => said.deep[film]!),
    mean: Float32Array.of(mean(said.wide), mean(said.deep)),
    bias: wideBias + outputBias,
    /** how many of the films are the list's */
    listed: best.length,
  }
}

const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
