import { linkHorizontal } from 'd3-shape'
import type { Size } from '../../../charts/element-size.ts'

/** One of several lists that flow into one. */
export interface FlowList {
  readonly name: string
  readonly weight: number
  /** best first */
  readonly items: ArrayLike<number>
  /** the normalised score of each */
  readonly values: ArrayLike<number>
}

/** What one list adds to the score of a film; undefined where the film is not in it. */
export interface Share {
  readonly place: number
  readonly value: number
  readonly amount: number
}

export interface MergedFilm {
  readonly item: number
  readonly score: number
  /** in the order of the lists */
  readonly shares: readonly (Share | undefined)[]
}

/** All films of all lists by the weighted sum of their values, best first; equal ones by id. */
export function mergedFilms(lists: readonly FlowList[]): readonly MergedFilm[] {
  const shares = new Map<number, (Share | undefined)[]>()
  lists.forEach(({ weight, items, values }, index) => {
    for (let place = 0; place < items.length; place++) {
      const own = shares.get(items[place]!) ?? lists.map(() => undefined)
      own[index] = { place, value: values[place]!, amount: weight * values[place]! }
      shares.set(items[place]!, own)
    }
  })
  const films = [...shares].map(([item, own]) => ({
    item,
    score: own.reduce((sum, share) => sum + (share?.amount ?? 0), 0),
    shares: own,
  }))
  return films.sort((a, b) => b.score - a.score || a.item - b.item)
}

/** One film where it stands in a list, or in the merged one (list −1). */
export interface FlowCell {
  readonly list: number
  readonly place: number
  readonly item: number
  readonly text: string
  readonly left: number
  readonly top: number
}

/** A line of words among the films: a list's name, or how many more there are. */
export interface FlowNote {
  readonly text: string
  readonly kind: 'name' | 'more'
  readonly left: number
  readonly top: number
}

export interface FlowLine {
  readonly item: number
  readonly list: number
  readonly path: string
  readonly width: number
}

export interface FlowShape {
  readonly cells: readonly FlowCell[]
  readonly notes: readonly FlowNote[]
  readonly lines: readonly FlowLine[]
  readonly rowHeight: number
  readonly columnWidth: number
}

/** A line as thick as this brings a film all that the best one has. */
const thickest = 11
/** So many films of the merged list at most: as many as a list of recommendations has. */
const mostRows = 10

/**
 * The first list at the left, the others one below the other at the right, the merged one between them. A line from
 * where a film stands in a list to where it stands in the merged one is as thick as what it brings; films further down
 * a list than fits come from its last line.
 */
export function flowShape(
  lists: readonly FlowList[],
  merged: readonly MergedFilm[],
  { width, height }: Size,
  fontSize: number,
  format: (value: number) => string,
): FlowShape {
  const gap = Math.max(26, Math.round(width * 0.09))
  const columnWidth = Math.floor((width - 2 * gap) / 3)
  const rows = Math.max(3, Math.min(mostRows, Math.floor(height / (1.6 * fontSize))))
  const rowHeight = height / rows
  const lefts = { first: 0, merged: columnWidth + gap, others: width - columnWidth }
  const cells: FlowCell[] = []
  const notes: FlowNote[] = []
  /** the top of the last line of each list, for what stands below */
  const ends: number[] = []

  lists.forEach((list, index) => {
    const left = index === 0 ? lefts.first : lefts.others
    const stacked = index === 0 ? 1 : lists.length - 1
    const from = index === 0 ? 0 : Math.floor(((index - 1) * rows) / stacked)
    const until = index === 0 ? rows : Math.floor((index * rows) / stacked)
    const named = stacked > 1
    if (named) notes.push({ kind: 'name', text: list.name, left, top: from * rowHeight })
    const room = until - from - Number(named)
    const shown = list.items.length > room ? room - 1 : list.items.length
    for (let place = 0; place < shown; place++) {
      const top = (from + Number(named) + place) * rowHeight
      cells.push({ list: index, place, item: list.items[place]!, text: format(list.values[place]!), left, top })
    }
    ends[index] = (from + Number(named) + shown) * rowHeight
    const more = list.items.length - shown
    if (more > 0) notes.push({ kind: 'more', text: `and ${more} more`, left, top: ends[index] })
    if (list.items.length === 0) notes.push({ kind: 'more', text: 'nothing to say', left, top: ends[index] })
  })
  merged.slice(0, rows).forEach(({ item, score }, place) => {
    cells.push({ list: -1, place, item, text: format(score), left: lefts.merged, top: place * rowHeight })
  })
  const lines = linesOf(merged.slice(0, rows), cells, ends, { lefts, columnWidth, rowHeight })
  return { cells, notes, lines, rowHeight, columnWidth }
}

