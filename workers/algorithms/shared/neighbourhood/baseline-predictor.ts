import type { SparseMatrix } from '../../../lib/sparse.ts'
import { addedUp, type Contribution, type Explanation, type Rated } from '../../../contract/system.ts'
import type { Settings } from '../../../contract/spec.ts'

/** So many ratings at the mean are added to everybody's and every item's own, so that few do not say much. */
const damping = { items: 5, people: 5 }

/** What is expected of one person's stars before any neighbour is asked. */
export interface Expected {
  /** what neighbours' stars are differences from: 0 where they are taken raw */
  readonly start: (item: number) => number
  /** what `start` is the sum of, by name */
  readonly parts: (item: number) => Contribution[]
  /** the prediction where no neighbour says anything; NaN where nobody rated anything */
  readonly alone: (item: number) => number
  readonly aloneParts: (item: number) => Contribution[]
  /** where stars are taken raw: those below it are few stars */
  readonly level?: number
}

/** What neighbours say, and what was expected before them. */
export function addedToExpected(
  kind: Explanation['kind'],
  neighbours: readonly Contribution[],
  { parts, level }: Expected,
  item: number,
): Explanation {
  const explanation = addedUp(kind, [...neighbours, ...parts(item)])
  return level === undefined ? explanation : { ...explanation, level }
}

/**
 * By the setting `centring`: raw stars (alone: the mean of all ratings), the person's own mean, or the damped means of
 * person and item (Koren 2010, "Factor in the neighbors", section 2.1, one estimated after the other).
 *
 * @param ratings people × items
 */
export function expectationOf(ratings: SparseMatrix, { centring }: Settings): (rated: readonly Rated[]) => Expected {
  const mean = meanOf(ratings.value)
  const everybodys: Contribution = { label: 'everybody’s mean', amount: mean, always: true }
  if (centring === 'baseline') return baselines(ratings, mean, everybodys)
  const alone = (amount: number, part: Contribution): Expected => ({
    start: () => (centring === 'person' ? amount : 0),
    parts: () => (centring === 'person' ? [part] : []),
    alone: () => amount,
    aloneParts: () => [part],
    ...(centring !== 'person' && { level: mean }),
  })
  return (rated) => {
    if (centring !== 'person' || rated.length === 0) return alone(mean, everybodys)
    const own = meanOf(rated.map(({ rating }) => rating))
    return alone(own, { label: 'mean of their stars', amount: own, always: true })
  }
}

/** How far an item lies above everybody's mean, then how far a person lies above what is left. */
function baselines(ratings: SparseMatrix, mean: number, everybodys: Contribution) {
  const above = itemsAbove(ratings, mean)
  return (rated: readonly Rated[]): Expected => {
    let rest = 0
    for (const { item, rating } of rated) rest += rating - mean - above[item]
    const own = rest / (rated.length + damping.people)
    const start = (item: number) => mean + above[item] + own
    const parts = (item: number): Contribution[] => [
      everybodys,
      { label: 'this film against the mean', amount: above[item] },
      { label: 'this person against the mean', amount: own, always: true },
    ]
    return { start, parts, alone: start, aloneParts: parts }
  }
}

function itemsAbove({ columns, column, value }: SparseMatrix, mean: number): Float64Array {
  const above = new Float64Array(columns)
  const raters = new Float64Array(columns)
  for (let e = 0; e < column.length; e++) {
    above[column[e]] += value[e] - mean
    raters[column[e]]++
  }
  for (let item = 0; item < columns; item++) above[item] /= raters[item] + damping.items
  return above
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]
  return sum / values.length
}
