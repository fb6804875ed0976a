export interface LinePoint {
  readonly x: number
  readonly y: number
  /** an interval round y */
  readonly low?: number | undefined
  readonly high?: number | undefined
}

export interface Series {
  readonly name: string
  /** in order of x; a y that is not finite is a gap */
  readonly points: readonly LinePoint[]
  readonly style: 'now' | 'before' | 'reference'
  /** a second cue beside the name, where several lines are drawn: held out, for example */
  readonly dashed?: boolean
}

/** The last measured point at or before x; undefined before the first. */
export function pointAt(points: readonly LinePoint[], x: number): LinePoint | undefined {
  let found: LinePoint | undefined
  for (const point of points) {
    if (point.x > x) break
    if (Number.isFinite(point.y)) found = point
  }
  return found
}

/** All x that any of the lines 'now' was measured at, in order. */
export function stops(series: readonly Series[]): number[] {
  const own = series.filter(({ style }) => style === 'now')
  const from = own.some(({ points }) => points.length > 0) ? own : series
  return [...new Set(from.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b)
}

/** The one of ascending values nearest to x. */
export function nearestStop(values: readonly number[], x: number): number | undefined {
  let best: number | undefined
  for (const value of values) if (best === undefined || Math.abs(value - x) < Math.abs(best - x)) best = value
  return best
}

/** The domain given, or what holds all points and intervals; never of length zero. */
export function domainOf(
  series: readonly Series[],
  given: { readonly low: number; readonly high: number } | undefined,
): [number, number] {
  let [low, high] = given ? [given.low, given.high] : [Infinity, -Infinity]
  if (!given)
    for (const { points } of series)
      for (const point of points)
        for (const y of [point.y, point.low, point.high]) {
          if (y === undefined || !Number.isFinite(y)) continue
          low = Math.min(low, y)
          high = Math.max(high, y)
        }
  if (!(low <= high)) return [0, 1]
  if (low < high) return [low, high]
  const room = Math.abs(low) * 0.1 || 1
  return [low - room, high + room]
}

/** What the lines say at x: one part a line, '0.352 (0.340 to 0.364)'. */
export function readAt(
  series: readonly Series[],
  x: number,
  format: (y: number) => string,
): { name: string; words: string }[] {
  return series.flatMap(({ name, points }) => {
    const point = pointAt(points, x)
    return point ? [{ name, words: pointWords(point, format) }] : []
  })
}

export function pointWords(point: LinePoint, format: (y: number) => string): string {
  return format(point.y) + intervalWords(point, format)
}

/** ' (0.340–0.364)', or nothing without an interval. */
export function intervalWords({ low, high }: LinePoint, format: (y: number) => string): string {
  return low === undefined || high === undefined ? '' : ` (${format(low)}–${format(high)})`
}

/** Whole sentences about the picture. */
export function lineSummary(
  title: string,
  series: readonly Series[],
  x: { readonly label: string },
  playhead: number,
  format: (y: number) => string,
): string {
  const parts = series.flatMap(({ name, points, style }) => {
    const first = points.find(({ y }) => Number.isFinite(y))
    const here = pointAt(points, style === 'now' ? playhead : Infinity)
    if (!first || !here) return []
    if (style === 'reference' || first === here) return [`${name}: ${pointWords(here, format)}.`]
    const way = here.y < first.y ? 'falls' : here.y > first.y ? 'rises' : 'stays'
    const to = way === 'stays' ? 'at' : `from ${format(first.y)} to`
    return [`${name} ${way} ${to} ${pointWords(here, format)} at ${here.x.toLocaleString('en')} ${x.label}.`]
  })
  return parts.length === 0 ? `${title}: nothing measured yet.` : `${title}. ${parts.join(' ')}`
}
