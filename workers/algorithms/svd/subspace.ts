import { symmetricEigen } from '../../lib/eigen.ts'
import { gramOf, orthonormalise, turnColumns } from '../../lib/orthonormal.ts'
import { square } from '../../lib/portable-math.ts'
import type { Random } from '../../lib/random.ts'

/** What the iteration needs to know of a matrix A: its products with AᵀA, and how exact they are. */
export interface Gram {
  /** AᵀA X, where X and the product are columns of A × width, row-major */
  times(dense: Float64Array): Promise<Float64Array> | Float64Array
  /** the relative error of one rounding */
  readonly rounding: number
  /** A has no more singular values than this */
  readonly rank: number
}

/** What a block of orthonormal vectors knows of the singular value decomposition. */
export interface Ritz {
  readonly width: number
  /** columns of A × width: the best approximations of right singular vectors that the block holds, strongest first */
  readonly vectors: Float64Array
  /** AᵀA of them */
  readonly products: Float64Array
  /** their singular values, none below what is rounding */
  readonly values: Float64Array
  /** ‖Aᵀu − σv‖ of each, in units of the largest singular value */
  readonly residuals: Float64Array
}

/** Orthonormal random vectors to start from, drawn item by item. */
export function randomBasis(rows: number, width: number, from: Random): Float64Array {
  const basis = Float64Array.from({ length: rows * width }, () => from.normal())
  orthonormalise(basis, width)
  return basis
}

/** Rayleigh and Ritz: the eigenvectors of AᵀA within the span of an orthonormal basis. */
export async function ritzOf(gram: Gram, basis: Float64Array, width: number): Promise<Ritz> {
  const vectors = basis.slice()
  const products = await gram.times(basis)
  const { values: squares, vectors: turn } = symmetricEigen(gramOf(vectors, products, width), width)
  turnColumns(vectors, turn, width)
  turnColumns(products, turn, width)
  const largest = Math.max(0, squares[0] ?? 0)
  const floor = 64 * gram.rounding * largest
  const values = squares.map((squared) => (squared > floor ? Math.sqrt(squared) : 0))
  return { width, vectors, products, values, residuals: residualsOf(vectors, products, values, width) }
}

function residualsOf(vectors: Float64Array, products: Float64Array, values: Float64Array, width: number) {
  const residuals = new Float64Array(width)
  for (let at = 0; at < vectors.length; at += width) {
    for (let j = 0; j < width; j++) {
      const off = products[at + j] - values[j] * values[j] * vectors[at + j]
      residuals[j] += off * off
    }
  }
  // AᵀA v − σ²v = σ(Aᵀu − σv), where u = Av / σ
  return residuals.map((squared, j) => (values[j] > 0 ? Math.sqrt(squared) / (values[j] * values[0]) : 0))
}

/** How many of the first `count` have settled to the tolerance, or as far as rounding lets them. */
export function settledCount({ residuals, values }: Ritz, count: number, tolerance: number, rounding: number): number {
  let settled = 0
  for (let j = 0; j < count; j++) {
    const reachable = values[j] > 0 ? (16 * rounding * values[0]) / values[j] : 0
    if (residuals[j] <= Math.max(tolerance, reachable)) settled++
  }
  return settled
}

/**
 * One iteration: AᵀA is applied as a Chebyshev polynomial that stays within [−1, 1] on what the block holds least of and
 * grows as fast as can be beyond it (Rutishauser 1970; Zhou, Saad, Tiago and Chelikowsky 2006), and the block is made
 * orthonormal again.
 *
 * @param count vectors that are wanted: the first of the block
 * @returns the new basis
 */
export async function improve(gram: Gram, ritz: Ritz, count: number): Promise<Float64Array> {
  const { vectors, products, values, width } = ritz
  const unwanted = square(values[width - 1])
  const degree = degreeFor(square(values[0]), square(values[count - 1]), unwanted)
  // A block as large as A loses all that is not A's by one plain product.
  if (degree === 1 || width >= gram.rank) {
    const basis = products.slice()
    orthonormalise(basis, width)
    return basis
  }
  let before: Float64Array = vectors
  let now: Float64Array = products.map((x, at) => (2 / unwanted) * x - vectors[at])
  for (let d = 2; d <= degree; d++) {
    const next = await gram.times(now)
    for (let at = 0; at < next.length; at++) next[at] = 2 * ((2 / unwanted) * next[at] - now[at]) - before[at]
    before = now
    now = next
  }
  orthonormalise(now, width)
  return now
}

const mostDegree = 4

/** How many times more the strongest vector may grow than the weakest wanted one, before Cholesky QR loses digits. */
const mostContrast = 1e7

/** The largest degree at which the strongest vector does not drown the weakest wanted one: the same on every device. */
function degreeFor(strongest: number, weakest: number, unwanted: number): number {
  if (unwanted <= 1e-9 * strongest) return 1
  const contrast = (degree: number) => growth(strongest, unwanted, degree) / growth(weakest, unwanted, degree)
  let degree = 1
  while (degree < mostDegree && contrast(degree + 1) <= mostContrast) degree++
  return degree
}

/** The Chebyshev polynomial of a degree at an eigenvalue, where [0, unwanted] is mapped to [−1, 1]. */
function growth(eigenvalue: number, unwanted: number, degree: number): number {
  const x = (2 * eigenvalue) / unwanted - 1
  let [before, now] = [1, x]
  for (let d = 2; d <= degree; d++) [before, now] = [now, 2 * x * now - before]
  return now
}
