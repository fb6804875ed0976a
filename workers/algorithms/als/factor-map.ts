import { symmetricEigen } from '../../lib/eigen.ts'
import { transpose, type SparseMatrix } from '../../lib/sparse.ts'
import type { Snapshot } from '../algorithm.ts'
import type { Factors } from './recommender.ts'

/**
 * People and films in two dimensions: one orthogonal projection for both, uncentred, on the two axes that hold most of
 * the factors' squared length, turned (Procrustes) to agree with a reference made from the dataset alone, so that the
 * picture is a function of the step. People and films are each scaled to a mean squared length of 1 first: a common
 * stretch of one side and shrinking of the other changes no score.
 */
export function factorMap(factors: Factors, ratings: SparseMatrix, person?: Float64Array): Snapshot {
  const { size } = factors
  const scaleOfPeople = inverseRms(factors.people, size)
  const scaleOfItems = inverseRms(factors.items, size)
  const moments = secondMoments(factors.people, scaleOfPeople, size)
  secondMoments(factors.items, scaleOfItems, size).forEach((x, i) => (moments[i] += x))
  const { values, vectors } = symmetricEigen(moments, size)
  const axes = [vectors.subarray(0, size), size > 1 ? vectors.subarray(size, 2 * size) : new Float64Array(1)] as const

  const people = project(factors.people, scaleOfPeople, axes, size)
  const items = project(factors.items, scaleOfItems, axes, size)
  const turn = turnTowards(referenceOf(ratings), people, items)
  const total = values.reduce((sum, x) => sum + x, 0)
  return {
    people: turned(people, turn),
    items: turned(items, turn),
    extent,
    share: total > 0 ? (values[0] + (values[1] ?? 0)) / total : 0,
    ...(person && placeOf(turned(project(person, scaleOfPeople, axes, size), turn))),
  }
}

/** How far the map reaches along an axis, for the whole run; the few points beyond it are marked at its edge. */
const extent = 2.75

type Axes = readonly [Float64Array, Float64Array]

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
function project(rows: Float64Array, scale: number, [first, second]: Axes, size: number): Float64Array {
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

function turned(points: Float64Array, { cos, sin, mirror }: Turn): Float32Array {
  const out = new Float32Array(points.length)
  for (let i = 0; i < points.length; i += 2) {
    const y = mirror * points[i + 1]
    out[i] = cos * points[i] - sin * y
    out[i + 1] = sin * points[i] + cos * y
  }
  return out
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
