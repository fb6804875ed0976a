import { lab, onEngineRestart } from '../bridge.ts'
import { createActions } from './actions.ts'
import { watchAddress } from './address.ts'
import { watchArrangement } from './arrangement.ts'
import { watchData } from './data.ts'
import { watchKept } from './keep.ts'
import { readTheme } from './local.ts'
import { watchEngine } from './engine.ts'
import { createPlayer } from './player.ts'
import { watchReference, watchStartLists } from './start-lists.ts'
import { dataReady, store } from './store.ts'

/** This visit: the store, what acts on it and what watches it. */
export const player = createPlayer(lab, store)
export const actions = createActions(lab, store)

export function beginVisit(): void {
  store.setState({ theme: readTheme() })
  watchKept(store)
  watchAddress(store)
  watchEngine(lab, store)
  watchData(lab, store)
  watchStartLists(lab, store)
  watchReference(lab, store)
  watchArrangement(store)
  lab
    .device()
    .then((device) => store.setState((state) => (state.device ? {} : { device })))
    .catch(() => undefined) // whoever asks for a picture is told why there is none
  onEngineRestart(() => store.setState({ restarted: true }))
  watchOpened(store.getState().kept.opened.length === 0)
}

/** Remembers which systems were opened; the very first one of a first visit plays by itself, unless a link shows it. */
function watchOpened(firstVisit: boolean) {
  let toPlay = firstVisit
  store.subscribe(() => {
    const state = store.getState()
    const { experiment, kept, byLink } = state
    if (experiment.view !== 'learn' || !dataReady(state) || kept.opened.includes(experiment.system)) return
    actions.markOpened(experiment.system)
    if (toPlay && !byLink) player.playFromStart()
    toPlay = false
  })
}
