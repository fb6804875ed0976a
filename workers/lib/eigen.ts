/**
 * Eigenvalues and vectors of a symmetric n × n matrix (row-major; not changed), largest value first, by cyclic Jacobi
 * rotations. `vectors` is row-major with one vector a row, its largest component positive.
 */
export function symmetricEigen(matrix: Float64Array, n: number): { values: Float64Array; vectors: Float64Array } {
  const a = matrix.slice()
  const v = new Float64Array(n * n)
  for (let i = 0; i < n; i++) v[i * n + i] = 1
  for (let sweep = 0; sweep < 60 && offDiagonal(a, n) > 1e-26 * diagonal(a, n); sweep++) {
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, v, n, p, q)
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => a[j * n + j] - a[i * n + i] || i - j)
  const vectors = new Float64Array(n * n)
  order.forEach((from, to) => vectors.set(positive(v.slice(from * n, (from + 1) * n)), to * n))
  return { values: Float64Array.from(order, (i) => a[i * n + i]), vectors }
}

/** Zeroes a[p][q] by a plane rotation of a (both sides) and v (rows). */
function rotate(a: Float64Array, v: Float64Array, n: number, p: number, q: number) {
  const apq = a[p * n + q]
  if (apq === 0) return
  const theta = (a[q * n + q] - a[p * n + p]) / (2 * apq)
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
  const c = 1 / Math.sqrt(t * t + 1)
  const s = t * c
  for (let k = 0; k < n; k++) {
    const akp = a[k * n + p]
    const akq = a[k * n + q]
    a[k * n + p] = c * akp - s * akq
    a[k * n + q] = s * akp + c * akq
  }
  for (let k = 0; k < n; k++) {
    const apk = a[p * n + k]
    const aqk = a[q * n + k]
    a[p * n + k] = c * apk - s * aqk
    a[q * n + k] = s * apk + c * aqk
    const vpk = v[p * n + k]
    const vqk = v[q * n + k]
    v[p * n + k] = c * vpk - s * vqk
    v[q * n + k] = s * vpk + c * vqk
  }
}

function offDiagonal(a: Float64Array, n: number): number {
  let sum = 0
  for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) sum += a[p * n + q] * a[p * n + q]
  return sum
}

function diagonal(a: Float64Array, n: number): number {
  let sum = 0
  for (let i = 0; i < n; i++) sum += a[i * n + i] * a[i * n + i]
  return sum
}

function positive(vector: Float64Array): Float64Array {
  const largest = vector.reduce((best, x, i) => (Math.abs(x) > Math.abs(vector[best]) + 1e-12 ? i : best), 0)
  return vector[largest] < 0 ? vector.map((x) => -x) : vector
}
