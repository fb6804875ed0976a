import type { BiasedFactors } from './epoch.ts'
import { choleskyInPlace } from '../../lib/cholesky.ts'
import { symmetricEigen } from '../../lib/eigen.ts'
import type { SparseMatrix } from '../../lib/sparse.ts'
import type { Person, Snapshot, SnapshotRequest } from '../../contract/system.ts'
import { newcomer, ratingPatch } from '../shared/factorization/rating-patch.ts'

/**
 * A patch of the ratings and what rebuilds it at any rank: base (mean and biases) plus, for the r strongest factors,
 * personFactors · itemFactors. The factors are turned to the principal axes of PQᵀ (of all people and items, its singular value
 * decomposition), with the singular value on the people's side, so that each adds as much as it can; the largest of the
 * patch's item factors is positive. `spectrum` holds all singular values, strongest first.
 */
export function factorPatch(
  rows: BiasedFactors,
  mean: number,
  ratings: SparseMatrix,
  request: Partial<SnapshotRequest> = {},
): Snapshot {
  const { people, items, factors } = rows
  const patch = ratingPatch(ratings, request)
  const stride = factors + 1
  const base = new Float32Array(patch.people.length * patch.items.length)
  patch.people.forEach((person, p) => {
    if (person === newcomer) return
    patch.items.forEach((item, i) => {
      base[p * patch.items.length + i] = mean + people[person * stride] + items[item * stride]
    })
  })
  const { spectrum, personAxes, itemAxes } = principalAxes(rows)
  const known = patch.people.filter((person) => person !== newcomer)
  const personFactors = new Float32Array(patch.people.length * factors)
  personFactors.set(turned(people, known, personAxes, factors), (patch.people.length - known.length) * factors)
  if (patch.people[0] === newcomer) {
    const row = rowOf(request.person!, items, patch.items)
    base.set(row.base)
    personFactors.set(turned(row.factors, Uint32Array.of(0), personAxes, factors))
  }
  const itemFactors = turned(items, patch.items, itemAxes, factors)
  orient(personFactors, itemFactors, factors)
  return { ...patch, base, personFactors, itemFactors, spectrum }
}

/** Someone who is not of the data: what is there before any factor, and their factors behind a place for the bias. */
function rowOf(person: Person, items: Float64Array, shown: Uint32Array) {
  const factors = Float64Array.of(0, ...person.vector!)
  const scores = person.scores()
  const base = Float64Array.from(shown, (item) =>
    factors.reduce((rest, x, f) => rest - x * items[item * factors.length + f], scores[item]),
  )
  return { factors, base }
}

/**
 * The axes, a factor a row, that turn P into UΣ and Q into V where UΣVᵀ is the singular value decomposition of PQᵀ.
 * With LLᵀ = QᵀQ, QL⁻ᵀ is orthonormal and PQᵀ = (PL)(QL⁻ᵀ)ᵀ, so it is found from PL: the eigenvectors W of LᵀPᵀPL.
 * Then UΣ = P(LW) and V = Q(L⁻ᵀW).
 */
function principalAxes({ people, items, factors: k }: BiasedFactors) {
  const gramOfPeople = gramOf(people, k)
  const l = gramOf(items, k)
  choleskyInPlace(l, k, k) // the reciprocals of L's diagonal stand on it
  const at = (i: number, j: number) => (i === j ? (l[i * k + i] > 0 ? 1 / l[i * k + i] : 0) : l[i * k + j])

  const half = new Float64Array(k * k) // PᵀP L
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) for (let m = j; m < k; m++) half[i * k + j] += gramOfPeople[i * k + m] * at(m, j)
  }
  const inner = new Float64Array(k * k)
  for (let i = 0; i < k; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0
      for (let m = i; m < k; m++) sum += at(m, i) * half[m * k + j]
      inner[i * k + j] = inner[j * k + i] = sum
    }
  }
  const { values, vectors } = symmetricEigen(inner, k)

  const personAxes = new Float64Array(k * k)
  const itemAxes = new Float64Array(k * k)
  for (let r = 0; r < k; r++) {
    for (let i = 0; i < k; i++) for (let j = 0; j <= i; j++) personAxes[r * k + i] += at(i, j) * vectors[r * k + j]
    for (let i = k - 1; i >= 0; i--) {
      let rest = vectors[r * k + i]
      for (let j = i + 1; j < k; j++) rest -= at(j, i) * itemAxes[r * k + j]
      itemAxes[r * k + i] = rest * l[i * k + i]
    }
  }
  return { spectrum: Float32Array.from(values, (x) => Math.sqrt(Math.max(0, x))), personAxes, itemAxes }
}

/** k × k: the sum of xxᵀ over rows, without their biases. */
function gramOf(rows: Float64Array, k: number): Float64Array {
  const gram = new Float64Array(k * k)
  for (let at = 1; at < rows.length; at += k + 1) {
    for (let i = 0; i < k; i++) {
      const x = rows[at + i]
      for (let j = 0; j <= i; j++) gram[i * k + j] += x * rows[at + j]
    }
  }
  for (let i = 0; i < k; i++) for (let j = 0; j < i; j++) gram[j * k + i] = gram[i * k + j]
  return gram
}

/** The factors of some rows along the axes: chosen × k. */
function turned(rows: Float64Array, chosen: Uint32Array, axes: Float64Array, k: number): Float32Array {
  const out = new Float32Array(chosen.length * k)
  chosen.forEach((row, place) => {
    for (let r = 0; r < k; r++) {
      let sum = 0
      for (let f = 0; f < k; f++) sum += rows[row * (k + 1) + 1 + f] * axes[r * k + f]
      out[place * k + r] = sum
    }
  })
  return out
}

/** Mirrors factors, on both sides at once, so that the largest of each among the items is positive. */
function orient(people: Float32Array, items: Float32Array, k: number) {
  for (let r = 0; r < k; r++) {
    let largest = 0
    for (let at = r; at < items.length; at += k) if (Math.abs(items[at]) > Math.abs(largest)) largest = items[at]
    if (largest >= 0) continue
    for (const side of [people, items]) for (let at = r; at < side.length; at += k) side[at] = -side[at]
  }
}
