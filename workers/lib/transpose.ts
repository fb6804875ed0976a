/** Tiles this wide stay in the first cache, read and written. */
const tile = 16

/** Writes the columns of a row-major matrix as the rows of another. */
export function transpose(from: Float32Array, rows: number, columns: number, to: Float32Array): void {
  for (let first = 0; first < rows; first += tile) {
    const end = Math.min(rows, first + tile)
    for (let column = 0; column < columns; column++) {
      for (let row = first; row < end; row++) to[column * rows + row] = from[row * columns + column]!
    }
  }
}
