import type { CpuTensors } from '../device/tensors.ts'
import { topK } from '../lib/top-k.ts'
import type { Context, Explanation, Person, Rated, Recommender, TrainingData } from '../contract/system.ts'
import { cosinesOf, rowProduct } from './cosines.ts'
import type { Weights } from './gradient.ts'
import { positivesOf } from '../contract/positives.ts'
import {
  userPriorOf,
  foldInUser,
  pairsOf,
  rowsOf,
  tensorsFor,
  type UserPrior,
  type PointwiseModel,
  type UserRows,
} from './pointwise-model.ts'
import type { Settings } from '../contract/spec.ts'

export interface PointwiseScoring {
  readonly cpu: CpuTensors
  readonly model: PointwiseModel
  readonly data: TrainingData
  readonly settings: Settings
  readonly seed: number
  /** the table whose rows' cosines say which items are alike */
  readonly itemTable: string
  /** what an item's score is made of, largest first, for a person with these rows, and these scores of all items */
  explain(learned: Weights, rows: UserRows, item: number, scores: Float64Array, now?: Context): Explanation
}

const behind = new WeakMap<Person, UserRows>()

/** The rows that a person's scores are made of, for what is drawn; undefined for a person of another system. */
export const rowsBehind = (person: Person | undefined): UserRows | undefined => person && behind.get(person)

/** Scores are logits: every item beside one person, as the model is served. Holds plain numbers, so there is nothing to free. */
export function pointwiseRecommender(of: PointwiseScoring, learned: Weights): Recommender {
  const { cpu, model, data, settings, seed } = of
  const items = data.items.length
  const fields = data.interactions.context.length
  let userPrior: UserPrior | undefined
  const all = Int32Array.from({ length: items }, (_, item) => item)

  function personOf(rows: UserRows, now?: Context): Person {
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
    foldIn(ratings: readonly Rated[], now?: Context) {
      const liked = positivesOf(ratings, settings)
      if (liked.length === 0) return undefined
      userPrior ??= userPriorOf(model, learned)
      const drawing = { items, negatives: Number(settings.negatives), seed }
      return personOf(foldInUser(cpu, model, learned, userPrior, liked, ratings, drawing), now)
    },
    similarItems(item, n) {
      const { shape, values } = learned[of.itemTable]!
      return topK(cosinesOf(item, items, rowProduct(values, shape[1]!)), n)
    },
    export: () => Object.fromEntries(Object.entries(learned).map(([name, { values }]) => [name, values])),
  }
}
