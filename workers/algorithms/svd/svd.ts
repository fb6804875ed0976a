import type { Device } from '../../device/device.ts'
import { createGramOnGpu, gramDensePlain, type WideSparseMatrix } from './sparse-dense.ts'
import { random, seedFor } from '../../lib/random.ts'
import type { Algorithm, Frame, State, TrainingData } from '../../contract/system.ts'
import type { Settings } from '../../contract/spec.ts'
import { centred, type Centred } from './centre.ts'
import { factorPatch } from './factor-patch.ts'
import { itemVectors, projecting } from './recommender.ts'
import { svdSpec } from './spec.ts'
import { improve, randomBasis, ritzOf, settledCount, type Gram, type Ritz } from './subspace.ts'

/**
 * Pure SVD (Sarwar, Karypis, Konstan and Riedl 2000; Cremonesi, Koren and Turrin 2010): the singular value decomposition
 * of the ratings with every missing one as zero, cut off after the strongest factors. A block of vectors is multiplied by
 * AᵀA and made orthonormal, again and again, until the wanted ones settle.
 */
export const svd: Algorithm = {
  spec: svdSpec,

  /**
   * The same on every device and for every seed: so many iterations are shown, and the last one goes on until all
   * factors have settled. Where they settled before, nothing moves any more. A block that holds everything is exact
   * after one.
   */
  steps: (data, settings) => (isWhole(data, settings) ? 1 : shownIterations),

  async *train({ data, seed, device }, settings, start) {
    const ratings = centred(data, settings)
    const width = blockWidth(data, settings)
    const gram = gramOn(device, ratings.matrix, width)
    const tolerance = device.kind === 'cpu' ? 1e-8 : 1e-5
    const wanted = factorsOf(data, settings)
    const settled = (ritz: Ritz) => settledCount(ritz, wanted, tolerance, gram.rounding)
    try {
      const { step: first, arrays } = start ?? initialState(data, width, seed)
      let basis: Float64Array = Float64Array.from(arrays.items)
      let ritz = await ritzOf(gram, basis, width)
      for (let step = first; step <= svd.steps(data, settings); step++) {
        const goal = step < svd.steps(data, settings) ? 1 : mostPasses
        for (let pass = 0; step > first && pass < goal && settled(ritz) < wanted; pass++) {
          basis = await improve(gram, ritz, wanted)
          ritz = await ritzOf(gram, basis, width)
        }
        yield frameOf({ step, basis, ritz, settled: settled(ritz) }, ratings, data, settings)
      }
    } finally {
      gram.destroy()
    }
  },
}

const shownIterations = 8

/** Against a matrix that never settles: a frame then says so. */
const mostPasses = 500

/** A matrix has no more factors than it has people or items. */
function factorsOf({ interactions: { ratings } }: TrainingData, settings: Settings): number {
  return Math.min(Number(settings.factors), ratings.rows, ratings.columns)
}

/** More vectors than are wanted: the weakest of a block settle slowly. */
function blockWidth(data: TrainingData, settings: Settings): number {
  const { rows, columns } = data.interactions.ratings
  const wanted = factorsOf(data, settings)
  return Math.min(wanted + Math.max(12, Math.ceil(0.75 * wanted)), rows, columns)
}

function isWhole(data: TrainingData, settings: Settings): boolean {
  const { rows, columns } = data.interactions.ratings
  return blockWidth(data, settings) === Math.min(rows, columns)
}

function initialState(data: TrainingData, width: number, seed: number): State {
  const items = randomBasis(data.interactions.ratings.columns, width, random(seedFor('svd', seed)))
  return { step: 0, arrays: { items } }
}

function gramOn(device: Device, matrix: WideSparseMatrix, width: number): Gram & { destroy(): void } {
  const rank = Math.min(matrix.rows, matrix.columns)
  if (device.kind === 'webgpu') return { ...createGramOnGpu(device, matrix, width), rank, rounding: 2 ** -24 }
  return { times: (dense) => gramDensePlain(matrix, dense, width), rank, rounding: 2 ** -53, destroy() {} }
}

interface Moment {
  readonly step: number
  readonly basis: Float64Array
  readonly ritz: Ritz
  /** factors that have settled */
  readonly settled: number
}

function frameOf(
  { step, basis, ritz, settled }: Moment,
  ratings: Centred,
  data: TrainingData,
  settings: Settings,
): Frame {
  const size = factorsOf(data, settings)
  const vectors = itemVectors(ritz, size)
  const recommender = projecting(vectors, ratings, data.scale, settings)
  const note = noteOf(size, settled, step === svd.steps(data, settings), settings)
  return {
    step,
    did:
      step === 0
        ? 'random start'
        : settled === size
          ? `all ${size} factors settled`
          : `${settled} of ${size} factors settled`,
    ...(note && { note }),
    loss: () => Promise.resolve(squaredError(ratings.matrix, ritz, size)),
    recommender: () => Promise.resolve(recommender),
    snapshot: (request) => Promise.resolve(factorPatch(vectors, recommender, ratings, data, request)),
    state: () => Promise.resolve({ step, arrays: { items: basis } }),
  }
}

function noteOf(size: number, settled: number, last: boolean, settings: Settings): string | undefined {
  if (size < Number(settings.factors))
    return `This data has only ${size} factors: no more than people, and no more than films.`
  if (last && settled < size)
    return `${size - settled} of ${size} factors had not settled after ${mostPasses} iterations.`
  return undefined
}

/** Over all cells, the missing ones as zero: what the factors leave of the matrix's squared length. */
function squaredError({ value }: WideSparseMatrix, { values }: Ritz, size: number): number {
  const all = value.reduce((sum, x) => sum + x * x, 0)
  const rest = values.subarray(0, size).reduce((left, sigma) => left - sigma * sigma, all)
  return rest > 1e-12 * all ? rest : 0 // with all factors nothing is left but rounding
}
