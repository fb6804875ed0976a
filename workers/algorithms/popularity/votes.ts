import type { TrainingData } from '../../contract/system.ts'
import type { Settings } from '../../contract/spec.ts'
import type { Entries } from './tally.ts'
import { exp } from '../../lib/portable-math.ts'
import { transposeOrder } from '../../lib/sparse.ts'

export type Measure = 'count' | 'mean' | 'recent'

/**
 * All training ratings in order of time (at the same second, in order of person and item), each with what it adds to
 * its film: 1 viewer and, for a mean, its stars above `floor`, or for recent viewers its weight. Stars and weights are
 * whole multiples of 1 / `unit`, so that sums are exact in any order and the same on every device: rounded to 2^-20,
 * or more coarsely where a film has so many ratings that their sum would pass 2^32.
 */
export interface Votes extends Entries {
  readonly by: Measure
  readonly stars: Float32Array
  /** days before the newest rating */
  readonly age: Float64Array
  readonly unit: number
  /** the lowest stars that anybody gave */
  readonly floor: number
  /** the places of one item's entries in this order, ascending */
  of(item: number): Uint32Array
}

const secondsADay = 86_400
const finest = 2 ** 20

/** What a rating counts at an age: half after every half-life, both in days. */
export function weightAt(age: number, halfLife: number): number {
  return exp((-age / halfLife) * Math.LN2)
}

export function votesOf({ interactions: { ratings, time } }: TrainingData, settings: Settings): Votes {
  const by = settings.by as Measure
  const order = Uint32Array.from(time.keys()).sort((a, b) => time[a] - time[b] || a - b)
  const items = order.map((entry) => ratings.column[entry])
  const stars = Float32Array.from(order, (entry) => ratings.value[entry])
  const newest = order.length > 0 ? time[order[order.length - 1]] : 0
  const age = Float64Array.from(order, (entry) => (newest - time[entry]) / secondsADay)
  const { start, order: byItem } = transposeOrder(ratings)
  const places = new Uint32Array(order.length)
  order.forEach((entry, place) => (places[entry] = place))

  const [floor, ceiling] = stars.reduce(
    ([low, high], r) => [Math.min(low, r), Math.max(high, r)],
    [Infinity, -Infinity],
  )
  const most = start.subarray(1).reduce((known, end, item) => Math.max(known, end - start[item]), 1)
  const unit = unitFor(most * (by === 'mean' ? Math.max(1, ceiling - floor) : 1))
  const [likedFrom, halfLife] = [Number(settings.likedFrom), Number(settings.halfLife)]
  const width = by === 'count' ? 1 : 2
  const adds = new Uint32Array(order.length * width)
  for (let place = 0; place < order.length; place++) {
    // A mean takes every rating: of the liked ones alone it would not tell a good film from a bad one.
    if (by !== 'mean' && stars[place] < likedFrom) continue
    adds[place * width] = 1
    if (by === 'mean') adds[place * width + 1] = Math.round((stars[place] - floor) * unit)
    if (by === 'recent') adds[place * width + 1] = Math.round(weightAt(age[place], halfLife) * unit)
  }
  const of = (item: number) =>
    byItem
      .slice(start[item], start[item + 1])
      .map((entry) => places[entry])
      .sort()
  return { by, items, stars, age, adds, width, unit, floor, of }
}

/** The finest power of two in which a film's largest sum is a whole number below 2^32. */
function unitFor(largest: number): number {
  let unit = finest
  while (unit > 1 && largest * unit >= 2 ** 32) unit /= 2
  return unit
}
