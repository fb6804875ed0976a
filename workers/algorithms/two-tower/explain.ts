import { tensorOf, mul, reshape, type Tensor1D, type Tensor2D } from '../../device/tensors.ts'
import { allProducts } from '../../device/tower-layers.ts'
import { addedUp, type Contribution, type Explanation } from '../algorithm.ts'
import type { Learned } from '../gradient-training.ts'
import { meanGradient } from '../integrated-gradients.ts'
import { tensorsFor } from '../pair-model.ts'
import { shareOf, type Visitor } from './inputs.ts'
import { tower } from './model.ts'
import type { Towers } from './recommender.ts'

/**
 * What each film behind a person, and each circumstance, says of a score, by integrated gradients: the input of the user
 * tower is a sum of their vectors, and grows from nothing to what it is. What is left is what the film scores with
 * somebody of whom nothing is known.
 *
 * @param film its vector, what the item tower makes of it
 */
export function explainFromHistory(
  { cpu, shape, inputs }: Towers,
  learned: Learned,
  visitor: Visitor,
  film: Float32Array,
  score: number,
): Explanation {
  const people = inputs.peopleOf([visitor])
  const input = cpu.numbers(() => inputs.people(tensorsFor(learned, {}), people))
  const slope = meanGradient(cpu, input, (rows) => {
    const parameters = tensorsFor(learned, {})
    const vectors = tower(shape, 'user', parameters, rows)
    const cosines = allProducts(vectors, tensorOf({ shape: [1, film.length], values: film }) as Tensor2D)
    return mul(reshape(cosines, [rows.shape[0]]), 1 / learned.temperature!.values[0]!) as Tensor1D
  })
  const along = (table: string, row: number, weight: number) => {
    const { values } = learned[table]!
    let total = 0
    for (let d = 0; d < input.length; d++) total += weight * values[row * input.length + d]! * slope[d]!
    return total
  }
  const share = shareOf(visitor.history.length)
  const { ids, weights } = people.moment
  const parts: Contribution[] = [
    ...Array.from(visitor.history, (item) => ({ item, amount: along('watched', item, share) })),
    ...Array.from(ids, (id, k) => ({
      label: inputs.momentFields.names[id]!,
      amount: along('moment', id, weights[k]!),
    })),
  ]
  const rest = score - parts.reduce((sum, { amount }) => sum + amount, 0)
  return { ...addedUp('integrated gradients', [...parts, { label: 'the film, to anybody', amount: rest }]), score }
}
