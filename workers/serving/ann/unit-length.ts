/** Each row divided by its length; a row of zeros stays. */
export function unitRows(values: Float32Array, width: number): Float32Array {
  const unit = values.slice()
  for (let start = 0; start < values.length; start += width) {
    let square = 0
    for (let d = start; d < start + width; d++) square += values[d] * values[d]
    if (square === 0) continue
    const length = Math.sqrt(square)
    for (let d = start; d < start + width; d++) unit[d] = values[d] / length
  }
  return unit
}
