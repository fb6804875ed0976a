import type { CpuTensors } from '../device/tensors.ts'
import { topK } from '../lib/top-k.ts'
import type { Circumstances, Explanation, Person, Rated, Recommender, TrainingData } from '../contract/system.ts'
import { cosinesOf, rowProduct } from './cosines.ts'
import type { Learned } from './gradient.ts'
import { likedOf } from '../contract/positives.ts'
import {
  everybodyOf,
  foldedIn,
  pairsOf,
  rowsOf,
  tensorsFor,
  type Everybody,
  type PairModel,
  type UserRows,
} from './pointwise-model.ts'
import type { Settings } from '../contract/spec.ts'

export interface PairRecommending {
  readonly cpu: CpuTensors
  readonly model: PairModel
  readonly data: TrainingData
  readonly settings: Settings
  readonly seed: number
  /** the table whose rows' cosines say which items are alike */
  readonly itemTable: string
  /** what an item's score is made of, largest first, for a person with these rows, and these scores of all items */
  explain(learned: Learned, rows: UserRows, item: number, scores: Float64Array, now?: Circumstances): Explanation
}

const behind = new WeakMap<Person, UserRows>()

/** The rows that a person's scores are made of, for what is drawn; undefined for a person of another system. */
export const rowsBehind = (person: Person | undefined): UserRows | undefined => person && behind.get(person)

/** Scores are logits: every item beside one person, as the model is served. Holds plain numbers, so there is nothing to free. */
export function pairRecommender(of: PairRecommending, learned: Learned): Recommender {
  const { cpu, model, data, settings, seed } = of
  const items = data.items.length
  const fields = data.interactions.context.length
  let everybody: Everybody | undefined
  const all = Int32Array.from({ length: items }, (_, item) => item)

  function personOf(rows: UserRows, now?: Circumstances): Person {
    let known: Float64Array | undefined
    const scores = () =>
      (known ??= Float64Array.from(
        cpu.numbers(() => model.logits(tensorsFor(learned, rows), pairsOf(all, now, fields), undefined)),
      ))
    const person: Person = {
      scores: () => scores().slice(),
      explain: (item) => of.explain(learned, rows, item, scores(), now),
    }
    behind.set(person, rows)
    return person
  }

  return {
    person: (user, now) => personOf(rowsOf(model, learned, user), now),
    foldIn(ratings: readonly Rated[], now?: Circumstances) {
      const liked = likedOf(ratings, settings)
      if (liked.length === 0) return undefined
      everybody ??= everybodyOf(model, learned)
      const drawing = { items, negatives: Number(settings.negatives), seed }
      return personOf(foldedIn(cpu, model, learned, everybody, liked, ratings, drawing), now)
    },
    similarItems(item, n) {
      const { shape, values } = learned[of.itemTable]!
      return topK(cosinesOf(item, items, rowProduct(values, shape[1]!)), n)
    },
    export: () => Object.fromEntries(Object.entries(learned).map(([name, { values }]) => [name, values])),
  }
}
