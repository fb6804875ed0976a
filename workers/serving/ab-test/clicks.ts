import { recommend, type Recommender, type CompositeContext } from '../../contract/system.ts'
import { ratingsOfRow } from '../../contract/positives.ts'
import { exp, log } from '../../lib/portable-math.ts'
import type { Random } from '../../lib/random.ts'
import type { Unit } from './analysis.ts'

/** Half of the visitors look through the whole list, half are in a hurry and look at little of it. */
const attentions = [1, 0.15]

/** How many films of their list a visitor clicks on, by person: what chance there is of each number. */
export interface ClickModel {
  readonly people: number
  /** films in everybody's list */
  readonly shown: number
  /** people × (shown + 1), row-major: the chance of 0, 1, … clicks */
  readonly chances: Float64Array
}

/** How likely a person who looks at a film clicks on it. */
type Appeal = (user: number, item: number) => number

/**
 * The clicks of a simulated visitor: at rank r they look with a chance of attention / r^bias (position bias, Craswell et
 * al. 2008) and click on what they look at by how much they would truly like it. As that is known for simulated people,
 * so is every rate, exactly.
 */
export function clickModelOf(arm: Recommender, context: CompositeContext, shown: number, bias: number): ClickModel {
  const { rows: people } = context.data.interactions.ratings
  const appeal = appealOf(context)
  const looks = Array.from({ length: shown }, (_, place) => exp(-bias * log(place + 1)))
  const chances = new Float64Array(people * (shown + 1))
  for (let user = 0; user < people; user++) {
    const seen = ratingsOfRow(context.data.interactions.ratings, user).map(({ item }) => item)
    const list = recommend(arm.person(user), shown, seen)
    const row = chances.subarray(user * (shown + 1), (user + 1) * (shown + 1))
    for (const attention of attentions) {
      const clicked = list.map(({ item }, place) => attention * looks[place] * appeal(user, item))
      numberOf(clicked).forEach((chance, n) => (row[n] += chance / attentions.length))
    }
  }
  return { people, shown, chances }
}

/** By true taste, in stars above or below the average; without it, by what was held out of a person's ratings. */
function appealOf({ truth, heldOut, data }: CompositeContext): Appeal {
  if (truth) return (user, item) => 1 / (1 + exp(0.6 - 1.2 * truth.liking[user * data.items.length + item]))
  const wanted = new Map<number, Set<number>>()
  return (user, item) => {
    const own = wanted.get(user) ?? new Set(ratingsOfRow(heldOut.ratings, user).map(({ item }) => item))
    wanted.set(user, own)
    return own.has(item) ? 0.5 : 0.05
  }
}

/** The chance of each number of hits among independent ones (the Poisson binomial distribution). */
export function numberOf(chances: readonly number[]): Float64Array {
  const numbers = new Float64Array(chances.length + 1)
  numbers[0] = 1
  chances.forEach((chance, known) => {
    for (let n = known + 1; n >= 1; n--) numbers[n] = numbers[n] * (1 - chance) + numbers[n - 1] * chance
    numbers[0] *= 1 - chance
  })
  return numbers
}

/** One visitor: somebody of the people, and on how many films they click. */
export function drawClicks({ shown, chances }: ClickModel, user: number, from: Random): number {
  let left = from.uniform()
  for (let n = 0; n < shown; n++) {
    left -= chances[user * (shown + 1) + n]
    if (left < 0) return n
  }
  return shown
}

/** The rate as it truly is, over all people: an expectation, nothing drawn. And its variance from visitor to visitor. */
export function trueRate({ people, shown, chances }: ClickModel, unit: Unit): { rate: number; variance: number } {
  let [first, second] = [0, 0]
  for (let user = 0; user < people; user++) {
    for (let n = 0; n <= shown; n++) {
      const value = unit === 'visitors' ? Number(n > 0) : n / Math.max(1, shown)
      first += (value * chances[user * (shown + 1) + n]) / people
      second += (value * value * chances[user * (shown + 1) + n]) / people
    }
  }
  return { rate: first, variance: second - first * first }
}
