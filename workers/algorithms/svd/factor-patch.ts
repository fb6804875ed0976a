import type { Recommender, Snapshot, SnapshotRequest, TrainingData } from '../../contract/system.ts'
import { baseOf, newcomer, ratingPatch } from '../shared/factorization/rating-patch.ts'
import type { Centred } from './centre.ts'
import type { ItemVectors } from './recommender.ts'

/**
 * A patch of the ratings and what rebuilds it at any rank: base (the centre) plus, for the r strongest factors,
 * personFactors · itemFactors, with the singular value on the people's side (u σ). `spectrum` holds the singular values,
 * strongest first; `whole` is the squared length of the matrix, of which each takes its square.
 */
export function factorPatch(
  { items: vectors, values, size }: ItemVectors,
  recommender: Recommender,
  { matrix, centres }: Centred,
  { interactions }: TrainingData,
  request: SnapshotRequest,
): Snapshot {
  const patch = ratingPatch(interactions.ratings, request)
  const { people, items } = patch
  const base = new Float32Array(people.length * items.length)
  const personFactors = new Float32Array(people.length * size)
  people.forEach((id, p) => {
    const person = id === newcomer ? request.person! : recommender.person(id)
    personFactors.set(person.vector!, p * size)
    const own = base.subarray(p * items.length, (p + 1) * items.length)
    if (id === newcomer) own.set(baseOf(person, items, vectors))
    else own.fill(centres[id])
  })
  const itemFactors = new Float32Array(items.length * size)
  items.forEach((item, i) => itemFactors.set(vectors.subarray(item * size, (item + 1) * size), i * size))
  const whole = matrix.value.reduce((sum, x) => sum + x * x, 0)
  return { ...patch, base, personFactors, itemFactors, spectrum: Float32Array.from(values), whole }
}
