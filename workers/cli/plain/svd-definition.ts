import { symmetricEigen } from '../../lib/eigen.ts'

export interface Decomposition {
  /** largest first */
  readonly values: number[]
  /** a left (right) singular vector of each value */
  readonly left: Float64Array[]
  readonly right: Float64Array[]
}

/**
 * The singular value decomposition of a small dense matrix, a column turned against another until all are orthogonal
 * (Hestenes 1958): what the fast code is checked against.
 *
 * @param matrix rows × columns, dense
 */
export function decomposeByDefinition(matrix: readonly ArrayLike<number>[]): Decomposition {
  const columns = matrix[0]?.length ?? 0
  const turned = Array.from({ length: columns }, (_, i) => Float64Array.from(matrix, (row) => row[i]))
  const turns = Array.from({ length: columns }, (_, i) => Float64Array.from({ length: columns }, (_, j) => +(i === j)))
  for (let sweep = 0, moved = true; moved && sweep < 100; sweep++) {
    moved = false
    for (let p = 0; p < columns; p++) {
      for (let q = p + 1; q < columns; q++) {
        const [pp, qq, pq] = [dot(turned[p], turned[p]), dot(turned[q], turned[q]), dot(turned[p], turned[q])]
        if (Math.abs(pq) <= 1e-15 * Math.sqrt(pp * qq)) continue
        moved = true
        const angle = Math.atan2(2 * pq, pp - qq) / 2
        for (const side of [turned, turns]) turn(side[p], side[q], Math.cos(angle), Math.sin(angle))
      }
    }
  }
  const lengths = turned.map((column) => Math.sqrt(dot(column, column)))
  const order = [...lengths.keys()].sort((a, b) => lengths[b] - lengths[a])
  return {
    values: order.map((i) => lengths[i]),
    left: order.map((i) => turned[i].map((x) => (lengths[i] > 0 ? x / lengths[i] : 0))),
    right: order.map((i) => turns[i]),
  }
}

function turn(a: Float64Array, b: Float64Array, cos: number, sin: number) {
  a.forEach((x, k) => {
    const y = b[k]
    a[k] = cos * x + sin * y
    b[k] = cos * y - sin * x
  })
}

/**
 * The largest singular values of a dense matrix by subspace iteration with the step of Rayleigh and Ritz (Rutishauser
 * 1969): multiply there and back, Gram–Schmidt, turn to the axes within the block, again, until none changes by more
 * than 1e-8 of itself. What the fast code is timed against.
 *
 * @param matrix rows × columns, dense
 * @param count values that must settle
 * @param width vectors that are iterated, `count` or more
 * @param start numbers to begin with
 */
export function strongestByDefinition(
  matrix: readonly Float64Array[],
  count: number,
  width: number,
  start: () => number,
): number[] {
  const columns = matrix[0]?.length ?? 0
  let block = Array.from({ length: width }, () => Float64Array.from({ length: columns }, start))
  let last: number[] = []
  for (;;) {
    orthonormalise(block)
    const images = block.map((vector) => Float64Array.from(matrix, (row) => dot(row, vector)))
    const products = Float64Array.from(images.flatMap((a) => images.map((b) => dot(a, b))))
    const { values: squares, vectors: axes } = symmetricEigen(products, width)
    const values = Array.from(squares.subarray(0, count), (square) => Math.sqrt(Math.max(0, square)))
    if (values.every((value, f) => Math.abs(value - last[f]) <= 1e-8 * value)) return values
    last = values
    const back = images.map((image) => {
      const sums = new Float64Array(columns)
      matrix.forEach((row, r) => addTimes(sums, row, image[r]))
      return sums
    })
    block = back.map((_, f) => {
      const turned = new Float64Array(columns)
      back.forEach((other, g) => addTimes(turned, other, axes[f * width + g]))
      return turned
    })
  }
}

/** Gram–Schmidt, in place. */
function orthonormalise(block: readonly Float64Array[]) {
  block.forEach((vector, f) => {
    for (const other of block.slice(0, f)) {
      const along = dot(vector, other)
      addTimes(vector, other, -along)
    }
    const length = Math.sqrt(dot(vector, vector))
    vector.forEach((_, k) => (vector[k] /= length))
  })
}

/** to += times · from */
function addTimes(to: Float64Array, from: Float64Array, times: number) {
  for (let k = 0; k < to.length; k++) to[k] += times * from[k]
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k]
  return sum
}
