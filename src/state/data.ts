import type { DatasetInfo, DatasetSource, LabApi } from '../../workers/lab/api.ts'
import { withoutPeopleAndFilms } from './experiment.ts'
import { pushNext } from './address.ts'
import { fileIsMissing, fitShown, standIn } from './shown.ts'
import type { Shown, Store } from './store.ts'

export const builtIn = [
  { id: 'films@1', name: 'Films' },
  { id: 'course@1', name: 'The course’s 5 × 5' },
] as const
type BuiltIn = (typeof builtIn)[number]['id']

const isBuiltIn = (id: string): id is BuiltIn => builtIn.some((data) => data.id === id)

/** Opens the dataset that the experiment names, unless it is open already; what is of an import that is not here waits for it. */
export async function openData(lab: LabApi, store: Store): Promise<void> {
  const { experiment, linked, infos } = store.getState()
  const { dataset } = experiment
  const known = infos[dataset]
  if (known) return adopt(store, known)
  if (!isBuiltIn(dataset)) {
    const shown = { experiment, linked }
    return store.setState(({ awaited, unread }) => ({
      awaited: [shown, ...awaited.filter((other) => other.experiment.dataset !== dataset)],
      experiment: standIn(shown),
      linked: undefined,
      unread: [...unread.filter((said) => said !== fileIsMissing), fileIsMissing],
      announcement: { text: 'The link waits for its file.', urgent: true },
    }))
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
  store.setState((state) => {
    const infos = { ...state.infos, [info.id]: info }
    const { lost, ...shown } = fitShown(state, { ...state, infos })
    const unread = [...state.unread, ...lost]
    return { ...shown, info, infos, unread, startLists: {}, pages: {}, data: { status: 'ready' } }
  })
}

/** Puts another dataset to use: a move that Back takes back. */
export function chooseData(store: Store, dataset: string): void {
  const { experiment } = store.getState()
  if (experiment.dataset === dataset) return
  pushNext()
  store.setState({ experiment: { ...withoutPeopleAndFilms(experiment), dataset } })
}

/** Shows what has waited for this file as it was: a move that Back takes back. */
function openAwaited(store: Store, shown: Shown) {
  pushNext()
  const awaited = store.getState().awaited.filter((other) => other !== shown)
  store.setState({ linked: undefined, ...shown, awaited, unread: awaited.length > 0 ? [fileIsMissing] : [] })
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
    const awaited = store.getState().awaited.find(({ experiment }) => experiment.dataset === info.id)
    if (awaited) openAwaited(store, awaited)
    else chooseData(store, info.id)
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
