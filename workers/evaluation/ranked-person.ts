import { comparable } from '../lib/ties.ts'
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
 * Ranks all items that a person has not rated in training, without sorting them: only the relevant ones are sorted, into
 * groups of equal scores, and every other candidate is counted into one of those or below those that beat it. O(n log
 * relevant), nothing allocated an item.
 */
export class PersonRanker {
  readonly #role: Uint8Array
  /** every item's score as it is compared */
  readonly #comparable: Float64Array
  /** the relevant items' scores, one a group, best first */
  readonly #score: Float64Array
  /** of each group: relevant items in it, irrelevant ones in it, and irrelevant ones below it and above the next */
  readonly #hits: Uint32Array
  readonly #ties: Uint32Array
  readonly #below: Uint32Array
  readonly #above: Uint32Array
  readonly #size: Uint32Array
  /** k best of the last person; the first `topCount` count, best first, equal scores by id */
  readonly top: Uint32Array
  topCount = 0

  constructor(items: number, k: number) {
    this.#role = new Uint8Array(items)
    this.#comparable = new Float64Array(items)
    this.#score = new Float64Array(items)
    this.#hits = new Uint32Array(items)
    this.#ties = new Uint32Array(items)
    this.#below = new Uint32Array(items + 1)
    this.#above = new Uint32Array(items)
    this.#size = new Uint32Array(items)
    this.top = new Uint32Array(Math.min(k, items))
  }

  /** `rated` in training are no candidates; `wanted` are the relevant ones, each once, none of them rated. */
  rank(scores: Float64Array, rated: Uint32Array, wanted: Uint32Array): RankedPerson {
    for (const item of rated) this.#role[item] = excluded
    for (const item of wanted) this.#role[item] = relevant
    const compared = this.#comparable
    for (let item = 0; item < scores.length; item++) compared[item] = comparable(scores[item])
    const all = this.#groupRelevant(wanted)
    this.#countOthers(all)
    const auc = this.#placeGroups(all, wanted.length)
    this.#chooseTop()
    for (const item of rated) this.#role[item] = candidate
    for (const item of wanted) this.#role[item] = candidate
    // Without a score an item is in no list.
    const groups = all > 0 && this.#score[all - 1] === -Infinity ? all - 1 : all
    return { groups, above: this.#above, size: this.#size, hits: this.#hits, relevant: wanted.length, auc }
  }

  /** Groups of equal scores among the relevant items, best first; how many there are. */
  #groupRelevant(wanted: Uint32Array): number {
    const sorted = this.#score.subarray(0, wanted.length)
    wanted.forEach((item, i) => (sorted[i] = -this.#comparable[item]))
    sorted.sort()
    let groups = 0
    for (let i = 0; i < sorted.length; i++) {
      const score = -sorted[i]
      if (groups > 0 && this.#score[groups - 1] === score) this.#hits[groups - 1]++
      else {
        this.#hits[groups] = 1
        this.#score[groups++] = score
      }
    }
    return groups
  }

  /** Counts each irrelevant candidate into the group whose score it has, or below the groups that beat it. */
  #countOthers(groups: number) {
    const [role, scores, sorted] = [this.#role, this.#comparable, this.#score]
    const ties = this.#ties.fill(0, 0, groups)
    const below = this.#below.fill(0, 0, groups + 1)
    for (let item = 0; item < scores.length; item++) {
      if (role[item] !== candidate) continue
      const score = scores[item]
      let low = 0
      let high = groups
      while (low < high) {
        const middle = (low + high) >> 1
        if (sorted[middle] > score) low = middle + 1
        else high = middle
      }
      if (low < groups && sorted[low] === score) ties[low]++
      else below[low]++
    }
  }

  /** Where each group stands; the AUC, 0.5 where there is nothing to tell apart. */
  #placeGroups(groups: number, wanted: number): number {
    let above = 0
    let found = 0
    let irrelevant = 0
    let wins = 0
    for (let g = 0; g < groups; g++) {
      const [hits, ties, before] = [this.#hits[g], this.#ties[g], this.#below[g]]
      wins += found * before + (found + hits / 2) * ties
      irrelevant += before + ties
      this.#above[g] = above += before
      this.#size[g] = hits + ties
      above += hits + ties
      found += hits
    }
    wins += found * this.#below[groups]
    irrelevant += this.#below[groups]
    return irrelevant * wanted > 0 ? wins / (irrelevant * wanted) : 0.5
  }

  /** Insertion into the k best: a candidate that does not make it costs one comparison. */
  #chooseTop() {
    const [role, scores, top] = [this.#role, this.#comparable, this.top]
    let count = 0
    // What is not better is not listed: while there is room, that is only what has no score.
    let worst = -Infinity
    for (let item = 0; item < scores.length; item++) {
      const score = scores[item]
      if (!(score > worst) || role[item] === excluded) continue
      let place = count < top.length ? count++ : count - 1
      for (; place > 0 && score > scores[top[place - 1]]; place--) top[place] = top[place - 1]
      top[place] = item
      if (count === top.length) worst = scores[top[count - 1]]
    }
    this.topCount = count
  }
}
