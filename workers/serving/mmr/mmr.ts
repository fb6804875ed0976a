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
import { algorithms, tunedAsComponent } from '../../algorithms/catalog.ts'
import { ratingsOfRow } from '../../contract/positives.ts'
import type { Settings } from '../../contract/spec.ts'
import { explainPick } from './explain-pick.ts'
import { maximalMarginalRelevance, scaled, type Picks } from './greedy.ts'
import { placesOnMap } from './item-map.ts'
import { similarityBy, type Similarity } from './similarity.ts'
import { mmrSpec } from './spec.ts'
import { tradeOff } from './trade-off.ts'

/**
 * Re-ranks the best films of another system, fully trained, by maximal marginal relevance. A step is one pick: at step k
 * everybody's list has k films, and nothing else has a score.
 */
export const mmr: CompositeSystem = {
  spec: mmrSpec,

  steps: ({ items }, settings) => Math.min(Number(settings.length), Number(settings.candidates), items.length),

  async *train(context, settings, start) {
    const id = String(settings.of)
    const part = await context.trained(id, tunedAsComponent(id, settings))
    const { name } = algorithms.find(({ spec }) => spec.id === id)!.spec
    const similarity = similarityBy(String(settings.similarity), part, context.data, name)
    const reranked = new Reranked(part, similarity, context.data, settings)
    const steps = mmr.steps(context.data, settings)
    for (let step = start?.step ?? 0; step <= steps; step++) yield frameOf(step, reranked, similarity.note)
  },
}

function frameOf(step: number, reranked: Reranked, note: string | undefined): Frame {
  const seen = reranked.after(step)
  return {
    step,
    did: step === 0 ? 'nothing picked' : step === 1 ? 'the most relevant' : 'relevance less likeness',
    recommender: () => Promise.resolve(seen),
    snapshot: ({ person }) => Promise.resolve(reranked.pictureOf(person)),
    state: () => Promise.resolve({ step, arrays: {} }),
    ...(note !== undefined && { note }),
  }
}

/** One person's candidates, most relevant first, and the list made of them. */
interface Diversified {
  readonly items: readonly number[]
  readonly relevance: Float64Array
  readonly similarityTo: (place: number) => Float64Array
  readonly picks: Picks
}

/** So far below the pick before, in parts of the largest worth, so that films of equal worth keep their order. */
const apart = 1e-9

/** Everybody's candidates, worked out once for all steps. */
class Reranked {
  readonly #part: Recommender
  readonly #similarity: Similarity
  readonly #data: TrainingData
  readonly #settings: Settings
  readonly #ofUser = new Map<number, Diversified>()
  readonly #ofPerson = new WeakMap<Person, Diversified>()

  constructor(part: Recommender, similarity: Similarity, data: TrainingData, settings: Settings) {
    this.#part = part
    this.#similarity = similarity
    this.#data = data
    this.#settings = settings
  }

  /** Everybody's list as far as it is after so many picks. */
  after(picked: number): Recommender {
    const part = this.#part
    return {
      person: (user, now) => this.#listOf(this.#diversifiedOf(user, now), picked),
      foldIn: (ratings, now) => {
        const person = part.foldIn(ratings, now)
        return person && this.#listOf(this.#diversify(person, ratings), picked)
      },
      similarItems: (item, n) => part.similarItems(item, n),
      export: () => part.export(),
    }
  }

  /** The candidates, what every λ makes of them, and where they are on a map. */
  pictureOf(person: Person | undefined): Snapshot {
    const found = person && this.#ofPerson.get(person)
    if (!found) return {}
    const { items, relevance, similarityTo, picks } = found
    return {
      items: Uint32Array.from(items),
      relevance: relevance.slice(), // what a snapshot holds is given away
      map: placesOnMap(similarityTo, items.length),
      ...tradeOff(relevance, similarityTo, Number(this.#settings.lambda), picks.order.length),
    }
  }

  #diversifiedOf(user: number, now: Context | undefined): Diversified {
    const known = now ? undefined : this.#ofUser.get(user)
    if (known) return known
    const rated = ratingsOfRow(this.#data.interactions.ratings, user)
    const found = this.#diversify(this.#part.person(user, now), rated)
    if (!now) this.#ofUser.set(user, found)
    return found
  }

  /** What a person has rated is no candidate: it would take the place of a film to recommend. */
  #diversify(person: Person, rated: readonly Rated[]): Diversified {
    const { candidates, lambda, relevance: as } = this.#settings
    const seen = rated.map(({ item }) => item)
    const best = recommend(person, Number(candidates), seen)
    const items = best.map(({ item }) => item)
    const scores = Float64Array.from(best, ({ score }) => score)
    const relevance = as === 'raw' ? scores : scaled(scores)
    const similarityTo = this.#similarity.among(items)
    const k = mmr.steps(this.#data, this.#settings)
    return {
      items,
      relevance,
      similarityTo,
      picks: maximalMarginalRelevance(relevance, similarityTo, Number(lambda), k),
    }
  }

  #listOf(diversified: Diversified, picked: number): Person {
    const { items, relevance, picks } = diversified
    const lambda = Number(this.#settings.lambda)
    const order = Array.from(picks.order.subarray(0, picked), (place) => items[place])
    const person: Person = {
      scores: () => {
        const scores = new Float64Array(this.#data.items.length).fill(-Infinity)
        const step = apart * picks.value.reduce((most, value) => Math.max(most, Math.abs(value)), 1)
        order.forEach((item, place) => (scores[item] = picks.value[place] - place * step))
        return scores
      },
      explain: (item) => {
        const place = order.indexOf(item)
        if (place < 0) return addedUp('parts', [])
        const like = picks.like[place]
        const pick = {
          relevance: relevance[picks.order[place]],
          similarity: picks.similarity[place],
          like: like < 0 ? '' : this.#data.items[items[like]].title,
        }
        return explainPick(pick, lambda)
      },
    }
    this.#ofPerson.set(person, diversified)
    return person
  }
}
