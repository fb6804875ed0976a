/** Where things stand on a fan of directions: 0° to the right, counter-clockwise. */
export interface Fan {
  readonly x: number
  readonly y: number
  /** the arrows' length, where the films' arc begins */
  readonly radius: number
  /** how far the fullest group of films reaches beyond the arc */
  readonly band: number
  /** 90 or 180 */
  readonly degrees: number
}

/** One group of films this wide, in degrees. */
export const binDegrees = 2
/** A group of this share of all films reaches all across the band; fuller ones are cut there. */
const fullShare = 0.1

/** The largest fan in a box, with room for a line of text all round. */
export function fanIn({ width, height }: { width: number; height: number }, degrees: number, text: number): Fan {
  const base = height - Math.ceil(1.8 * text)
  const above = base - Math.ceil(1.6 * text)
  const across = degrees > 90 ? width / 2 - 4 : width - 1.2 * text
  const whole = Math.max(20, Math.min(above, across))
  const band = Math.round(0.2 * whole)
  const x = degrees > 90 ? width / 2 : Math.max(text, (width - whole) / 2)
  return { x, y: base, radius: whole - band, band, degrees }
}

export const degreesOf = (cosine: number) => (Math.acos(Math.min(1, Math.max(-1, cosine))) * 180) / Math.PI

export function placeAt({ x, y }: Fan, degrees: number, radius: number): readonly [x: number, y: number] {
  const turn = (degrees * Math.PI) / 180
  return [x + radius * Math.cos(turn), y - radius * Math.sin(turn)]
}

/** The direction of a place in the box, or undefined where there is no film's arc. */
export function directionOf(fan: Fan, x: number, y: number): number | undefined {
  const [dx, dy] = [x - fan.x, fan.y - y]
  const far = Math.hypot(dx, dy)
  if (dy < -14 || far < 0.2 * fan.radius || far > fan.radius + fan.band + 18) return undefined
  const degrees = (Math.atan2(Math.max(dy, 0), dx) * 180) / Math.PI
  return degrees > fan.degrees + 6 ? undefined : Math.min(degrees, fan.degrees)
}

/** How many films stand in each group of directions; films without a cosine (NaN) in none. */
export function filmsByDirection(cosines: ArrayLike<number>, degrees: number): Uint32Array {
  const bins = new Uint32Array(Math.ceil(degrees / binDegrees))
  for (let item = 0; item < cosines.length; item++) {
    if (Number.isNaN(cosines[item])) continue
    bins[Math.min(bins.length - 1, Math.floor(degreesOf(cosines[item]!) / binDegrees))]!++
  }
  return bins
}

/** One spoke a group, as long as its share of all films. */
export function spokes(fan: Fan, bins: Uint32Array, films: number): string {
  return Array.from(bins, (count, bin) => {
    if (count === 0) return ''
    const length = fan.band * Math.min(1, Math.max(0.06, count / Math.max(1, films) / fullShare))
    const middle = (bin + 0.5) * binDegrees
    const [x1, y1] = placeAt(fan, middle, fan.radius + 2)
    const [x2, y2] = placeAt(fan, middle, fan.radius + 2 + length)
    return `M${x1.toFixed(1)} ${y1.toFixed(1)}L${x2.toFixed(1)} ${y2.toFixed(1)}`
  }).join('')
}

/** An arc round the origin from 0° to some direction. */
export function arc(fan: Fan, radius: number, degrees: number): string {
  const [x1, y1] = placeAt(fan, 0, radius)
  const [x2, y2] = placeAt(fan, degrees, radius)
  return `M${x1.toFixed(1)} ${y1.toFixed(1)}A${radius} ${radius} 0 0 0 ${x2.toFixed(1)} ${y2.toFixed(1)}`
}

/** Items that have a cosine, from the nearest direction to the farthest; equal ones by id. */
export function nearestFirst(cosines: ArrayLike<number>): Uint32Array {
  const items = Uint32Array.from({ length: cosines.length }, (_, item) => item)
  return items.filter((item) => !Number.isNaN(cosines[item])).sort((a, b) => cosines[b]! - cosines[a]! || a - b)
}

/** The item whose direction is nearest to this one; `order` is that of `nearestFirst`. */
export function itemTowards(order: Uint32Array, cosines: ArrayLike<number>, degrees: number): number | undefined {
  let best: number | undefined
  let gap = Infinity
  for (const item of order) {
    const away = Math.abs(degreesOf(cosines[item]!) - degrees)
    if (away >= gap) continue
    gap = away
    best = item
  }
  return best
}
