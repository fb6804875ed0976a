import type { CpuTensors, ArrayWithShape } from '../../device/tensors.ts'
import type { Snapshot, SnapshotRequest } from '../../contract/system.ts'
import type { Weights } from '../../training/gradient.ts'
import { pairsOf, tensorsFor, type UserRows } from '../../training/pointwise-model.ts'
import { rowsBehind } from '../../training/pointwise-recommender.ts'
import { forward, type NcfShape } from './model.ts'

/**
 * The network for one person and one item: both embeddings of each (`userGmf`, `itemGmf`, `userMlp`, `itemMlp`), what each
 * layer makes of them (`hidden0` …), and what reaches the output from each unit (`gmf`, `mlp`: unit × weight), beside `bias`;
 * all of them together are the score. `strongest<layer>` has the largest amounts that go into a layer: from, to, amount, in
 * threes. Nothing without a person.
 */
export function ncfSnapshot(
  cpu: CpuTensors,
  shape: NcfShape,
  learned: Weights,
  { person, item }: SnapshotRequest,
): Snapshot {
  const rows = rowsBehind(person)
  if (!rows || item === undefined) return {}
  const outputs = learned.outputWeights!.values
  const activations = activationsOf(cpu, shape, learned, rows, item)
  const { hidden } = activations
  const gmf = activations.gmf?.map((x, d) => x * outputs[d]!)
  const offset = gmf?.length ?? 0
  const mlp = hidden.at(-1)?.map((x, unit) => x * outputs[offset + unit]!)
  const own = (name: string): Float32Array | undefined =>
    name.startsWith('user') ? rows[name]?.values : learned[name] && rowOf(learned[name], item)
  const embeddings: Record<string, Float32Array> = Object.fromEntries(
    ['userGmf', 'itemGmf', 'userMlp', 'itemMlp'].flatMap((name) => {
      const row = own(name)
      return row ? [[name, row]] : []
    }),
  )
  const inputs = hidden.length > 0 ? Float32Array.of(...embeddings.userMlp!, ...embeddings.itemMlp!) : undefined
  const into = hidden.map((_, layer): [string, Float32Array] => [
    `strongest${layer}`,
    strongest(layer === 0 ? inputs! : hidden[layer - 1]!, learned[`weights${layer}`]!),
  ])
  return {
    item,
    bias: learned.outputBias!.values[0]!,
    ...embeddings,
    ...(gmf && { gmf }),
    ...(mlp && { mlp }),
    ...Object.fromEntries(hidden.map((values, layer) => [`hidden${layer}`, values])),
    ...Object.fromEntries(into),
  }
}

/** What the pair becomes, in one pass: the products, and each layer's units. */
function activationsOf(cpu: CpuTensors, shape: NcfShape, learned: Weights, rows: UserRows, item: number) {
  const made: { gmf?: Float32Array; hidden: Float32Array[] } = { hidden: [] }
  cpu.run(() => {
    const { gmf, hidden } = forward(shape, tensorsFor(learned, rows), pairsOf(Int32Array.of(item)))
    if (gmf) made.gmf = gmf.dataSync() as Float32Array
    made.hidden = hidden.map((layer) => layer.dataSync() as Float32Array)
  })
  return made
}

const rowOf = ({ shape, values }: ArrayWithShape, row: number) => values.slice(row * shape[1]!, (row + 1) * shape[1]!)

const drawnLinks = 24

/** The largest of unit × weight between two layers, as from, to, amount. */
function strongest(from: Float32Array, { shape, values }: ArrayWithShape): Float32Array {
  const width = shape[1]!
  const amounts = values.map((weight, k) => from[Math.floor(k / width)]! * weight)
  const largest = Array.from(amounts.keys())
    .sort((a, b) => Math.abs(amounts[b]!) - Math.abs(amounts[a]!) || a - b)
    .slice(0, drawnLinks)
  return Float32Array.from(largest.flatMap((k) => [Math.floor(k / width), k % width, amounts[k]!]))
}
