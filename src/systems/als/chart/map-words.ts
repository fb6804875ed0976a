import type { MapSelection } from './map-points.ts'

/** What stands on the map: items first, then people, then you, x, y pairs in the domain. */
export interface MapPoints {
  readonly points: Float32Array
  readonly items: number
  readonly people: number
  readonly hasYou: boolean
}

export function mapPoints(items: Float32Array, people: Float32Array, youX?: number, youY?: number): MapPoints {
  const hasYou = youX !== undefined && youY !== undefined
  const points = new Float32Array(items.length + people.length + (hasYou ? 2 : 0))
  points.set(items)
  points.set(people, items.length)
  if (hasYou) points.set([youX, youY], items.length + people.length)
  return { points, items: items.length / 2, people: people.length / 2, hasYou }
}

/** The selection that a point stands for; undefined for you, who are not in the data. */
export function selectionAt({ items, people }: MapPoints, index: number | undefined): MapSelection | undefined {
  if (index === undefined || index >= items + people) return undefined
  return index < items ? { kind: 'item', id: index } : { kind: 'person', id: index - items }
}

export function indexOf({ items, people }: MapPoints, selection: MapSelection | undefined): number | undefined {
  if (!selection) return undefined
  if (selection.kind === 'item') return selection.id < items ? selection.id : undefined
  return selection.id < people ? items + selection.id : undefined
}

export interface Names {
  readonly titles: readonly string[]
  readonly personName: (id: number) => string
}

export function nameAt(map: MapPoints, index: number, { titles, personName }: Names): string {
  const selection = selectionAt(map, index)
  if (!selection) return 'You'
  return selection.kind === 'item' ? (titles[selection.id] ?? `Film ${selection.id + 1}`) : personName(selection.id)
}

/** How far along a unit direction a point lies: what a score is, as far as two axes hold it. */
export function lengthAlong({ points }: MapPoints, index: number, direction: { x: number; y: number }): number {
  return points[2 * index]! * direction.x + points[2 * index + 1]! * direction.y
}

/** Whole sentences about the picture, for who cannot see it. */
export function mapSummary(map: MapPoints, recommended: readonly number[], names: Names): string {
  const { points, items, people, hasYou } = map
  const parts = [`Map of ${many(people, 'person', 'people')} and ${many(items, 'film', 'films')} round an origin.`]
  if (hasYou) parts.push(`You stand ${whereIs(points[points.length - 2]!, points[points.length - 1]!)}.`)
  if (recommended.length > 0) {
    const first = recommended.slice(0, 3).map((item) => nameAt(map, item, names))
    parts.push(`Recommended first: ${first.join(', ')}.`)
  }
  parts.push('Arrow keys go from point to point, Page keys from one named film to the next, Enter pins, Escape clears.')
  return parts.join(' ')
}

function many(count: number, one: string, more: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : more}`
}

/** A place in words: 'at the origin', '1.2 up and left of the origin'. */
export function whereIs(x: number, y: number): string {
  const length = Math.hypot(x, y)
  if (length < 0.005) return 'at the origin'
  const across = Math.abs(x) > 0.38 * length ? (x > 0 ? 'right' : 'left') : ''
  const along = Math.abs(y) > 0.38 * length ? (y > 0 ? 'up' : 'down') : ''
  return `${length.toFixed(2)} ${[along, across].filter(Boolean).join(' and ')} of the origin`.replace(
    /(up|down) of/,
    '$1 from',
  )
}
