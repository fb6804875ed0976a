/**
 * A sparse matrix by rows (CSR): row r holds the entries start[r] to start[r + 1] - 1,
 * with columns ascending inside a row.
 */
export interface SparseMatrix {
  readonly rows: number
  readonly columns: number
  /** length rows + 1 */
  readonly start: Uint32Array
  /** column of each entry */
  readonly column: Uint32Array
  /** value of each entry */
  readonly value: Float32Array
}

/** The sparse matrix of a dense one given as nested rows; zeros are left out. */
export function sparseFromDense(dense: readonly (readonly number[])[]): SparseMatrix {
  const columns = dense[0]?.length ?? 0
  const start = new Uint32Array(dense.length + 1)
  const column: number[] = []
  const value: number[] = []
  dense.forEach((row, r) => {
    row.forEach((x, c) => {
      if (x !== 0) {
        column.push(c)
        value.push(x)
      }
    })
    start[r + 1] = column.length
  })
  return { rows: dense.length, columns, start, column: Uint32Array.from(column), value: Float32Array.from(value) }
}

/** Where every entry of the transpose comes from: `order[k]` is the entry of `matrix` at place k of its transpose. */
export function transposeOrder(matrix: SparseMatrix): { start: Uint32Array; row: Uint32Array; order: Uint32Array } {
  const start = new Uint32Array(matrix.columns + 1)
  for (const c of matrix.column) start[c + 1]!++
  for (let c = 0; c < matrix.columns; c++) start[c + 1]! += start[c]!
  const next = start.slice(0, matrix.columns)
  const row = new Uint32Array(matrix.column.length)
  const order = new Uint32Array(matrix.column.length)
  for (let r = 0; r < matrix.rows; r++) {
    for (let e = matrix.start[r]!; e < matrix.start[r + 1]!; e++) {
      const place = next[matrix.column[e]!]!++
      row[place] = r
      order[place] = e
    }
  }
  return { start, row, order }
}

/** columns × rows; entries of a row ascend because rows of the source are read in order. */
export function transpose(matrix: SparseMatrix): SparseMatrix {
  const { start, row, order } = transposeOrder(matrix)
  const value = new Float32Array(order.length)
  for (let k = 0; k < order.length; k++) value[k] = matrix.value[order[k]!]!
  return { rows: matrix.columns, columns: matrix.rows, start, column: row, value }
}

/** The entries whose index satisfies `keep`, in the same shape. */
export function filterEntries(matrix: SparseMatrix, keep: (entry: number) => boolean): SparseMatrix {
  const start = new Uint32Array(matrix.rows + 1)
  const column = new Uint32Array(matrix.column.length)
  const value = new Float32Array(matrix.column.length)
  let length = 0
  for (let r = 0; r < matrix.rows; r++) {
    for (let e = matrix.start[r]!; e < matrix.start[r + 1]!; e++) {
      if (!keep(e)) continue
      column[length] = matrix.column[e]!
      value[length++] = matrix.value[e]!
    }
    start[r + 1] = length
  }
  return {
    rows: matrix.rows,
    columns: matrix.columns,
    start,
    column: column.slice(0, length),
    value: value.slice(0, length),
  }
}
