/** To mean 0 and deviation 1, in place. */
export function standardise(values: Float64Array): Float64Array {
  const n = values.length
  let sum = 0
  for (let k = 0; k < n; k++) sum += values[k]!
  const mean = sum / n
  let squares = 0
  for (let k = 0; k < n; k++) squares += (values[k]! - mean) * (values[k]! - mean)
  const deviation = Math.sqrt(squares / n)
  for (let k = 0; k < n; k++) values[k] = (values[k]! - mean) / deviation
  return values
}

/** ofA · a + ofB · b, standardised. */
export function standardisedSum(a: Float64Array, ofA: number, b: Float64Array, ofB: number): Float64Array {
  const sum = new Float64Array(a.length)
  for (let k = 0; k < sum.length; k++) sum[k] = ofA * a[k]! + ofB * b[k]!
  return standardise(sum)
}

/** To length 1, in place. */
export function scaleToUnit(vector: Float64Array): Float64Array {
  let squares = 0
  for (const x of vector) squares += x * x
  const length = Math.sqrt(squares)
  for (let k = 0; k < vector.length; k++) vector[k]! /= length
  return vector
}

/** to += by · vector */
export function addScaled(to: Float64Array, vector: Float64Array, by: number) {
  const n = to.length
  for (let k = 0; k < n; k++) to[k]! += by * vector[k]!
}

/** The product of a vector with row i of a row-major matrix as wide. */
export function dotRow(vector: Float64Array, matrix: Float64Array, i: number): number {
  const width = vector.length
  let sum = 0
  for (let k = 0; k < width; k++) sum += vector[k]! * matrix[i * width + k]!
  return sum
}

/** The smallest index whose running total exceeds `x`. */
export function firstAbove(running: Float64Array, x: number): number {
  let low = 0
  let high = running.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (running[middle]! > x) high = middle
    else low = middle + 1
  }
  return low
}
