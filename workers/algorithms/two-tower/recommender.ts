import { topK } from '../../lib/top-k.ts'
import type { Explanation, Person, Recommender } from '../../contract/system.ts'
import { cosinesOf, rowProduct } from '../../training/cosines.ts'
import type { Weights } from '../../training/gradient.ts'
import { positivesOf } from '../../contract/positives.ts'
import { tensorsFor } from '../../training/pointwise-model.ts'
import { explainFromHistory } from './explain.ts'
import type { Visitor } from './inputs.ts'
import { tower } from './model.ts'
import type { Towers } from './towers.ts'

/** Scores are cosines over the temperature. Whoever was never seen goes through the same tower as everybody else. */
export function towerRecommender(towers: Towers, learned: Weights): Recommender {
  const { settings, shape, histories } = towers
  const films = histories.counts.length
  let known: Float32Array | undefined
  const vectors = () => (known ??= filmVectors(towers, learned))
  const temperature = learned.temperature!.values[0]!

  function personOf(visitor: Visitor): Person {
    let own: Float64Array | undefined
    const vector = () => (own ??= Float64Array.from(personVectors(towers, learned, [visitor])))
    const score = (film: number) => product(vector(), vectors(), film * shape.embedding) / temperature
    return {
      scores() {
        const scores = new Float64Array(films)
        for (let film = 0; film < films; film++) scores[film] = score(film)
        return scores
      },
      get vector() {
        return vector()
      },
      explain: (film): Explanation => {
        const end = film * shape.embedding
        const item = vectors().subarray(end, end + shape.embedding)
        return explainFromHistory(towers, learned, visitor, item, score(film))
      },
    }
  }

  return {
    person: (user, now) => personOf({ history: histories.ofPerson(user), now }),
    foldIn(ratings, now) {
      const liked = positivesOf(ratings, settings)
      return liked.length === 0 ? undefined : personOf({ history: liked.map(({ item }) => item), now })
    },
    similarItems: (item, n) => topK(cosinesOf(item, films, rowProduct(vectors(), shape.embedding)), n),
    export: () => ({
      ...Object.fromEntries(Object.entries(learned).map(([name, { values }]) => [name, values])),
      itemVectors: vectors(),
    }),
  }
}

/** Of a vector with a row that begins at a place. */
function product(vector: Float64Array, rows: Float32Array, at: number): number {
  let sum = 0
  for (let d = 0; d < vector.length; d++) sum += vector[d]! * rows[at + d]!
  return sum
}

/** What the item tower makes of all films, row-major: rows of length 1. */
function filmVectors({ cpu, shape, inputs, histories }: Towers, learned: Weights): Float32Array {
  const films = inputs.filmsOf(Uint32Array.from(histories.counts.keys()))
  return cpu.numbers(() => {
    const parameters = tensorsFor(learned, {})
    return tower(shape, 'item', parameters, inputs.items(parameters, films))
  })
}

/** What the user tower makes of people: rows of length 1. */
export function personVectors(
  { cpu, shape, inputs }: Towers,
  learned: Weights,
  people: readonly Visitor[],
): Float32Array {
  return cpu.numbers(() => {
    const parameters = tensorsFor(learned, {})
    return tower(shape, 'user', parameters, inputs.people(parameters, inputs.peopleOf(people)))
  })
}
