import type { Rated } from '../../../workers/contract/system.ts'
import { algorithmOptions } from '../../../workers/algorithms/catalog.ts'
import { goodFrom, listMetrics } from '../../../workers/evaluation/metrics/spec.ts'
import type { ListMetric } from '../../../workers/evaluation/terms.ts'
import type { DatasetInfo, RunRequest, View } from '../../../workers/lab/api.ts'
import { actions } from '../../state/session.ts'
import { store } from '../../state/store.ts'
import { titleOf } from '../../format/names.ts'
import { fixed } from '../../format/numbers.ts'

/** One metric's sum, as far as it has come. */
export interface Sum {
  readonly id: ListMetric
  /** "NDCG@10" */
  readonly name: string
  readonly terms: Float64Array
  readonly divisor: number
  /** the value after each rank, from rank 0, and that of the list as the system made it */
  readonly running: Float64Array
  readonly own: Float64Array
  /** at the rank under the playhead */
  readonly value: number
}

/** The list of a snapshot, with its grades and every term. */
export interface JudgedList {
  readonly items: Uint32Array
  readonly grades: Float64Array
  readonly heldOut: Float64Array
  readonly gains: Float64Array
  readonly discounts: Float64Array
  readonly ideal: Float64Array
  /** good films, in the list or not */
  readonly relevant: number
  readonly sums: readonly Sum[]
  readonly k: number
  /** a film is good from so many stars */
  readonly goodFrom: number
  /** ranks added up so far */
  readonly ranks: number
}

/** Undefined where there is nobody to recommend for. */
export function readJudgedList({ snapshot, step }: View, { settings }: RunRequest): JudgedList | undefined {
  if (!(snapshot?.items instanceof Uint32Array)) return undefined
  const array = (name: string) => snapshot[name] as Float64Array
  const k = Number(settings.k)
  const ranks = Math.min(step, snapshot.items.length)
  return {
    items: snapshot.items,
    grades: array('grades'),
    heldOut: array('heldOut'),
    gains: array('gains'),
    discounts: array('discounts'),
    ideal: array('ideal'),
    relevant: Number(snapshot.relevant),
    sums: listMetrics.map(({ id, name, cut }) => ({
      id,
      name: cut ? `${name}@${k}` : name,
      terms: array(`${id} terms`),
      divisor: Number(snapshot[`${id} divisor`]),
      running: array(`${id} running`),
      own: array(`${id} own`),
      value: array(`${id} running`)[ranks]!,
    })),
    k,
    goodFrom: Math.max(goodFrom(settings), Number.MIN_VALUE),
    ranks,
  }
}

/** The sum that is looked at: NDCG unless another was chosen. */
export const sumInFocus = ({ sums }: JudgedList, metric: string | undefined): Sum =>
  sums.find(({ id }) => id === metric) ?? sums[0]!

/** "ALS" */
export const nameOfJudged = ({ settings }: RunRequest) =>
  algorithmOptions.find(({ value }) => value === settings.of)?.label ?? String(settings.of)

/** The list as it stands now, every film with its grade, even where the page has not been drawn since the last change. */
function asItStands({ items, grades }: JudgedList): Rated[] {
  const arranged = store.getState().experiment.arrangement ?? []
  const known = new Set(arranged.map(({ item }) => item))
  const rest = Array.from(items, (item, rank) => ({ item, rating: grades[rank]! }))
  return [...arranged, ...rest.filter(({ item }) => !known.has(item))]
}

/** The list is drawn as it stands: no answer to a later arrangement is on its way. */
export function isCurrent({ items }: JudgedList): boolean {
  const { arrangement } = store.getState().experiment
  return !arrangement || arrangement.slice(0, items.length).every(({ item }, rank) => item === items[rank])
}

/** Where a film stands now, from 0, even where the page has not been drawn since the last change. */
export const placeNow = (list: JudgedList, item: number): number =>
  asItStands(list).findIndex((one) => one.item === item)

/** Moves a film to a place, from 0. */
export function moveFilm(list: JudgedList, item: number, place: number) {
  const now = asItStands(list)
  const moved = now.find((one) => one.item === item)
  if (!moved) return
  actions.arrange(now.filter((one) => one.item !== item).toSpliced(place, 0, moved))
}

/** Grades a film: 0 where it is no good. */
export function gradeFilm(list: JudgedList, item: number, rating: number) {
  actions.arrange(asItStands(list).map((one) => (one.item === item ? { item, rating } : one)))
}

/** "Solaris: rank 3 of 10. NDCG@10 0.52." */
export function placeInWords(list: JudgedList, info: DatasetInfo, item: number, metric: string | undefined): string {
  const { name, value } = sumInFocus(list, metric)
  const place = list.items.indexOf(item) + 1
  return `${titleOf(info, item)}: rank ${place} of ${list.items.length}. ${name} ${fixed(value, 2)}.`
}
