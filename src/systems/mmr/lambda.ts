import { useSyncExternalStore } from 'react'
import { settingsOf, withSetting } from '../../state/experiment.ts'
import { player } from '../../state/session.ts'
import { store, useApp } from '../../state/store.ts'

let draft: number | undefined
const listeners = new Set<() => void>()

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) draft = undefined
  }
}

/** λ as the pictures show it, in mid-drag too: every λ's list is known, so nothing is asked of the engine meanwhile. */
export function useLambda() {
  const set = useApp(({ experiment }) => Number(settingsOf(experiment, 'mmr').lambda))
  const moving = useSyncExternalStore(subscribe, () => draft)
  const move = (value: number, { final }: { final: boolean }) => {
    draft = final ? undefined : value
    for (const listener of listeners) listener()
    if (final && value !== set) player.change(withSetting(store.getState().experiment, 'lambda', value))
  }
  return { set, shown: moving ?? set, move }
}
