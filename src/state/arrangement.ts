import { asItCame, settingsOf, specs } from './experiment.ts'
import { ratingsInHand, type AppState, type Store } from './store.ts'

/**
 * What was arranged belongs to one list. Another person, other ratings, data, seed or system make another list, which
 * comes as it is; how a list is judged (cut-off, gains) leaves it alone.
 */
export function watchArrangement(store: Store): void {
  store.subscribe((now, then) => {
    const { arrangement } = now.experiment
    if (!arrangement || arrangement !== then.experiment.arrangement || listKey(now) === listKey(then)) return
    store.setState(({ experiment }) => ({ experiment: asItCame(experiment) }))
  })
}

function listKey(state: AppState): string {
  const { experiment } = state
  const { dataset, seed, who, likedFrom } = experiment
  const systems = specs
    .filter(({ judges }) => judges)
    .map(({ id, settings }) => {
      const values = settingsOf(experiment, id)
      return settings.filter(({ anotherList }) => anotherList).map((setting) => values[setting.id])
    })
  return JSON.stringify([dataset, seed, who, likedFrom, systems, typeof who === 'number' ? [] : ratingsInHand(state)])
}
