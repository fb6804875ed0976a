import { symmetricEigen } from '../../lib/eigen.ts'
import { transpose, type SparseMatrix } from '../../lib/sparse.ts'
import type { Snapshot } from '../../contract/system.ts'
import type { Factors } from './recommender.ts'

/** Two orthonormal directions in factor space, x and y of the map of a whole run. */
export type MapAxes = readonly [Float64Array, Float64Array]

/**
 * The axes of a run, from its factors at one step: the two that hold most of their squared length, turned (Procrustes)
 * to agree with a reference made from the dataset alone. One pair for all steps, so that what is not solved stays where
 * it is.
 */
export function mapAxes(factors: Factors, ratings: SparseMatrix): MapAxes {
  const { size } = factors
  const { scales, moments } = momentsOf(factors)
  const { vectors } = symmetricEigen(moments, size)
  const axes = [vectors.slice(0, size), size > 1 ? vectors.slice(size, 2 * size) : new Float64Array(size)] as const
  const people = project(factors.people, scales.people, axes, size)
  const items = project(factors.items, scales.items, axes, size)
  const { cos, sin, mirror } = turnTowards(referenceOf(ratings), people, items)
  const [x, y] = axes
  return [
    x.map((along, f) => cos * along - sin * mirror * y[f]),
    x.map((along, f) => sin * along + cos * mirror * y[f]),
  ]
}

/**
 * People and films in two dimensions: one orthogonal projection for both, uncentred. People and films are each scaled to
 * a mean squared length of 1 first: a common stretch of one side and shrinking of the other changes no score. `share` is
 * what the axes hold of the factors' squared length.
 */
export function factorMap(factors: Factors, axes: MapAxes, person?: Float64Array): Snapshot {
  const { size } = factors
  const { scales, moments } = momentsOf(factors)
  const held = axes.reduce((sum, axis) => sum + lengthAlong(axis, moments), 0)
  const total = Array.from({ length: size }, (_, f) => moments[f * size + f]).reduce((sum, x) => sum + x, 0)
  return {
    people: Float32Array.from(project(factors.people, scales.people, axes, size)),
    items: Float32Array.from(project(factors.items, scales.items, axes, size)),
    extent,
    share: total > 0 ? held / total : 0,
    ...(person && placeOf(Float32Array.from(project(person, scales.people, axes, size)))),
  }
}

/** What each side is multiplied by, and the second moments of both together. */
function momentsOf({ people, items, size }: Factors) {
  const scales = { people: inverseRms(people, size), items: inverseRms(items, size) }
  const moments = secondMoments(people, scales.people, size)
  secondMoments(items, scales.items, size).forEach((x, i) => (moments[i] += x))
  return { scales, moments }
}

/** aᵀMa. */
function lengthAlong(axis: Float64Array, moments: Float64Array): number {
  const size = axis.length
  let sum = 0
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) sum += axis[i] * moments[i * size + j] * axis[j]
  return sum
}

/** How far the map reaches along an axis, for the whole run; the few points beyond it are marked at its edge. */
const extent = 2.75

/** A person's point, and the direction along which scores are read off. */
function placeOf(you: Float32Array): Snapshot {
  const length = lengthOf(you[0], you[1]) || 1
  return { you, direction: you.map((x) => x / length) }
}

/** Not Math.hypot: engines round it differently. */
const lengthOf = (x: number, y: number) => Math.sqrt(x * x + y * y)

/** One over the root of the mean squared length of the rows. */
function inverseRms(rows: Float64Array, size: number): number {
  let sum = 0
  for (const x of rows) sum += x * x
  return sum > 0 ? Math.sqrt(rows.length / size / sum) : 0
}

/** size × size: the mean of xxᵀ over scaled rows. */
function secondMoments(rows: Float64Array, scale: number, size: number): Float64Array {
  const moments = new Float64Array(size * size)
  for (let r = 0; r < rows.length; r += size) {
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) moments[i * size + j] += rows[r + i] * rows[r + j]
    }
  }
  const factor = (scale * scale * size) / rows.length
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      moments[i * size + j] *= factor
      moments[j * size + i] = moments[i * size + j]
    }
  }
  return moments
}

