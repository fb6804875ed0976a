import { fittedTo, merged, nothingKept, readKept, type Kept } from './kept.ts'
import { keptUnder, storedKept, storeKept } from './local.ts'
import type { Store } from './store.ts'

/** Keeps a change at once, on top of what other tabs have kept meanwhile. */
export function keep(store: Store, change: (kept: Kept) => Kept): void {
  hear(store, storedKept())
  store.setState(({ kept }) => ({ kept: change(kept) }))
  save(store)
}

/** Takes in what another tab kept, or this browser before; what is of no use is left out, with a word. */
function hear(store: Store, stored: ReturnType<typeof readKept>): void {
  let { lost } = stored
  let kept = merged(store.getState().kept, stored.kept)
  for (const info of Object.values(store.getState().infos)) {
    const fitted = fittedTo(info, kept)
    kept = fitted.kept
    lost += fitted.lost
  }
  if (kept !== store.getState().kept) store.setState({ kept })
  if (lost > 0) store.setState(({ leftOut }) => ({ leftOut: leftOut + lost }))
}

/** Where storage is blocked or full, a visitor who has said something of a film is told, once. */
function save(store: Store): void {
  const { kept, keeping } = store.getState()
  const stays = storeKept(kept)
  const said = [...Object.values(kept.yours), ...Object.values(kept.notSeen)].some(({ length }) => length > 0)
  if (stays && keeping !== 'kept') store.setState({ keeping: 'kept' })
  else if (!stays && said && keeping === 'kept')
    store.setState({
      keeping: 'not kept',
      announcement: { text: 'This browser does not keep your ratings.', urgent: false },
    })
}

/** Reads what is kept, and from then on shows what other tabs keep as they do. */
export function watchKept(store: Store): void {
  /** What this tab knows and the storage does not is written: two tabs may have written at the same time. */
  const catchUp = (stored: ReturnType<typeof readKept>) => {
    hear(store, stored)
    const { kept, keeping } = store.getState()
    // Storage that somebody emptied stays empty until there is something new to keep.
    const behind = stored.kept !== nothingKept && merged(stored.kept, kept) !== stored.kept
    if (behind || stored.lost > 0 || keeping !== 'kept') save(store)
  }
  catchUp(storedKept())
  addEventListener('storage', ({ key, newValue }) => {
    if (key === keptUnder && newValue !== null) catchUp(readKept(newValue))
  })
  // A page that was put away (frozen, or in the back/forward cache) hears nothing.
  addEventListener('pageshow', ({ persisted }) => persisted && catchUp(storedKept()))
  document.addEventListener('visibilitychange', () => catchUp(storedKept()))
  // Data just opened shows what of it cannot be.
  store.subscribe((now, then) => {
    if (now.infos !== then.infos) catchUp(storedKept())
  })
}
