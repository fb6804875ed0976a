import type { Rated } from '../../workers/contract/system.ts'
import type { DatasetInfo } from '../../workers/lab/api.ts'
import { asItCame, inContext, contextFields, pairsArePeople, type Experiment } from './experiment.ts'

/** The experiment without people and films that the data does not have, and what was lost. */
export function fitToData(experiment: Experiment, info: DatasetInfo): { fitted: Experiment; lost: string[] } {
  const lost: string[] = []
  const isFilm = (id: number) => id < info.items.length
  const isPerson = (id: number) => id < info.people
  let fitted = experiment
  if (typeof fitted.who === 'number' && fitted.who >= info.people) {
    lost.push(`person ${fitted.who + 1}: there are ${info.people.toLocaleString('en')} people`)
    fitted = { ...fitted, who: 'you' }
  }
  const { selection } = fitted
  const inPair = pairsArePeople(fitted.system) ? isPerson : isFilm
  const there =
    !selection ||
    (selection.kind === 'item' && isFilm(selection.id)) ||
    (selection.kind === 'person' && isPerson(selection.id)) ||
    (selection.kind === 'pair' && inPair(selection.a) && inPair(selection.b))
  if (!there) {
    lost.push('what was selected: it is not in this data')
    const { selection: _, ...rest } = fitted
    fitted = rest
  }
  if (
    fitted.arrangement?.some((graded) => !isRatingOf(info, graded) && !(graded.rating === 0 && isFilm(graded.item)))
  ) {
    lost.push('the arranged list: not all of its films and grades are in this data')
    fitted = asItCame(fitted)
  }
  for (const field of contextFields) {
    const value = fitted.now?.[field]
    if (value === undefined) continue
    const values = info.context.find(({ id }) => id === field)?.values
    if (values?.includes(value)) continue
    lost.push(`${field} “${value}”: ${values ? `there are ${values.join(', ')}` : 'this data knows nothing of it'}`)
    const { [field]: _, ...now } = fitted.now!
    fitted = inContext(fitted, now)
  }
  return { fitted, lost }
}

/** A link's ratings without those that the data cannot have, each film once, and what was lost. */
export function fitRatings(ratings: readonly Rated[], info: DatasetInfo): { fitted: readonly Rated[]; lost: string[] } {
  const films = new Set<number>()
  const fitted = ratings.filter((rated) => {
    const fits = isRatingOf(info, rated) && !films.has(rated.item)
    films.add(rated.item)
    return fits
  })
  const lost = ratings.length - fitted.length
  return lost === 0
    ? { fitted: ratings, lost: [] }
    : { fitted, lost: [lostRatings(lost, 'a film that this data does not have, or twice, or stars off its scale')] }
}

/** So many of a link's ratings were left out, and why, in words. */
export const lostRatings = (count: number, why: string) =>
  `${count === 1 ? 'one of its ratings' : `${count} of its ratings`}: ${why}`

/** A film that the data has, rated on its scale. */
export function isRatingOf({ items, scale }: DatasetInfo, { item, rating }: Rated): boolean {
  const steps = (rating - scale.low) / scale.step
  return (
    item < items.length && rating >= scale.low && rating <= scale.high && Math.abs(steps - Math.round(steps)) < 1e-6
  )
}
