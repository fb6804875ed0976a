import type { Rated } from '../../contract/system.ts'
import { log } from '../../lib/portable-math.ts'
import { answers, fromLogs, type LatentClasses } from './latent-classes.ts'

/** What is believed of somebody after their answers: the share of each class. */
export type Belief = Float64Array

/** Which film is asked about next: the one whose answer tells most, or the one that most people have rated. */
export type Strategy = 'gain' | 'popular'

/** A question, and what was answered; `rating` is absent where the film was not seen. */
export interface Asked {
  readonly item: number
  readonly rating: number | undefined
  /** what the answer was expected to tell of somebody's class, in bits */
  readonly bits: number
}

/** What a questioner knows before asking anybody. */
export interface Questioner {
  readonly classes: LatentClasses
  /** how many people have rated each item */
  readonly viewers: ArrayLike<number>
  /** a rating from here on says "liked it" */
  readonly likedFrom: number
}

/** Somebody is asked about films, one by one, each chosen by what the answers before it told. */
export class Interview {
  readonly #questioner: Questioner
  readonly #strategy: Strategy
  readonly #own: ReadonlyMap<number, number>
  readonly #asked: Asked[] = []
  readonly #done = new Set<number>()
  #belief: Belief

  /** @param ratings what they would answer; they have seen nothing else */
  constructor(questioner: Questioner, strategy: Strategy, ratings: readonly Rated[]) {
    this.#questioner = questioner
    this.#strategy = strategy
    this.#own = new Map(ratings.map(({ item, rating }) => [item, rating]))
    this.#belief = questioner.classes.prior
  }

  /** The first so many questions, fewer only where there are fewer items. */
  first(count: number): readonly Asked[] {
    const { classes, likedFrom } = this.#questioner
    while (this.#asked.length < Math.min(count, classes.items)) {
      const { item, bits } = this.#next()
      const rating = this.#own.get(item)
      this.#done.add(item)
      this.#asked.push({ item, rating, bits })
      this.#belief = told(classes, this.#belief, item, rating === undefined ? 0 : rating >= likedFrom ? 2 : 1)
    }
    return this.#asked.slice(0, count)
  }

  #next() {
    const { classes, viewers } = this.#questioner
    const gains = informationGain(classes, this.#belief)
    const item = bestOf(this.#strategy === 'gain' ? gains : viewers, this.#done)
    return { item, bits: gains[item] }
  }
}

/** The answers of those who had seen the film. */
export const ratingsIn = (asked: readonly Asked[]): Rated[] =>
  asked.flatMap(({ item, rating }) => (rating === undefined ? [] : [{ item, rating }]))

/** The belief after one more answer (Bayes). */
export function told({ logChances }: LatentClasses, belief: Belief, item: number, answer: number): Belief {
  const first = (item * answers.length + answer) * belief.length
  const after = belief.map((share, c) => log(Math.max(share, 1e-300)) + logChances[first + c])
  fromLogs(after)
  return after
}

/**
 * How many bits the answer to each item is expected to tell of somebody's class: the entropy of the belief less what is left
 * of it on average (Rashid, Karypis and Riedl, SIGKDD Explorations 2008).
 */
export function informationGain({ items, chances, logChances }: LatentClasses, belief: Belief): Float64Array {
  const logBelief = belief.map((share) => log(Math.max(share, 1e-300)))
  const before = -belief.reduce((sum, share, c) => sum + share * logBelief[c], 0)
  const gains = new Float64Array(items)
  for (let item = 0, at = 0; item < items; item++) {
    let left = 0
    for (let answer = 0; answer < answers.length; answer++) {
      let chance = 0
      for (let c = 0; c < belief.length; c++, at++) {
        const both = belief[c] * chances[at]
        chance += both
        left -= both * (logBelief[c] + logChances[at])
      }
      left += chance * log(chance)
    }
    gains[item] = Math.max(0, before - left) / log2
  }
  return gains
}

const log2 = log(2)

/** Of equal ones the smaller id. */
function bestOf(values: ArrayLike<number>, without: ReadonlySet<number>): number {
  let best = -1
  for (let item = 0; item < values.length; item++) {
    if (!without.has(item) && (best < 0 || values[item] > values[best])) best = item
  }
  return best
}
