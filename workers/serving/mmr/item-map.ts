import { symmetricEigen } from '../../lib/eigen.ts'
import { gramOf, orthonormalise, turnColumns } from '../../lib/orthonormal.ts'

const passes = 40

/**
 * Films in two dimensions, x, y pairs between −1 and 1: on the two axes that tell most of their similarities (Torgerson
 * 1952, classical scaling), found by subspace iteration. It depends on the candidates alone, so that the map stands
 * still while λ moves. Where nothing is like anything, all are at the origin.
 */
export function placesOnMap(similarityTo: (place: number) => ArrayLike<number>, n: number): Float32Array {
  const similarities = centred(similarityTo, n)
  let places: Float64Array = Float64Array.from({ length: 2 * n }, (_, k) => (k % 2 === 0 ? k + 1 : k % 3) - n / 2)
  for (let pass = 0; pass < passes; pass++) {
    orthonormalise(places, 2)
    places = times(similarities, places, n)
  }
  const axes = places.slice()
  orthonormalise(axes, 2)
  const { values, vectors } = symmetricEigen(gramOf(axes, times(similarities, axes, n), 2), 2)
  turnColumns(axes, vectors, 2)
  const lengths = [0, 1].map((axis) => Math.sqrt(Math.max(0, values[axis])) * signOf(axes, axis))
  const scaled = axes.map((x, k) => x * lengths[k % 2])
  const furthest = scaled.reduce((most, x) => Math.max(most, Math.abs(x)), 0)
  return Float32Array.from(scaled, (x) => (furthest > 1e-9 ? x / furthest : 0))
}

/** n × n similarities, both sides less their means. */
function centred(similarityTo: (place: number) => ArrayLike<number>, n: number): Float64Array {
  const matrix = new Float64Array(n * n)
  for (let row = 0; row < n; row++) matrix.set(similarityTo(row), row * n)
  const means = new Float64Array(n)
  for (let row = 0; row < n; row++) {
    // One film may be nearer to another than the other to it: both count.
    for (let column = 0; column < n; column++)
      means[row] += (matrix[row * n + column] + matrix[column * n + row]) / (2 * n)
  }
  const all = means.reduce((sum, mean) => sum + mean, 0) / Math.max(1, n)
  return matrix.map((_, k) => {
    const [row, column] = [Math.floor(k / n), k % n]
    return (matrix[row * n + column] + matrix[column * n + row]) / 2 - means[row] - means[column] + all
  })
}

function times(matrix: Float64Array, points: Float64Array, n: number): Float64Array {
  const out = new Float64Array(2 * n)
  for (let row = 0; row < n; row++) {
    for (let column = 0; column < n; column++) {
      out[2 * row] += matrix[row * n + column] * points[2 * column]
      out[2 * row + 1] += matrix[row * n + column] * points[2 * column + 1]
    }
  }
  return out
}

/** −1 where the component furthest from 0 is negative, so that the map is not mirrored by chance. */
function signOf(points: Float64Array, axis: number): number {
  let furthest = 0
  for (let k = axis; k < points.length; k += 2)
    if (Math.abs(points[k]) > Math.abs(furthest) + 1e-12) furthest = points[k]
  return furthest < 0 ? -1 : 1
}