/** x, y pairs of scaled rows along two axes. */
function project(rows: Float64Array, scale: number, [first, second]: MapAxes, size: number): Float64Array {
  const points = new Float64Array((2 * rows.length) / size)
  for (let r = 0; r * size < rows.length; r++) {
    let x = 0
    let y = 0
    for (let f = 0; f < size; f++) {
      x += rows[r * size + f] * first[f]
      y += rows[r * size + f] * second[f]
    }
    points[2 * r] = scale * x
    points[2 * r + 1] = scale * y
  }
  return points
}

interface Reference {
  readonly people: Float64Array
  readonly items: Float64Array
}

/** cos and sin of a turn, and whether y is mirrored before it. */
interface Turn {
  readonly cos: number
  readonly sin: number
  readonly mirror: 1 | -1
}

/** The orthogonal 2 × 2 matrix that brings the points nearest to the reference (Schönemann 1966). */
function turnTowards(reference: Reference, people: Float64Array, items: Float64Array): Turn {
  let [xx, xy, yx, yy] = [0, 0, 0, 0]
  const add = (points: Float64Array, goal: Float64Array) => {
    for (let i = 0; i < points.length; i += 2) {
      xx += points[i] * goal[i]
      xy += points[i] * goal[i + 1]
      yx += points[i + 1] * goal[i]
      yy += points[i + 1] * goal[i + 1]
    }
  }
  add(people, reference.people)
  add(items, reference.items)
  const plain = lengthOf(xx + yy, xy - yx)
  const mirrored = lengthOf(xx - yy, xy + yx)
  const mirror = plain >= mirrored ? 1 : -1
  const length = Math.max(plain, mirrored)
  if (length === 0) return { cos: 1, sin: 0, mirror: 1 }
  return { cos: (xx + mirror * yy) / length, sin: (xy - mirror * yx) / length, mirror }
}

const references = new WeakMap<SparseMatrix, Reference>()

/** Places for people and items on the two leading singular directions of who watched what; made once a dataset. */
function referenceOf(ratings: SparseMatrix): Reference {
  let reference = references.get(ratings)
  if (!reference) {
    reference = leadingDirections(ratings)
    references.set(ratings, reference)
  }
  return reference
}

function leadingDirections(ratings: SparseMatrix): Reference {
  const byItem = transpose(ratings)
  let items: Float64Array = Float64Array.from({ length: 2 * ratings.columns }, (_, k) =>
    k % 2 === 0 ? 1 : Math.floor(k / 2) % 2 ? 1 : -1,
  )
  let people: Float64Array = new Float64Array(2 * ratings.rows)
  for (let pass = 0; pass < 30; pass++) {
    people = orthonormal(sumOverEntries(ratings, items))
    items = orthonormal(sumOverEntries(byItem, people))
  }
  return { people, items }
}

/** Each row's sum of the 2-D places of its columns, as if every entry were 1. */
function sumOverEntries({ rows, start, column }: SparseMatrix, places: Float64Array): Float64Array {
  const sums = new Float64Array(2 * rows)
  for (let r = 0; r < rows; r++) {
    for (let e = start[r]; e < start[r + 1]; e++) {
      sums[2 * r] += places[2 * column[e]]
      sums[2 * r + 1] += places[2 * column[e] + 1]
    }
  }
  return sums
}

/** Makes the two coordinates orthonormal over all points, so that neither direction swallows the other. */
function orthonormal(points: Float64Array): Float64Array {
  let [xx, xy] = [0, 0]
  for (let i = 0; i < points.length; i += 2) {
    xx += points[i] * points[i]
    xy += points[i] * points[i + 1]
  }
  let yy = 0
  for (let i = 0; i < points.length; i += 2) {
    if (xx > 0) points[i + 1] -= (xy / xx) * points[i]
    yy += points[i + 1] * points[i + 1]
  }
  const [x, y] = [xx > 0 ? 1 / Math.sqrt(xx) : 0, yy > 0 ? 1 / Math.sqrt(yy) : 0]
  for (let i = 0; i < points.length; i += 2) {
    points[i] *= x
    points[i + 1] *= y
  }
  return points
}
