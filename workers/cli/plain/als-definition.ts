/**
 * ALS as the paper writes it (Hu, Koren and Volinsky 2008, eq. 4), over dense matrices: for each row u,
 * x = (Yᵀ C Y + λI)⁻¹ Yᵀ C p with c = 1 + α r and p = 1 where r > 0. What the fast code is checked and timed against.
 *
 * @param interactions rows × columns, dense
 * @param fixed columns × factors
 * @returns rows × factors
 */
export function solveByDefinition(
  interactions: readonly ArrayLike<number>[],
  fixed: readonly ArrayLike<number>[],
  regularization: number,
  alpha: number,
): Float64Array[] {
  const factors = fixed[0]?.length ?? 0
  return interactions.map((row) => {
    const matrix = Array.from({ length: factors }, () => new Float64Array(factors))
    const right = new Float64Array(factors)
    for (let i = 0; i < row.length; i++) {
      const confidence = 1 + alpha * row[i]
      for (let f = 0; f < factors; f++) {
        if (row[i] > 0) right[f] += confidence * fixed[i][f]
        for (let g = 0; g < factors; g++) matrix[f][g] += confidence * fixed[i][f] * fixed[i][g]
      }
    }
    for (let f = 0; f < factors; f++) matrix[f][f] += regularization
    return eliminate(matrix, right)
  })
}

/** Gaussian elimination with partial pivoting; overwrites both. */
function eliminate(matrix: Float64Array[], right: Float64Array): Float64Array {
  const n = right.length
  for (let c = 0; c < n; c++) {
    let pivot = c
    for (let r = c + 1; r < n; r++) if (Math.abs(matrix[r][c]) > Math.abs(matrix[pivot][c])) pivot = r
    ;[matrix[c], matrix[pivot]] = [matrix[pivot], matrix[c]]
    ;[right[c], right[pivot]] = [right[pivot], right[c]]
    for (let r = c + 1; r < n; r++) {
      const times = matrix[r][c] / matrix[c][c]
      for (let k = c; k < n; k++) matrix[r][k] -= times * matrix[c][k]
      right[r] -= times * right[c]
    }
  }
  for (let r = n - 1; r >= 0; r--) {
    for (let k = r + 1; k < n; k++) right[r] -= matrix[r][k] * right[k]
    right[r] /= matrix[r][r]
  }
  return right
}
