import type { Contribution } from '../../workers/contract/system.ts'
import type { Item } from '../../workers/data/dataset.ts'
import type { DatasetInfo, Listed, View } from '../../workers/lab/api.ts'
import { count, listed, significant } from './numbers.ts'

/** People are numbered from 1 on the page, from 0 in the data and in links. */
export const personName = (person: number) => `Person ${count(person + 1)}`

/** Of the person who stands in for a visitor that has rated nothing. */
export const exampleName = (person: number) => `${personName(person)}, an example`

export const titleOf = (info: DatasetInfo, item: number) => info.items[item]?.title ?? `film ${item + 1}`

/** "Andrei Tarkovsky, 1972", or as much of it as is known. */
export const creditOf = ({ director, year }: Item) => [director, year].filter((part) => part !== undefined).join(', ')

/** Why a film is in a list, in a few words: "near Solaris and Mirror", "271 viewers", "4.12 stars". */
export function reasonOf(entry: Listed, view: View, info: DatasetInfo, neighbours: boolean): string {
  const unit = view.why?.explanation.unit
  if (unit !== undefined) return `${unit === 'viewers' ? count(entry.score) : significant(entry.score)} ${unit}`
  const named = (has: 'item' | 'person' | 'label') =>
    listed(entry.because.filter((part) => part[has] !== undefined).map((part) => reasonName(part, info)))
  const [films, people] = [named('item'), named('person')]
  if (films !== '') return `${neighbours ? 'near' : 'for'} ${films}`
  if (people !== '') return `from ${people}`
  return named('label') || `score ${significant(entry.score)}`
}

/** What contributes to a score, by name; of a film that the person rated low, with its stars: liking it is not meant. */
export function reasonName(part: Pick<Contribution, 'item' | 'person' | 'label' | 'given'>, info: DatasetInfo): string {
  const { item, person, label, given } = part
  if (item === undefined) return person === undefined ? (label ?? 'something else') : personName(person)
  const low = given !== undefined && given < (info.scale.low + info.scale.high) / 2
  return low ? `${titleOf(info, item)} (${significant(given)} ★)` : titleOf(info, item)
}

/** How a film moved between two lists. */
export interface Move {
  readonly kind: 'up' | 'down' | 'new' | 'same'
  /** places */
  readonly by: number
}

/** Every film's move against the list before, by item; undefined without one. */
export function movesOf(
  list: readonly Listed[],
  before: readonly Listed[] | undefined,
): ReadonlyMap<number, Move> | undefined {
  if (!before) return undefined
  const places = new Map(before.map(({ item }, place) => [item, place]))
  const moveOf = (was: number | undefined, place: number): Move => {
    if (was === undefined) return { kind: 'new', by: 0 }
    return { kind: was > place ? 'up' : was < place ? 'down' : 'same', by: Math.abs(was - place) }
  }
  return new Map(list.map(({ item }, place) => [item, moveOf(places.get(item), place)]))
}

export function moveText(move: Move | undefined): string {
  if (!move || move.kind === 'same') return ''
  if (move.kind === 'new') return 'new'
  return `${move.kind === 'up' ? '↑' : '↓'} ${move.by}`
}
