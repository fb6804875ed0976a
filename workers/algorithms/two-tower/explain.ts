import { tensorOf, mul, reshape, type Tensor1D, type Tensor2D } from '../../device/tensors.ts'
import { allProducts } from './layers.ts'
import { addedUp, type Contribution, type Explanation } from '../../contract/system.ts'
import type { Weights } from '../../training/gradient.ts'
import { meanGradient } from '../../training/integrated-gradients.ts'
import { tensorsFor } from '../../training/pointwise-model.ts'
import { shareOf, type Visitor } from './inputs.ts'
import { tower } from './model.ts'
import type { Towers } from './towers.ts'

/**
 * What each film behind a person, and each context value that is named, says of a score, by integrated gradients: the
 * input of the user tower is a sum of their vectors, and grows from that of nobody, in the usual mix of contexts, to
 * what it is. What is left is what the film scores with somebody of whom nothing is known.
 *
 * @param film its vector, what the item tower makes of it
 */
export function explainFromHistory(
  { cpu, shape, inputs }: Towers,
  learned: Weights,
  visitor: Visitor,
  film: Float32Array,
  score: number,
): Explanation {
  const inputOf = (whom: Visitor) => cpu.numbers(() => inputs.people(tensorsFor(learned, {}), inputs.peopleOf([whom])))
  const input = inputOf(visitor)
  const slope = meanGradient(cpu, inputOf({ history: [], now: undefined }), input, (rows) => {
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
  const parts: Contribution[] = [
    ...Array.from(visitor.history, (item) => ({ item, amount: along('watched', item, share) })),
    ...ofTheMoment(),
  ]
  const rest = score - parts.reduce((sum, { amount }) => sum + amount, 0)
  return { ...addedUp('integrated gradients', [...parts, { label: 'the film, to anybody', amount: rest }]), score }

  /** How far a named context value lies from the usual mix of its field. */
  function ofTheMoment(): Contribution[] {
    const { momentFields } = inputs
    const usual = momentFields.ofPerson('new')
    const { feature, value, field } = momentFields.ofPerson('new', visitor.now)
    const usually = (of: number) =>
      usual.feature.reduce(
        (sum, id, k) => (usual.field[k] === of ? sum + along('moment', id, usual.value[k]!) : sum),
        0,
      )
    return Array.from(feature, (id, k) => ({ id, value: value[k]!, field: field[k]! }))
      .filter((each) => momentFields.isNamed(each.field, visitor.now))
      .map((each) => ({
        label: momentFields.names[each.id]!,
        amount: along('moment', each.id, each.value) - usually(each.field),
      }))
  }
}
