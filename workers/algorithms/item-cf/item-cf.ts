import {
  createSimilarityOnGpu,
  isDefined,
  prepareSimilarity,
  similarityPair,
  similarityRowPlain,
  type Measure,
  type SimilarityProblem,
} from '../../device/kernels/similarity.ts'
import { topKOfRow } from '../../device/kernels/top-k.ts'
import type { Device } from '../../device/device.ts'
import type { Algorithm, Frame, PairArithmetic, State, TrainingData } from '../algorithm.ts'
import type { Settings } from '../spec.ts'
import { neighbourRecommender, type Neighbours } from './recommender.ts'
import { itemCfSpec } from './spec.ts'

/** Up to here all similarities are kept, for the matrix view; above, only each item's nearest. */
export const largestMatrix = 2000

/**
 * Item-based collaborative filtering (Sarwar et al. 2001): one row of the item × item similarity matrix a step,
 * and each item's k nearest.
 */
export const itemCf: Algorithm = {
  spec: itemCfSpec,

  steps: (data: TrainingData) => data.items.length,

  async *train({ data, device }, settings, start) {
    const problem = problemOf(data, settings)
    const neighbours = start ? neighboursOf(start) : emptyNeighbours(data.items.length, settings)
    const fill = rowFiller(device, problem, neighbours)
    try {
      for (let step = start?.step ?? 0; step <= data.items.length; step++) {
        if (step > (start?.step ?? 0)) await fill.row(step - 1)
        yield frameOf(step, neighbours, problem, data, settings)
      }
    } finally {
      fill.end()
    }
  },

  pair: pairOf,
}

/** The arithmetic of one cell of the matrix. */
function pairOf(data: TrainingData, settings: Settings, a: number, b: number): PairArithmetic {
  const pair = similarityPair(problemOf(data, settings), a, b)
  return {
    a,
    b,
    shared: pair.coRaters,
    valuesA: Float64Array.from(pair.a),
    valuesB: Float64Array.from(pair.b),
    sumOfProducts: pair.sumOfProducts,
    lengthA: pair.lengthA,
    lengthB: pair.lengthB,
    quotient: pair.quotient,
    shrinkage: Number(settings.shrinkage),
    similarity: pair.similarity,
  }
}

/** The similarity question these settings ask of the training ratings. */
export function problemOf(data: TrainingData, settings: Settings): SimilarityProblem {
  return prepareSimilarity(data.interactions.ratings, settings.measure as Measure, Number(settings.shrinkage))
}

function emptyNeighbours(items: number, settings: Settings): Neighbours {
  const k = Math.min(Number(settings.neighbours), Math.max(items - 1, 1))
  return {
    items,
    k,
    ids: new Uint32Array(items * k),
    similarities: new Float32Array(items * k),
    counts: new Uint32Array(items),
    ...(items <= largestMatrix && { matrix: new Float64Array(items * items) }),
  }
}

/** Rows once computed never change, so every state shares them and only says how many there are. */
function neighboursOf({ arrays }: State): Neighbours {
  return {
    items: arrays.counts.length,
    k: arrays.ids.length / arrays.counts.length,
    ids: arrays.ids as Uint32Array,
    similarities: arrays.similarities as Float32Array,
    counts: arrays.counts as Uint32Array,
    ...('matrix' in arrays && { matrix: arrays.matrix as Float64Array }),
  }
}

interface RowFiller {
  row(index: number): Promise<void>
  end(): void
}

function rowFiller(device: Device, problem: SimilarityProblem, neighbours: Neighbours): RowFiller {
  return device.kind === 'webgpu' ? fillOnGpu(device, problem, neighbours) : fillOnCpu(problem, neighbours)
}

function fillOnCpu(problem: SimilarityProblem, { items, k, ids, similarities, counts, matrix }: Neighbours): RowFiller {
  const scratch = new Float64Array(items)
  return {
    row(index) {
      const row = matrix?.subarray(index * items, (index + 1) * items) ?? scratch
      similarityRowPlain(problem, index, row)
      counts[index] = topKOfRow(row, k, ids, similarities, index * k)
      return Promise.resolve()
    },
    end() {},
  }
}

/** The GPU computes a block of rows a dispatch and hands them out one a step. */
function fillOnGpu(
  device: Extract<Device, { kind: 'webgpu' }>,
  problem: SimilarityProblem,
  { items, k, ids, similarities, counts, matrix }: Neighbours,
): RowFiller {
  const onGpu = createSimilarityOnGpu(device, problem)
  const blockRows = 64
  let first = 0
  let block: Awaited<ReturnType<typeof onGpu.rows>> | undefined
  return {
    async row(index) {
      if (!block || index < first || index >= first + blockRows) {
        first = index
        block = await onGpu.rows(first, Math.min(blockRows, items - first), k)
      }
      const at = (index - first) * k
      matrix?.set(block.rows.subarray((index - first) * items, (index - first + 1) * items), index * items)
      similarities.set(block.values.subarray(at, at + k), index * k)
      ids.set(block.ids.subarray(at, at + k), index * k)
      const end = block.values.subarray(at, at + k).findIndex((s) => !(s > 0))
      counts[index] = end < 0 ? k : end
    },
    end: () => onGpu.destroy(),
  }
}

function frameOf(
  step: number,
  neighbours: Neighbours,
  problem: SimilarityProblem,
  data: TrainingData,
  settings: Settings,
): Frame {
  const { items, ids, similarities, counts, matrix } = neighbours
  return {
    step,
    did: step === 0 ? 'no film compared' : `${data.items[step - 1].title} compared with all`,
    recommender: () => Promise.resolve(neighbourRecommender(step, neighbours, problem, data, settings)),
    snapshot({ fromRow }) {
      const first = Math.min(fromRow, step)
      const rows = Float32Array.from(matrix?.subarray(first * items, step * items) ?? [])
      for (let cell = 0; cell < rows.length; cell++) {
        if (rows[cell] === 0 && !isDefined(problem, first + Math.floor(cell / items), cell % items)) rows[cell] = NaN
      }
      return Promise.resolve({ fromRow: first, rowsDone: step, size: matrix ? items : 0, rows })
    },
    state: () => Promise.resolve({ step, arrays: { ids, similarities, counts, ...(matrix && { matrix }) } }),
  }
}
