import {
  createSimilarityOnGpu,
  similarityRowPlain,
  type Comparison,
  type Measure,
  type SimilarityProblem,
} from './similarity.ts'
import { similarityPair } from './similarity-pair.ts'
import { topKOfRow } from '../../../device/kernels/top-k.ts'
import type { Device, GpuDevice } from '../../../device/device.ts'
import { topK } from '../../../lib/top-k.ts'
import type { Frame, PairArithmetic, Snapshot, State } from '../../../contract/system.ts'
import type { Settings } from '../../../contract/spec.ts'

/** So many rows and columns of a similarity matrix are kept to be looked at: those with most ratings. */
export const shownMost = 2000

/** What is kept of the similarities of items, or of people, while they are computed a row at a time. */
export interface SimilarityRows {
  /** how many are compared */
  readonly size: number
  /** room a row for neighbours */
  readonly k: number
  /** size × k: the nearest of each, nearest first */
  readonly ids: Uint32Array
  /** size × k: how similar they are, all above 0 */
  readonly similarities: Float32Array
  /** how many of the k places a row uses */
  readonly counts: Uint32Array
  /** which of them are in the matrix that is looked at, ascending: everyone up to `shownMost` */
  readonly shown: Uint32Array
  /** shown × shown, row-major: NaN where not computed yet or undefined */
  readonly matrix: Float32Array
}

/** The comparison that the settings `measure`, `shrinkage` and `minOverlap` ask for. */
export function comparisonOf({ measure, shrinkage, minOverlap }: Settings): Comparison {
  return { measure: measure as Measure, shrinkage: Number(shrinkage), minOverlap: Number(minOverlap) }
}

export interface RowsRequest {
  readonly device: Device
  readonly problem: SimilarityProblem
  /** nearest kept a row */
  readonly k: number
  /** how many ratings each has: above `shownMost`, the matrix shows those with most, ties to the smaller id */
  readonly activity: ArrayLike<number>
}

/** Computes row after row; yields the step and what is kept so far, first as it starts. */
export async function* similarityRows(
  { device, problem, k, activity }: RowsRequest,
  start?: State,
): AsyncGenerator<{ step: number; rows: SimilarityRows }, void, void> {
  const rows = start ? rowsOf(start) : noRows(problem.ratings.columns, k, activity)
  const source = device.kind === 'webgpu' ? onGpu(device, problem, rows) : onCpu(problem, rows)
  const first = start?.step ?? 0
  try {
    yield { step: first, rows }
    for (let row = first; row < rows.size; row++) {
      await source.compute(row)
      yield { step: row + 1, rows }
    }
  } finally {
    source.end()
  }
}

function noRows(size: number, k: number, activity: ArrayLike<number>): SimilarityRows {
  const room = Math.min(k, Math.max(size - 1, 1))
  const shown = Uint32Array.from(topK(activity, Math.min(size, shownMost)), ({ item }) => item).sort()
  return {
    size,
    k: room,
    ids: new Uint32Array(size * room),
    similarities: new Float32Array(size * room),
    counts: new Uint32Array(size),
    shown,
    matrix: new Float32Array(shown.length * shown.length).fill(NaN),
  }
}

/** Rows once computed never change, so every state shares them and only says how many there are. */
function rowsOf({ arrays }: State): SimilarityRows {
  return {
    size: arrays.counts.length,
    k: arrays.counts.length === 0 ? 0 : arrays.ids.length / arrays.counts.length,
    ids: arrays.ids as Uint32Array,
    similarities: arrays.similarities as Float32Array,
    counts: arrays.counts as Uint32Array,
    shown: arrays.shown as Uint32Array,
    matrix: arrays.matrix as Float32Array,
  }
}

/** The parts of a frame that are the same whatever is compared. */
export function frameOfRows(step: number, rows: SimilarityRows): Pick<Frame, 'snapshot' | 'state'> {
  const { ids, similarities, counts, shown, matrix } = rows
  return {
    snapshot: ({ fromRow }) => Promise.resolve(matrixRows(rows, step, fromRow)),
    state: () => Promise.resolve({ step, arrays: { ids, similarities, counts, shown, matrix } }),
  }
}

/** The rows of the matrix from one on that `step` steps have filled, and whose rows they are. */
function matrixRows({ shown, matrix }: SimilarityRows, step: number, fromRow: number): Snapshot {
  const next = shown.findIndex((id) => id >= step)
  const rowsDone = next < 0 ? shown.length : next
  const first = Math.min(fromRow, rowsDone)
  const size = shown.length
  return { fromRow: first, rowsDone, size, rows: matrix.slice(first * size, rowsDone * size), ids: shown.slice() }
}

interface RowSource {
  compute(row: number): Promise<void>
  end(): void
}

function onCpu(problem: SimilarityProblem, rows: SimilarityRows): RowSource {
  const { size, k, ids, similarities, counts } = rows
  const scratch = new Float64Array(size)
  const show = showIn(rows)
  return {
    compute(row) {
      similarityRowPlain(problem, row, scratch)
      counts[row] = topKOfRow(scratch, k, ids, similarities, row * k)
      show(row, scratch)
      return Promise.resolve()
    },
    end() {},
  }
}

/** The GPU computes a block of rows a dispatch and hands them out one a step. */
function onGpu(device: GpuDevice, problem: SimilarityProblem, rows: SimilarityRows): RowSource {
  const { size, k, ids, similarities, counts } = rows
  const gpu = createSimilarityOnGpu(device, problem)
  const show = showIn(rows)
  const blockRows = 64
  let first = 0
  let block: Awaited<ReturnType<typeof gpu.rows>> | undefined
  return {
    async compute(row) {
      if (!block || row < first || row >= first + blockRows) {
        first = row
        block = await gpu.rows(first, Math.min(blockRows, size - first), k)
      }
      const at = (row - first) * k
      const nearest = block.values.subarray(at, at + k)
      similarities.set(nearest, row * k)
      ids.set(block.ids.subarray(at, at + k), row * k)
      const end = nearest.findIndex((s) => !(s > 0))
      counts[row] = end < 0 ? k : end
      show(row, block.rows.subarray((row - first) * size, (row - first + 1) * size))
    },
    end: () => gpu.destroy(),
  }
}

/** Copies what is shown of a row into the matrix, where the row itself is shown. */
function showIn({ size, shown, matrix }: SimilarityRows) {
  const placeOf = new Int32Array(size).fill(-1)
  shown.forEach((id, place) => (placeOf[id] = place))
  return (row: number, values: Float32Array | Float64Array) => {
    if (placeOf[row] < 0) return
    const first = placeOf[row] * shown.length
    if (shown.length === size) return matrix.set(values, first)
    for (let place = 0; place < shown.length; place++) matrix[first + place] = values[shown[place]]
  }
}

/** The arithmetic of one cell of the matrix. */
export function pairArithmetic(problem: SimilarityProblem, a: number, b: number): PairArithmetic {
  const pair = similarityPair(problem, a, b)
  return {
    a,
    b,
    shared: pair.shared,
    valuesA: Float64Array.from(pair.a),
    valuesB: Float64Array.from(pair.b),
    sumOfProducts: pair.sumOfProducts,
    lengthA: pair.lengthA,
    lengthB: pair.lengthB,
    quotient: pair.quotient,
    shrinkage: problem.shrinkage,
    similarity: pair.similarity,
  }
}
