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
export function tailPath({ counts, order }: Tail, { left, step, base, up }: TailScale): string {
  if (order.length === 0) return ''
  const parts = [`M${round(left)} ${round(base)}`]
  let last: number | undefined
  for (let rank = 0; rank < order.length; rank++) {
    const y = up(counts[order[rank]!]!)
    if (y !== last) {
      if (rank > 0) parts.push(`H${round(left + rank * step)}`)
      parts.push(`V${round(y)}`)
    }
    last = y
  }
  parts.push(`H${round(left + order.length * step)}V${round(base)}Z`)
  return parts.join('')
}

/** A bar for every item with a count, at least `thin` wide and `low` high, so that one person is seen too. */
export function barsPath(
  { counts, order }: Tail,
  { left, step, base, up }: TailScale,
  { thin, low }: { readonly thin: number; readonly low: number },
): string {
  const width = Math.max(step, thin)
  let path = ''
  for (let rank = 0; rank < order.length; rank++) {
    const count = counts[order[rank]!]!
    if (!(count > 0)) continue
    const height = Math.max(base - up(count), low)
    const x = left + (rank + 0.5) * step - width / 2
    path += `M${round(x)} ${round(base)}v${round(-height)}h${round(width)}v${round(height)}z`
  }
  return path
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
