import { choleskyInPlace } from './cholesky.ts'

/**
 * Makes the columns of a tall matrix orthonormal in place, keeping what the first ones span (Cholesky QR, twice, which is
 * as good as Householder's where the columns are not close to dependent). A column that the ones before it span already,
 * up to rounding, comes out as rounding: orthogonal to them, or zero.
 *
 * @param matrix rows × width, row-major
 */
export function orthonormalise(matrix: Float64Array, width: number): void {
  for (let pass = 0; pass < 2; pass++) {
    scaleColumns(matrix, width)
    const l = gramOf(matrix, matrix, width)
    choleskyInPlace(l, width, width)
    for (let row = 0; row < matrix.length; row += width) {
      for (let j = 0; j < width; j++) {
        let sum = matrix[row + j]!
        for (let k = 0; k < j; k++) sum -= l[j * width + k]! * matrix[row + k]!
        matrix[row + j] = sum * l[j * width + j]! // the factor's diagonal holds reciprocals
      }
    }
  }
}

/** Columns of length 1, so that no column is lost beside a longer one; zero columns stay. */
function scaleColumns(matrix: Float64Array, width: number): void {
  const squares = new Float64Array(width)
  for (let at = 0; at < matrix.length; at += width) {
    for (let j = 0; j < width; j++) squares[j]! += matrix[at + j]! * matrix[at + j]!
  }
  for (let j = 0; j < width; j++) squares[j] = squares[j]! > 0 ? 1 / Math.sqrt(squares[j]!) : 0
  for (let at = 0; at < matrix.length; at += width) {
    for (let j = 0; j < width; j++) matrix[at + j]! *= squares[j]!
  }
}

/**
 * aᵀb of two matrices with as many rows, for a product that is symmetric: width × width, both triangles filled from the
 * lower one.
 */
export function gramOf(a: Float64Array, b: Float64Array, width: number): Float64Array {
  const gram = new Float64Array(width * width)
  for (let at = 0; at < a.length; at += width) {
    for (let i = 0; i < width; i++) {
      const x = a[at + i]!
      const row = i * width
      for (let j = 0; j <= i; j++) gram[row + j]! += x * b[at + j]!
    }
  }
  for (let i = 0; i < width; i++) for (let j = 0; j < i; j++) gram[j * width + i] = gram[i * width + j]!
  return gram
}

/** matrix · turnᵀ in place, where each row of `turn` (width × width) is one new axis. */
export function turnColumns(matrix: Float64Array, turn: Float64Array, width: number): void {
  const old = new Float64Array(width)
  for (let at = 0; at < matrix.length; at += width) {
    for (let j = 0; j < width; j++) old[j] = matrix[at + j]!
    for (let i = 0; i < width; i++) {
      let sum = 0
      for (let j = 0; j < width; j++) sum += turn[i * width + j]! * old[j]!
      matrix[at + i] = sum
    }
  }
}
