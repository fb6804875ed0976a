import { scaleLinear } from 'd3-scale'

interface Shares {
  readonly first: number
  readonly second: number
}

/** From values to pixels between two edges; 0 is always inside, and a little room at both ends. */
export function scaleOf(rows: readonly Shares[], left: number, right: number): (value: number) => number {
  const values = [0, ...rows.flatMap(({ first, second }) => [first, second])]
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const room = high - low < 1e-6 ? 1 : 0.04 * (high - low)
  return scaleLinear([low - room, high + room], [left, right])
}
