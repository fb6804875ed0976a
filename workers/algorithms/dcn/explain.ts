import { tensorOf, type CpuTensors, type Tensor2D } from '../../device/tensors.ts'
import { inParts, type Context, type Contribution, type Explanation } from '../../contract/system.ts'
import type { ActiveFeatures } from '../../training/feature-fields.ts'
import type { Weights } from '../../training/gradient.ts'
import { meanGradient } from '../../training/integrated-gradients.ts'
import { tensorsFor, pairsOf, type UserRows } from '../../training/pointwise-model.ts'
import { inputOf, throughNetworks, type DcnShape } from './model.ts'

/**
 * What each part of the input says of a score, by integrated gradients: person, film, and every feature, whose segment is
 * a weighted sum of its embeddings. They start from zeros, and context from the usual mix, so that one that nobody
 * named says nothing. In every score is that of the start; the film takes what the sum in place of an integral leaves.
 */
export function explainDcn(
  cpu: CpuTensors,
  shape: DcnShape,
  learned: Weights,
  rows: UserRows,
  item: number,
  scores: Float64Array,
  now?: Context,
): Explanation {
  const pairs = pairsOf(Int32Array.of(item), now)
  const input = cpu.numbers(() => inputOf(shape, tensorsFor(learned, rows), pairs))
  const { embedding } = shape
  const through = (inputs: Tensor2D) => throughNetworks(shape, tensorsFor(learned, rows), inputs).logits
  const usual = shape.features?.of(item).moment
  const start = startingPoint()
  const slope = meanGradient(cpu, start, input, through)
  const atStart = cpu.numbers(() => through(tensorOf({ shape: [1, start.length], values: start }) as Tensor2D))[0]!
  const along = (vector: ArrayLike<number>, at: number, segment: number, weight = 1) => {
    let total = 0
    for (let d = 0; d < embedding; d++) total += weight * vector[at + d]! * slope[segment * embedding + d]!
    return total
  }
  const others = [{ label: 'the person', amount: along(input, 0, 0) }, ...featureParts()]
  const ofFilm = scores[item]! - atStart - others.reduce((sum, { amount }) => sum + amount, 0)
  const parts: Contribution[] = [...others, { label: 'the film itself', amount: ofFilm }]
  return inParts('integrated gradients', scores[item]!, parts, atStart)

  function startingPoint(): Float32Array {
    const start = new Float32Array(input.length)
    usual?.feature.forEach((id, k) => {
      for (let d = 0; d < embedding; d++)
        start[(2 + usual.field[k]!) * embedding + d]! += usual.value[k]! * learned.feature!.values[id * embedding + d]!
    })
    return start
  }

  function featureParts(): Contribution[] {
    if (!shape.features || !learned.feature) return []
    const { fields } = shape.features
    const { item: film, moment } = shape.features.of(item, now)
    const amountsOf = ({ feature, value, field }: ActiveFeatures) =>
      Array.from(feature, (id, k) => ({
        field: field[k]!,
        label: fields.names[id]!,
        amount: along(learned.feature!.values, id * embedding, 2 + field[k]!, value[k]!),
      }))
    const named = amountsOf(moment).filter(({ field }) => fields.isNamed(field, now))
    const mixed = amountsOf(usual!)
    const usually = (of: number) => mixed.reduce((sum, { field, amount }) => (field === of ? sum + amount : sum), 0)
    return [
      ...amountsOf(film).map(({ label, amount }) => ({ label, amount })),
      ...named.map(({ label, amount, field }) => ({ label, amount: amount - usually(field) })),
    ]
  }
}
