/**
 * Cholesky's L of a symmetric positive semi-definite matrix, in place: L Lᵀ = A in the lower triangle, with the
 * reciprocal of L's diagonal on the diagonal. A pivot that is nothing but rounding gets the reciprocal 0, so that the
 * solution is 0 along a direction about which A says nothing, never NaN.
 *
 * @param a size × size, row-major with `stride` numbers a row; only the lower triangle is read and written
 */
export function choleskyInPlace(a: Float64Array, size: number, stride: number): void {
  for (let i = 0; i < size; i++) {
    const rowI = i * stride
    for (let j = 0; j < i; j++) {
      const rowJ = j * stride
      let even = a[rowI + j]!
      let odd = 0
      let k = 0
      for (; k + 1 < j; k += 2) {
        even -= a[rowI + k]! * a[rowJ + k]!
        odd -= a[rowI + k + 1]! * a[rowJ + k + 1]!
      }
      if (k < j) even -= a[rowI + k]! * a[rowJ + k]!
      a[rowI + j] = (even + odd) * a[rowJ + j]!
    }
    const diagonal = a[rowI + i]!
    let pivot = diagonal
    for (let k = 0; k < i; k++) pivot -= a[rowI + k]! * a[rowI + k]!
    a[rowI + i] = pivot > diagonal * 1e-15 ? 1 / Math.sqrt(pivot) : 0
  }
}

/** Solves A x = b in place, where `l` holds A's factor as `choleskyInPlace` leaves it. */
export function choleskySolve(l: Float64Array, size: number, stride: number, b: Float64Array): void {
  for (let i = 0; i < size; i++) {
    const row = i * stride
    let sum = b[i]!
    for (let k = 0; k < i; k++) sum -= l[row + k]! * b[k]!
    b[i] = sum * l[row + i]!
  }
  for (let i = size - 1; i >= 0; i--) {
    const row = i * stride
    const x = b[i]! * l[row + i]!
    b[i] = x
    for (let k = 0; k < i; k++) b[k]! -= x * l[row + k]!
  }
}
