import { startSystems } from '../../workers/algorithms/catalog.ts'
import type { LabApi, Progress, RunRequest, ViewRequest } from '../../workers/lab/api.ts'
import { runKey, runOf, specOf } from './experiment.ts'
import { baselineRun, referenceRun, startQuestion, whoAskedOnStart } from './questions.ts'
import { dataReady, type AppState, type StartList, type Store } from './store.ts'

const filmsInAList = 5

/** How far a list is, is said at most so often. */
const progressEveryMs = 200

/**
 * Keeps the lists of the start page, one a system, in step with ratings and settings; the latest question wins. Who
 * leaves the page no longer waits for them: the engine is free for what is asked next.
 */
export function watchStartLists(lab: LabApi, store: Store): void {
  const asked = new Map<string, string>()
  const waiting = new Set<string>()
  const askAll = () => {
    const state = store.getState()
    for (const id of startSystems) {
      const question = startQuestion(state, id)
      if (question === asked.get(id)) continue
      asked.set(id, question)
      if (question === '') {
        if (waiting.delete(id)) void lab.cancel(slotOf(id))
        continue
      }
      waiting.add(id)
      const current = () => asked.get(id) === question
      void askList(lab, store, id, current).then(() => current() && waiting.delete(id))
    }
  }
  store.subscribe(askAll)
  askAll()
}

const slotOf = (system: string) => `start:${system}`

async function askList(lab: LabApi, store: Store, system: string, current: () => boolean) {
  const state = store.getState()
  const who = whoAskedOnStart(state)
  const request = { run: runOf(state.experiment, system), slot: slotOf(system), step: 'last', who } as const
  const patch = (change: Partial<StartList>) =>
    store.setState(({ startLists }) => ({
      startLists: { ...startLists, [system]: { ...startLists[system], ...change } },
    }))
  let saidAt = performance.now()
  const onProgress = (progress: Progress) => {
    if (!current() || performance.now() - saidAt < progressEveryMs) return
    saidAt = performance.now()
    patch({ progress })
  }
  try {
    const view = await lab.view({ ...request, n: filmsInAList, evaluate: false }, onProgress)
    if (!current()) return
    const last = store.getState().startLists[system]
    patch({
      view,
      before: last?.of === 'ratings' && 'ratings' in who ? last.view : undefined,
      of: 'ratings' in who ? 'ratings' : 'person',
      error: undefined,
      progress: undefined,
    })
    store.setState({ device: view.device })
  } catch (error) {
    if (!current() || (error instanceof Error && error.name === 'CancelledError')) return
    patch({ error: error instanceof Error ? error.message : String(error), progress: undefined })
  }
}

/**
 * What the system in view is measured beside: popularity after a full run, once for each dataset and what is shared, and
 * the whole curve of the system's own baseline, which waits for what the page trains batch by batch.
 */
export function watchReference(lab: LabApi, store: Store): void {
  watchRun(lab, store, 'reference', referenceRun, 'here')
  watchRun(lab, store, 'baseline', baselineRun, true)
}

function watchRun(
  lab: LabApi,
  store: Store,
  slot: 'reference' | 'baseline',
  runIn: (state: AppState) => RunRequest | undefined,
  evaluate: ViewRequest['evaluate'] & (true | 'here'),
): void {
  let underWay: { readonly key: string } | undefined
  let failed: string | undefined
  const putOff = () => {
    if (underWay) void lab.cancel(slot)
    underWay = undefined
  }
  store.subscribe(() => {
    const state = store.getState()
    const { view, system } = state.experiment
    const page = state.pages[system]
    // The page's own picture comes first.
    if (view !== 'learn' || !dataReady(state) || !page?.view) return
    const run = runIn(state)
    const key = run && runKey(run)
    if (slot === 'baseline' && state[slot] && state[slot].key !== key) return store.setState({ [slot]: undefined })
    // What takes as long as the page's own run waits until that is at rest.
    const busy = state.playback.playing || page.waiting
    if (!run || !key || (slot === 'baseline' && specOf(system).byGradient && busy)) return putOff()
    const attempt = `${state.tries} ${key}`
    if (key === state[slot]?.key || key === underWay?.key || attempt === failed) return
    const turn = (underWay = { key })
    const snapshot = slot === 'reference' ? { snapshot: { fromRow: 0 } } : {}
    lab
      .view({ run, slot, step: 'last', who: { ratings: [] }, n: 1, evaluate, ...snapshot })
      .then((seen) => underWay === turn && store.setState({ [slot]: { key, view: seen } }))
      // The page stands without what it is measured beside.
      .catch(() => underWay === turn && (failed = attempt))
      .finally(() => underWay === turn && (underWay = undefined))
  })
}
