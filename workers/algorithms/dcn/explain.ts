import type { CpuTensors } from '../../device/tensors.ts'
import { inParts, type Circumstances, type Contribution, type Explanation } from '../algorithm.ts'
import type { Learned } from '../gradient-training.ts'
import { meanGradient } from '../integrated-gradients.ts'
import { tensorsFor, pairsOf, type UserRows } from '../pair-model.ts'
import { inputOf, throughNetworks, type DcnShape } from './model.ts'

/**
 * What each part of the input says of a score, by integrated gradients: person, film, and every feature, whose segment is
 * a weighted sum of its embeddings. What is left is the score of an input of zeros, the same for everything.
 */
export function explainDcn(
  cpu: CpuTensors,
  shape: DcnShape,
  learned: Learned,
  rows: UserRows,
  item: number,
  score: number,
  now?: Circumstances,
): Explanation {
  const pairs = pairsOf(Int32Array.of(item), now)
  const input = cpu.numbers(() => inputOf(shape, tensorsFor(learned, rows), pairs))
  const slope = meanGradient(cpu, input, (inputs) => throughNetworks(shape, tensorsFor(learned, rows), inputs).logits)
  const { embedding } = shape
  const along = (vector: ArrayLike<number>, at: number, segment: number, weight = 1) => {
    let total = 0
    for (let d = 0; d < embedding; d++) total += weight * vector[at + d]! * slope[segment * embedding + d]!
    return total
  }
  const parts: Contribution[] = [
    { label: 'the person', amount: along(input, 0, 0) },
    { label: 'the film itself', amount: along(input, embedding, 1) },
    ...featureParts(),
  ]
  const rest = score - parts.reduce((sum, { amount }) => sum + amount, 0)
  return inParts('integrated gradients', score, parts, rest)

  function featureParts(): Contribution[] {
    if (!shape.features || !learned.feature) return []
    const { fields } = shape.features
    const parts = shape.features.of(item, now)
    return [parts.item, parts.moment].flatMap(({ feature, value, field }) =>
      Array.from(feature, (id, k) => ({
        label: fields.names[id]!,
        amount: along(learned.feature!.values, id * embedding, 2 + field[k]!, value[k]!),
      })),
    )
  }
}
