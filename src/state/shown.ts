import type { Rated } from '../../workers/contract/system.ts'
import { firstExperiment, inContext, withChoice, withoutPeopleAndFilms, type Experiment } from './experiment.ts'
import { fitRatings, fitToData } from './fit-to-data.ts'
import { ratingsThatHold } from './kept.ts'
import type { AppState, Shown } from './store.ts'

/** What was to be shown, without what the data cannot have; `lost` says what that was. Until data is open, all of it. */
export function fitShown({ experiment, linked }: Shown, { infos, kept }: Pick<AppState, 'infos' | 'kept'>) {
  const info = infos[experiment.dataset]
  const { fitted, lost } = info ? fitToData(experiment, info) : { fitted: experiment, lost: [] }
  const isOfData = linked?.dataset === experiment.dataset
  const ratings = isOfData && info ? fitRatings(linked.ratings, info) : { fitted: linked?.ratings ?? [], lost: [] }
  const own = ratingsThatHold(kept.yours[experiment.dataset] ?? [])
  const isNew = linked?.changed === true || (ratings.fitted.length > 0 && !sameRatings(ratings.fitted, own))
  const beside = linked && (isNew || !isOfData) ? { ...linked, ratings: ratings.fitted } : undefined
  return {
    experiment: fitted.who === 'link' && !(beside && isOfData) ? { ...fitted, who: 'you' as const } : fitted,
    linked: beside,
    lost: [...lost, ...ratings.lost],
  }
}

/** Are the two the same ratings, in any order? Then a link's are the visitor's own. */
export function sameRatings(a: readonly Rated[], b: readonly Rated[]): boolean {
  if (a.length !== b.length) return false
  const ratings = new Map(a.map(({ item, rating }) => [item, rating]))
  return b.every(({ item, rating }) => ratings.get(item) === rating)
}

/** What a link of imported data says where its file is not here. */
export const fileIsMissing =
  'the imported data: files stay on the machine they were opened on. Open the same file under Data, and the link opens as it was'

/** In place of what awaits its file: the same settings with the data of a first visit. */
export const standIn = ({ experiment }: Shown): Experiment =>
  inContext({ ...withoutPeopleAndFilms(experiment), dataset: firstExperiment.dataset }, {})

/** What awaits its file, where nothing but the playhead was touched since something stands in for it. */
export function awaitedHere({ awaited, experiment, linked }: Pick<AppState, 'awaited' | keyof Shown>) {
  const [latest] = awaited
  return latest && !linked && sameStanding(experiment, standIn(latest)) ? latest : undefined
}

/** The same but for where the playhead stands. */
export function sameStanding(a: Experiment, b: Experiment): boolean {
  const standing = (experiment: Experiment) => JSON.stringify(withChoice(experiment, { step: 0 }))
  return standing(a) === standing(b)
}
