import type { CpuTensors, ArrayWithShape } from '../../device/tensors.ts'
import { concat } from '../../device/tensors.ts'
import { square } from '../../lib/portable-math.ts'
import type { Snapshot, SnapshotRequest } from '../../contract/system.ts'
import type { Weights } from '../../training/gradient.ts'
import { pairsOf, gaussianPriorOf, tensorsFor, type UserRows } from '../../training/pointwise-model.ts'
import { rowsBehind } from '../../training/pointwise-recommender.ts'
import { inputOf, segmentsOf, throughNetworks, type DcnShape } from './model.ts'

/**
 * How strongly each cross layer crosses each segment of x₀ (rows) with each segment of what the layer is given (columns):
 * `cells`, layers × segments × segments.
 *
 * In the matrix form that stands in the weights: the length of the block of W between the two. In the vector form a layer
 * has one weight for each number that it is given, whatever it is crossed with, so that there is no such block; what can
 * be drawn is what it does, |x₀ₐ| · |x_b · w_b|: for the film asked for, or on average over all films.
 */
export function dcnSnapshot(
  cpu: CpuTensors,
  shape: DcnShape,
  learned: Weights,
  { person, item, now }: SnapshotRequest,
): Snapshot {
  const names = ['person', 'film', ...(shape.features?.fields.fields.map(({ name }) => name) ?? [])]
  const common = { segments: names.join('\n'), layers: shape.crossLayers, form: shape.cross }
  if (shape.cross === 'matrix') return { ...common, cells: blockLengths(shape, learned) }
  const rows = rowsBehind(person) ?? { user: gaussianPriorOf(learned.user!).mean }
  const items = item === undefined ? Int32Array.from({ length: shape.items }, (_, k) => k) : Int32Array.of(item)
  const pairs = pairsOf(items, now)
  const inputs = inputsOf(cpu, shape, learned, rows, pairs)
  return { ...common, ...(item !== undefined && { item }), cells: effects(shape, learned, inputs, items.length) }
}

/** What each cross layer is given for these pairs, layer after layer: [layers × pairs, width]. */
function inputsOf(
  cpu: CpuTensors,
  shape: DcnShape,
  learned: Weights,
  rows: UserRows,
  pairs: ReturnType<typeof pairsOf>,
): Float32Array {
  return cpu.numbers(() => {
    const parameters = tensorsFor(learned, rows)
    const { crossed } = throughNetworks(shape, parameters, inputOf(shape, parameters, pairs))
    return concat(crossed.slice(0, shape.crossLayers), 0)
  })
}

function effects(shape: DcnShape, learned: Weights, inputs: Float32Array, pairs: number): Float32Array {
  const { embedding, crossLayers } = shape
  const segments = segmentsOf(shape)
  const width = segments * embedding
  const cells = new Float32Array(crossLayers * segments * segments)
  const [lengths, products] = [new Float64Array(segments), new Float64Array(segments)]
  for (let layer = 0; layer < crossLayers; layer++) {
    const weights = learned[`crossWeights${layer}`]!.values
    for (let pair = 0; pair < pairs; pair++) {
      const given = (layer * pairs + pair) * width
      for (let s = 0; s < segments; s++) {
        let [squares, product] = [0, 0]
        for (let d = s * embedding; d < (s + 1) * embedding; d++) {
          squares += square(inputs[pair * width + d]!)
          product += inputs[given + d]! * weights[d]!
        }
        lengths[s] = Math.sqrt(squares)
        products[s] = Math.abs(product)
      }
      for (let a = 0; a < segments; a++) {
        for (let b = 0; b < segments; b++)
          cells[(layer * segments + a) * segments + b]! += (lengths[a]! * products[b]!) / pairs
      }
    }
  }
  return cells
}

function blockLengths(shape: DcnShape, learned: Weights): Float32Array {
  const { crossLayers, embedding } = shape
  const segments = segmentsOf(shape)
  const cells = new Float32Array(crossLayers * segments * segments)
  for (let layer = 0; layer < crossLayers; layer++) {
    const weights = learned[`crossWeights${layer}`]!
    for (let a = 0; a < segments; a++) {
      for (let b = 0; b < segments; b++)
        cells[(layer * segments + a) * segments + b] = blockLength(weights, b * embedding, a * embedding, embedding)
    }
  }
  return cells
}

/** √(Σ w²) of a square of a matrix. */
function blockLength({ shape, values }: ArrayWithShape, row: number, column: number, side: number): number {
  let squares = 0
  for (let r = row; r < row + side; r++) {
    for (let c = column; c < column + side; c++) squares += square(values[r * shape[1]! + c]!)
  }
  return Math.sqrt(squares)
}