interface Places {
  readonly lefts: { readonly merged: number; readonly others: number }
  readonly columnWidth: number
  readonly rowHeight: number
}

function linesOf(
  films: readonly MergedFilm[],
  cells: readonly FlowCell[],
  ends: readonly number[],
  { lefts, columnWidth, rowHeight }: Places,
): FlowLine[] {
  const draw = linkHorizontal()
  const top = new Map(cells.filter(({ list }) => list >= 0).map((cell) => [`${cell.list} ${cell.item}`, cell.top]))
  const most = Math.max(1e-9, ...films.flatMap(({ shares }) => shares.map((share) => Math.abs(share?.amount ?? 0))))
  return films.flatMap(({ item, shares }, place) =>
    shares.flatMap((share, list): FlowLine[] => {
      if (!share || share.amount === 0) return []
      const from = (top.get(`${list} ${item}`) ?? ends[list]!) + rowHeight / 2
      const to = (place + 0.5) * rowHeight
      const ofFirst = list === 0
      const [x0, x1] = ofFirst ? [columnWidth, lefts.merged] : [lefts.others, lefts.merged + columnWidth]
      const path = draw({ source: [x0, from], target: [x1, to] })
      return path ? [{ item, list, path, width: Math.max(1, (thickest * Math.abs(share.amount)) / most) }] : []
    }),
  )
}

/** The cell under a point, or the nearest one in that column. */
export function cellAt(shape: FlowShape, x: number, y: number): FlowCell | undefined {
  const { cells, columnWidth, rowHeight } = shape
  const inColumn = cells.filter(({ left }) => x >= left && x <= left + columnWidth)
  return inColumn.find(({ top }) => y >= top && y < top + rowHeight)
}

/** Where an arrow key leads: up and down a column, left and right to the nearest row of the next. */
export function cellBeside(shape: FlowShape, at: FlowCell | undefined, key: string): FlowCell | undefined {
  const { cells } = shape
  const merged = cells.filter(({ list }) => list === -1)
  if (!at) return merged[0]
  const columns = [...new Set(cells.map(({ left }) => left))].sort((a, b) => a - b)
  const column = (left: number) => cells.filter((cell) => cell.left === left).sort((a, b) => a.top - b.top)
  const own = column(at.left)
  const place = own.findIndex(({ list, item }) => list === at.list && item === at.item)
  const beside = (by: number) => {
    const next = columns[columns.indexOf(at.left) + by]
    if (next === undefined) return at
    return column(next).reduce((best, cell) =>
      Math.abs(cell.top - at.top) < Math.abs(best.top - at.top) ? cell : best,
    )
  }
  if (key === 'ArrowDown') return own[Math.min(place + 1, own.length - 1)]
  if (key === 'ArrowUp') return own[Math.max(place - 1, 0)]
  if (key === 'ArrowLeft') return beside(-1)
  if (key === 'ArrowRight') return beside(1)
  if (key === 'Home') return own[0]
  if (key === 'End') return own.at(-1)
  return undefined
}
