import type { RelevantRanks } from './ranks.ts'

/** One person's full ranking, reduced to what the metrics need; overwritten by the next person. */
export interface RankedPerson extends RelevantRanks {
  /** the chance that a relevant candidate scores above an irrelevant one; equal scores count half */
  readonly auc: number
}

const candidate = 0
const excluded = 1
const relevant = 2

/**
 * Ranks all items that a person has not rated in training, without sorting them: only the relevant ones are sorted,
 * and every other candidate is counted below those it loses to. O(n log relevant), nothing allocated an item.
 */
export class PersonRanker {
  readonly #role: Uint8Array
  /** the relevant items, best first, and their scores */
  readonly #order: Uint32Array
  readonly #score: Float64Array
  readonly #below: Uint32Array
  readonly #ranks: Uint32Array
  /** k best of the last person; the first `topCount` count, best first */
  readonly top: Uint32Array
  topCount = 0

  constructor(items: number, k: number) {
    this.#role = new Uint8Array(items)
    this.#order = new Uint32Array(items)
    this.#score = new Float64Array(items)
    this.#below = new Uint32Array(items + 1)
    this.#ranks = new Uint32Array(items)
    this.top = new Uint32Array(Math.min(k, items))
  }

  /** `rated` in training are no candidates; `wanted` are the relevant ones, each once, ascending, none of them rated. */
  rank(scores: Float64Array, rated: Uint32Array, wanted: Uint32Array): RankedPerson {
    for (const item of rated) this.#role[item] = excluded
    for (const item of wanted) this.#role[item] = relevant
    this.#sortRelevant(scores, wanted)
    const { wins, irrelevant } = this.#countLosers(scores, wanted.length)
    const found = this.#rankRelevant(wanted.length)
    this.#chooseTop(scores)
    for (const item of rated) this.#role[item] = candidate
    for (const item of wanted) this.#role[item] = candidate
    const pairs = irrelevant * wanted.length
    return { ranks: this.#ranks, found, relevant: wanted.length, auc: pairs > 0 ? wins / pairs : 0.5 }
  }

  #sortRelevant(scores: Float64Array, wanted: Uint32Array) {
    const order = this.#order.subarray(0, wanted.length)
    order.set(wanted)
    order.sort((a, b) => {
      const [first, second] = [orBottom(scores[a]), orBottom(scores[b])]
      return first > second ? -1 : first < second ? 1 : a - b
    })
    for (let i = 0; i < order.length; i++) this.#score[i] = orBottom(scores[order[i]])
  }

  /**
   * For every irrelevant candidate, notes how many relevant ones stand above it (`below[i]`: below the first i).
   * The pairs (relevant, irrelevant) that the relevant one wins, ties half, and how many irrelevant ones there are.
   */
  #countLosers(scores: Float64Array, count: number): { wins: number; irrelevant: number } {
    const sorted = this.#score
    const below = this.#below.fill(0, 0, count + 1)
    let wins = 0
    let irrelevant = 0
    for (let item = 0; item < scores.length; item++) {
      if (this.#role[item] !== candidate) continue
      const score = orBottom(scores[item])
      const place = this.#beatenBy(score, item, count)
      below[place]++
      irrelevant++
      wins += place
      for (let i = place - 1; i >= 0 && sorted[i] === score; i--) wins -= 0.5
      for (let i = place; i < count && sorted[i] === score; i++) wins += 0.5
    }
    return { wins, irrelevant }
  }

  /** How many relevant items stand above this one: a higher score, or the same and a smaller id. */
  #beatenBy(score: number, item: number, count: number): number {
    let low = 0
    let high = count
    while (low < high) {
      const middle = (low + high) >> 1
      const other = this.#score[middle]
      if (other > score || (other === score && this.#order[middle] < item)) low = middle + 1
      else high = middle
    }
    return low
  }

  /** The ranks of the relevant items that have a score; returns how many. */
  #rankRelevant(count: number): number {
    let found = 0
    let above = 0
    for (; found < count && this.#score[found] > -Infinity; found++) {
      above += this.#below[found]
      this.#ranks[found] = above + found + 1
    }
    return found
  }

  /** Insertion into the k best: a candidate that does not make it costs one comparison. */
  #chooseTop(scores: Float64Array) {
    const top = this.top
    let count = 0
    let worst = -Infinity
    for (let item = 0; item < scores.length; item++) {
      const score = scores[item]
      if ((count === top.length && !(score > worst)) || this.#role[item] === excluded || !Number.isFinite(score))
        continue
      let place = count < top.length ? count++ : count - 1
      for (; place > 0 && score > scores[top[place - 1]]; place--) top[place] = top[place - 1]
      top[place] = item
      worst = scores[top[count - 1]]
    }
    this.topCount = count
  }
}

function orBottom(score: number): number {
  return Number.isFinite(score) ? score : -Infinity
}
