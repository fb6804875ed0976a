import type { LabApi } from '../../workers/lab-api.ts'
import { runKey, runOf, specs } from './experiment.ts'
import { besideRun, startQuestion, whoOnStart } from './questions.ts'
import type { AppState, StartList, Store } from './store.ts'

const filmsInAList = 5

/** Keeps the lists of the start page, one a system, in step with ratings and settings; the latest question wins. */
export function watchStartLists(lab: LabApi, store: Store): void {
  const asked = new Map<string, string>()
  const askAll = (state: AppState) => {
    for (const { id } of specs) {
      const question = startQuestion(state, id)
      if (question === '' || question === asked.get(id)) continue
      asked.set(id, question)
      void askList(lab, store, id, () => asked.get(id) === question)
    }
  }
  store.subscribe(askAll)
  askAll(store.getState())
}

async function askList(lab: LabApi, store: Store, system: string, current: () => boolean) {
  const state = store.getState()
  const who = whoOnStart(state)
  const run = runOf(state.experiment, system)
  const patch = (change: Partial<StartList>) =>
    store.setState(({ startLists }) => ({
      startLists: { ...startLists, [system]: { ...startLists[system], ...change } },
    }))
  try {
    const view = await lab.view({ run, slot: `start:${system}`, step: 'last', who, n: filmsInAList, evaluate: false })
    if (!current()) return
    const last = store.getState().startLists[system]
    const comparable = last?.of === 'ratings' && 'ratings' in who
    patch({
      view,
      before: comparable ? last.view : undefined,
      of: 'ratings' in who ? 'ratings' : 'person',
      error: undefined,
    })
    store.setState({ device: view.device })
  } catch (error) {
    if (current() && !(error instanceof Error && error.name === 'CancelledError'))
      patch({ error: error instanceof Error ? error.message : String(error) })
  }
}

/** Popularity after a full run, measured once for each dataset and what is shared: every system stands beside it. */
export function watchBeside(lab: LabApi, store: Store): void {
  let asked = ''
  store.subscribe((state) => {
    const { view, system } = state.experiment
    // The page's own picture comes first.
    if (view !== 'learn' || state.data.status !== 'ready' || !state.pages[system]?.view) return
    const run = besideRun(state)
    const key = runKey(run)
    if (key === asked) return
    asked = key
    lab
      .view({ run, slot: 'beside', step: 'last', who: { ratings: [] }, n: 1, snapshot: { fromRow: 0 } })
      .then((seen) => asked === key && store.setState({ beside: { key, view: seen } }))
      .catch(() => undefined) // the page stands without what it is measured beside
  })
}
