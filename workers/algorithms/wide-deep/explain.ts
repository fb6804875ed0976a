import type { CpuTensors } from '../../device/tensors.ts'
import { inParts, type Circumstances, type Contribution, type Explanation } from '../algorithm.ts'
import type { Learned } from '../gradient-training.ts'
import { pairsOf, tensorsFor, type UserRows } from '../pair-model.ts'
import type { Crosses } from './crosses.ts'
import { deepLogits, type WideDeepShape } from './model.ts'

/** What each cross says, the network as one, and the biases: the model is their sum, so that nothing is approximate. */
export function explainWideDeep(
  cpu: CpuTensors,
  shape: WideDeepShape,
  crosses: Crosses,
  learned: Learned,
  rows: UserRows,
  item: number,
  score: number,
  now?: Circumstances,
): Explanation {
  const outputBias = learned.outputBias!.values[0]!
  const always = learned.wideBias!.values[0]! + outputBias
  const pair = pairsOf(Int32Array.of(item), now)
  const deep = cpu.numbers(() => deepLogits(shape, tensorsFor(learned, rows), pair))[0]! - outputBias
  const wide = wideParts(crosses, learned, rows, item, now)
  // the network takes what rounding leaves
  const off = score - always - deep - wide.reduce((sum, { amount }) => sum + amount, 0)
  return inParts('parts', score, [...wide, { label: 'the deep network', amount: deep + off }], always)
}

/** "this person × drama", "drama × evening", one for each cross that holds. */
function wideParts(
  { genres, moments, of }: Crosses,
  { genreMoment }: Learned,
  { personGenre }: UserRows,
  item: number,
  now?: Circumstances,
): Contribution[] {
  const active = of(item, now)
  const own = active.genres.map(({ id, value }) => ({
    label: `the person × ${genres[id]!}`,
    amount: value * personGenre!.values[id]!,
  }))
  if (!genreMoment) return own
  const inContext = active.genres.flatMap((genre) =>
    active.moments.map((moment) => ({
      label: `${genres[genre.id]!} × ${moments[moment.id]!}`,
      amount: genre.value * moment.value * genreMoment.values[genre.id * moments.length + moment.id]!,
    })),
  )
  return [...own, ...inContext]
}
