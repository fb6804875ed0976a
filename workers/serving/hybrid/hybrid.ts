import {
  addedUp,
  recommend,
  type Context,
  type Frame,
  type Person,
  type Rated,
  type Recommender,
  type CompositeSystem,
  type Snapshot,
  type TrainingData,
} from '../../contract/system.ts'
import { ratingsOfRow } from '../../contract/positives.ts'
import type { Settings } from '../../contract/spec.ts'
import { exportOf, trainComponents, type Component, type PersonByComponent } from '../components.ts'
import { merge, type Merged, type Normalisation, type WeightedList } from './merge.ts'
import { hybridSpec } from './spec.ts'

/**
 * The weighted hybrid (Burke 2002): each part is asked for its best films, their scores are brought to one scale, and
 * the weighted sum of them orders one list. Nothing is learned here, so there are no steps.
 */
export const hybrid: CompositeSystem = {
  spec: hybridSpec,

  steps: () => 0,

  async *train(context, settings) {
    yield frameOf(new Blended(await trainComponents(context, settings), context.data, settings))
  },
}

function frameOf(blended: Blended): Frame {
  return {
    step: 0,
    did: 'lists merged',
    recommender: () => Promise.resolve(blended),
    snapshot: ({ person }) => Promise.resolve(blended.listsOf(person)),
    state: () => Promise.resolve({ step: 0, arrays: {} }),
  }
}

interface MergedLists extends Merged {
  readonly lists: readonly WeightedList[]
}

/** Everybody, by the lists that the parts make for them. */
class Blended implements Recommender {
  readonly #parts: readonly Component[]
  readonly #data: TrainingData
  readonly #settings: Settings
  readonly #lists = new WeakMap<Person, () => MergedLists>()

  constructor(parts: readonly Component[], data: TrainingData, settings: Settings) {
    this.#parts = parts
    this.#data = data
    this.#settings = settings
  }

  person(user: number, now?: Context): Person {
    const rated = ratingsOfRow(this.#data.interactions.ratings, user)
    return this.#blend(
      this.#parts.map(({ recommender }) => recommender.person(user, now)),
      rated,
    )
  }

  foldIn(ratings: readonly Rated[], now?: Context): Person | undefined {
    const people = this.#parts.map(({ recommender }) => recommender.foldIn(ratings, now))
    return people.some(Boolean) ? this.#blend(people, ratings) : undefined
  }

  similarItems(item: number, n: number) {
    return this.#parts[0].recommender.similarItems(item, n)
  }

  export() {
    return exportOf(this.#parts)
  }

  /** Each part's list, its scores on the shared scale: "first items", "first values". */
  listsOf(person: Person | undefined): Snapshot {
    const merged = person && this.#lists.get(person)?.()
    if (!merged) return {}
    const { lists, values } = merged
    return Object.fromEntries(
      lists.flatMap(({ list }, place): [string, Uint32Array | Float64Array][] => {
        const { slot } = this.#parts[place]
        return [
          [`${slot} items`, Uint32Array.from(list, ({ item }) => item)],
          [`${slot} values`, Float64Array.from(list, ({ item }) => values[place].get(item)!)],
        ]
      }),
    )
  }

  /** What a person has rated is no candidate of any part: it would take the place of a film to recommend. */
  #blend(people: PersonByComponent, rated: readonly Rated[]): Person {
    let merged: MergedLists | undefined
    const mergedOnce = () => (merged ??= this.#merge(people, rated))
    const person: Person = {
      scores: () => {
        const scores = new Float64Array(this.#data.items.length).fill(-Infinity)
        for (const [item, score] of mergedOnce().scores) scores[item] = score
        return scores
      },
      explain: (item) => {
        const { lists, values } = mergedOnce()
        const contributions = this.#parts.flatMap(({ name }, place) => {
          const value = values[place].get(item)
          const { weight } = lists[place]
          return value === undefined ? [] : [{ label: name, rating: value, weight, amount: weight * value }]
        })
        return addedUp('parts', contributions)
      },
    }
    this.#lists.set(person, mergedOnce)
    return person
  }

  #merge(people: PersonByComponent, rated: readonly Rated[]): MergedLists {
    const lists = this.#parts.map(({ slot }, place) => ({
      weight: Number(this.#settings[`${slot}Weight`]),
      list: people[place] ? this.#candidates(people[place], rated) : [],
    }))
    return { lists, ...merge(lists, this.#settings.normalisation as Normalisation) }
  }

  #candidates(person: Person, rated: readonly Rated[]) {
    return recommend(
      person,
      Number(this.#settings.candidates),
      rated.map(({ item }) => item),
    )
  }
}
