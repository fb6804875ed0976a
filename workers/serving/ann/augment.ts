/**
 * Vectors one number wider, all of one length, such that the cosine with a query widened by 0 orders items as the inner
 * product does (Bachrach et al., RecSys 2014): what a graph made for nearness by angle needs.
 *
 * @param values rows of `width`
 * @returns rows of width + 1
 */
export function augmentItems(values: Float32Array, width: number): Float32Array {
  const rows = values.length / width
  const squares = Float64Array.from({ length: rows }, (_, row) => squareOf(values, row * width, width))
  const longest = squares.reduce((most, square) => Math.max(most, square), 0)
  const wider = new Float32Array(rows * (width + 1))
  for (let row = 0; row < rows; row++) {
    wider.set(values.subarray(row * width, (row + 1) * width), row * (width + 1))
    wider[row * (width + 1) + width] = Math.sqrt(Math.max(0, longest - squares[row]))
  }
  return wider
}

/** A query, or several side by side, for augmented items. */
export function augmentQueries(values: Float32Array, width: number): Float32Array {
  const rows = values.length / width
  const wider = new Float32Array(rows * (width + 1))
  for (let row = 0; row < rows; row++) wider.set(values.subarray(row * width, (row + 1) * width), row * (width + 1))
  return wider
}

function squareOf(values: Float32Array, start: number, width: number) {
  let square = 0
  for (let d = start; d < start + width; d++) square += values[d] * values[d]
  return square
}
