import type { Rated, CompositeContext } from '../../contract/system.ts'
import { oldestFirst } from '../../contract/history.ts'
import type { Settings } from '../../contract/spec.ts'
import type { Interactions } from '../../data/dataset.ts'
import { ratersOf } from '../../evaluation/beyond.ts'
import { Interview, ratingsIn, type Asked, type Questioner, type Strategy } from './interview.ts'
import { latentClasses } from './latent-classes.ts'

/** What comes to be known of somebody new: their ratings as they came, or their answers to questions. */
export class Newcomers {
  readonly #train: Interactions
  readonly #questioner: Questioner | undefined
  readonly #strategy: Strategy
  readonly #interviews = new Map<number, Interview>()

  constructor({ data, seed }: Pick<CompositeContext, 'data' | 'seed'>, settings: Settings) {
    this.#train = data.interactions
    this.#strategy = settings.asked as Strategy
    if (settings.asked !== 'history')
      this.#questioner = questionerOf(data.interactions, Number(settings.likedFrom), seed)
  }

  /** Of a person of the data, after so many ratings or questions. */
  known(person: number, count: number): readonly Rated[] {
    const asked = this.askedOf(person, count)
    return asked ? ratingsIn(asked) : oldestFirst(this.#train, person).slice(0, count)
  }

  /** Of somebody with ratings of their own, newest first. */
  knownOf(ratings: readonly Rated[], count: number): readonly Rated[] {
    const asked = this.askedFor(ratings, count)
    return asked ? ratingsIn(asked) : ratings.slice(Math.max(0, ratings.length - count))
  }

  /** The questions to a person of the data; undefined where none are asked. */
  askedOf(person: number, count: number): readonly Asked[] | undefined {
    if (!this.#questioner || !Number.isFinite(count)) return undefined
    const interview =
      this.#interviews.get(person) ?? new Interview(this.#questioner, this.#strategy, oldestFirst(this.#train, person))
    this.#interviews.set(person, interview)
    return interview.first(count)
  }

  askedFor(ratings: readonly Rated[], count: number): readonly Asked[] | undefined {
    if (!this.#questioner || !Number.isFinite(count)) return undefined
    return new Interview(this.#questioner, this.#strategy, ratings).first(count)
  }
}

const questioners = new WeakMap<Interactions, Map<string, Questioner>>()

/** Learned once for the same ratings. Where every rating counts as watched, liked are those from the mean on. */
function questionerOf(train: Interactions, likedFrom: number, seed: number): Questioner {
  const known = questioners.get(train) ?? new Map<string, Questioner>()
  questioners.set(train, known)
  const key = `${likedFrom} ${seed}`
  const questioner = known.get(key) ?? learned(train, likedFrom || meanRating(train), seed)
  known.set(key, questioner)
  return questioner
}

function learned(train: Interactions, likedFrom: number, seed: number): Questioner {
  return { classes: latentClasses(train, likedFrom, seed), viewers: ratersOf(train), likedFrom }
}

const meanRating = ({ ratings: { value } }: Interactions) =>
  value.reduce((sum, rating) => sum + rating, 0) / Math.max(1, value.length)
