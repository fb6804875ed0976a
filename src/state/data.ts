import type { DatasetInfo, DatasetSource, LabApi } from '../../workers/lab-api.ts'
import { asItCame, type Experiment } from './experiment.ts'
import { pushNext } from './address.ts'
import { fitRatings, fitToData } from './fit-to-data.ts'
import { fittedTo } from './kept.ts'
import type { Store } from './store.ts'

export const builtIn = [
  { id: 'films@1', name: 'Films' },
  { id: 'course@1', name: 'The course’s 5 × 5' },
] as const
type BuiltIn = (typeof builtIn)[number]['id']

const isBuiltIn = (id: string): id is BuiltIn => builtIn.some((data) => data.id === id)

/** Opens the dataset that the experiment names, unless it is open already; an import that is not here is said. */
export async function openData(lab: LabApi, store: Store): Promise<void> {
  const { experiment, infos } = store.getState()
  const { dataset } = experiment
  const known = infos[dataset]
  if (known) return adopt(store, known)
  if (!isBuiltIn(dataset)) {
    store.setState(({ unread, experiment: now }) => ({
      unread: [...unread, 'the imported data: files stay on the machine they were opened on, so drop yours under Data'],
      experiment: { ...withoutPeopleAndFilms(now), dataset: builtIn[0].id },
      linked: undefined,
    }))
    return await openData(lab, store)
  }
  store.setState({ data: { status: 'loading', what: builtIn.find(({ id }) => id === dataset)!.name } })
  try {
    const info = await lab.openDataset({ id: dataset })
    if (store.getState().experiment.dataset === dataset) adopt(store, info)
  } catch (error) {
    store.setState({ data: { status: 'failed', message: error instanceof Error ? error.message : String(error) } })
  }
}

function adopt(store: Store, info: DatasetInfo) {
  const { experiment, linked, infos, kept } = store.getState()
  const { fitted, lost } = fitToData(experiment, info)
  const own = fittedTo(info, kept)
  const theirs = linked?.dataset === info.id ? fitRatings(linked.ratings, info) : undefined
  store.setState(({ unread, leftOut }) => ({
    info,
    startLists: {},
    pages: {},
    infos: { ...infos, [info.id]: info },
    data: { status: 'ready' },
    kept: own.kept,
    leftOut: leftOut + own.lost,
    experiment: fitted,
    ...(linked && theirs ? { linked: { ...linked, ratings: theirs.fitted } } : {}),
    unread: [...unread, ...lost, ...(theirs?.lost ?? [])],
  }))
}

function withoutPeopleAndFilms({ selection: _, ...experiment }: Experiment): Experiment {
  return { ...asItCame(experiment), who: 'you' }
}

/** Puts another dataset to use: a move that Back takes back. */
export function chooseData(store: Store, dataset: string): void {
  const { experiment } = store.getState()
  if (experiment.dataset === dataset) return
  pushNext()
  store.setState({ experiment: { ...withoutPeopleAndFilms(experiment), dataset } })
}

/** Reads dropped files. Until they are read, and if they cannot be, everything stays as it is. */
export async function importData(lab: LabApi, store: Store, source: DatasetSource & { name: string }): Promise<void> {
  const { name } = source
  store.setState({ imports: { status: 'reading', name } })
  try {
    const info = await lab.openDataset(source, (progress) => {
      if (store.getState().imports?.status === 'reading')
        store.setState({ imports: { status: 'reading', name, progress } })
    })
    store.setState(({ infos }) => ({ infos: { ...infos, [info.id]: info }, imports: { status: 'done', name } }))
    chooseData(store, info.id)
    store.setState({
      announcement: { text: `${info.name} is open: ${info.ratings.toLocaleString('en')} ratings.`, urgent: true },
    })
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    store.setState({
      imports: { status: 'failed', name, message },
      announcement: { text: `${name} could not be read: ${message}`, urgent: true },
    })
  }
}

/** Opens whatever dataset the experiment comes to name: by choice, by link or by going back. */
export function watchData(lab: LabApi, store: Store): void {
  store.subscribe((now, then) => {
    if (now.experiment.dataset !== then.experiment.dataset) void openData(lab, store)
  })
  void openData(lab, store)
}
