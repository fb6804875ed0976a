/** What one system recommends. */
export interface TailOverlay {
  readonly name: string
  /** how many people each item is recommended to */
  readonly times: ArrayLike<number>
  /** out of how many */
  readonly people: number
  /** which of the line styles it has: its own, whatever else is drawn */
  readonly look: number
}

/** The bars, and what is drawn over them. */
export interface TailWithOverlays extends Tail {
  readonly titles: readonly string[]
  readonly overlays: readonly TailOverlay[]
}

/** What the bars are. */
export interface TailMeasure {
  /** 'Viewers', as sentences begin */
  readonly noun: string
  /** 'watched', as a row of the readout names it */
  readonly name: string
  /** over the chart, with its unit: 'people, by film' */
  readonly unit: string
  /** one film's: '271 viewers' */
  readonly words: (value: number) => string
  /** where it is no number of people, an axis of its own at the right, from and to */
  readonly axis?: readonly [low: number, high: number]
}

export const viewersMeasure: TailMeasure = {
  noun: 'Viewers',
  name: 'watched',
  unit: 'people, by film',
  words: (count) => `${count.toLocaleString('en')} ${count === 1 ? 'viewer' : 'viewers'}`,
}

/** Numbers along an axis of items by fame: `order[rank]` is the item at a rank, from 0. */
export interface Tail {
  readonly counts: ArrayLike<number>
  readonly order: ArrayLike<number>
}

/** How many of the most famous items together hold half of all counts; 0 where nothing is counted. */
export function halfAt({ counts, order }: Tail): number {
  let total = 0
  for (let rank = 0; rank < order.length; rank++) total += counts[order[rank]!]!
  if (total === 0) return 0
  let sum = 0
  for (let rank = 0; rank < order.length; rank++) {
    sum += counts[order[rank]!]!
    if (2 * sum >= total) return rank + 1
  }
  return order.length
}

/** How many items have any count. */
export function reach(counts: ArrayLike<number>): number {
  let reached = 0
  for (let item = 0; item < counts.length; item++) if (counts[item]! > 0) reached++
  return reached
}

export function highest(counts: ArrayLike<number>): number {
  let most = 0
  for (let item = 0; item < counts.length; item++) most = Math.max(most, counts[item]!)
  return most
}

/** From ranks and counts to pixels. */
export interface TailScale {
  readonly left: number
  /** pixels an item takes */
  readonly step: number
  readonly base: number
  readonly up: (count: number) => number
}

/** The outline of the tail, down to the base at both ends: one step an item. */
export function tailPath({ counts, order }: Tail, scale: TailScale): string {
  if (order.length === 0) return ''
  const heights = Array.from(order, (item) => counts[item]!)
  return `${stepsPath(heights, 1, order.length, scale)}V${round(scale.base)}H${round(scale.left)}Z`
}

/** A line with one step for each of `heights`, `size` items wide; it ends after the last of `items`. */
export function stepsPath(
  heights: ArrayLike<number>,
  size: number,
  items: number,
  { left, step, up }: TailScale,
): string {
  if (heights.length === 0) return ''
  let last = round(up(heights[0]!))
  let path = `M${round(left)} ${last}`
  for (let group = 1; group < heights.length; group++) {
    const y = round(up(heights[group]!))
    if (y !== last) path += `H${round(left + group * size * step)}V${y}`
    last = y
  }
  return `${path}H${round(left + items * step)}`
}

/** How many neighbours in fame make one step of a line: some fifty steps in all. */
export function groupSize(items: number): number {
  return Math.max(1, Math.round(items / 48))
}

/** The mean count of each group of neighbours in fame; the last group may be smaller. */
export function groupMeans({ counts, order }: Tail, size: number): Float64Array {
  return Float64Array.from({ length: Math.ceil(order.length / size) }, (_, group) => {
    const end = Math.min((group + 1) * size, order.length)
    let sum = 0
    for (let rank = group * size; rank < end; rank++) sum += counts[order[rank]!]!
    return sum / (end - group * size)
  })
}

function round(pixels: number): number {
  return Math.round(pixels * 100) / 100
}

/** The rank of every item. */
export function ranksOf(order: ArrayLike<number>): Uint32Array {
  const ranks = new Uint32Array(order.length)
  for (let rank = 0; rank < order.length; rank++) ranks[order[rank]!] = rank
  return ranks
}
