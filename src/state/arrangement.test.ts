import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { DatasetInfo, LabApi } from '../../workers/lab/api.ts'
import { createActions } from './actions.ts'
import { watchArrangement } from './arrangement.ts'
import { withSetting, type Experiment } from './experiment.ts'
import { fitToData } from './fit-to-data.ts'
import { pageQuestion, pageRequest, whoAsked } from './questions.ts'
import { newStore, type Store } from './store.ts'

const arrangement = [
  { item: 4, rating: 5 },
  { item: 2, rating: 0 },
]
const films = {
  id: 'films@1',
  people: 600,
  example: 7,
  items: Array.from({ length: 9 }, () => ({})),
  scale: { low: 1, high: 5, step: 1 },
} as unknown as DatasetInfo

describe('an arranged list', () => {
  let store: Store
  let actions: ReturnType<typeof createActions>
  const experiment = () => store.getState().experiment
  const set = (change: Partial<Experiment>) => store.setState({ experiment: { ...experiment(), ...change } })

  beforeEach(() => {
    vi.stubGlobal('localStorage', { setItem: () => undefined })
    store = newStore()
    store.setState({ info: films, data: { status: 'ready' } })
    actions = createActions({} as LabApi, store)
    watchArrangement(store)
    set({ view: 'learn', system: 'metrics', who: 3 })
    actions.arrange(arrangement)
  })

  it('is asked for anew, of the same run', () => {
    const state = store.getState()
    const request = pageRequest(state, true)
    expect(request.snapshot).toEqual({ fromRow: 0, arrangement })
    expect(request.evaluate, 'what judges has no quality of its own').toBe(false)
    const question = pageQuestion(state)
    actions.arrange(arrangement.toReversed())
    expect(pageQuestion(store.getState())).not.toBe(question)
    expect(pageRequest(store.getState(), true).run).toEqual(request.run)
    actions.disarrange()
    expect(pageRequest(store.getState(), true).snapshot).toEqual({ fromRow: 0 })
  })

  it.each<[string, () => void]>([
    ['how it is judged', () => set(withSetting(experiment(), 'k', 3))],
    ['how long it is', () => set(withSetting(experiment(), 'length', 20))],
    ['a metric that is looked at', () => actions.lookAt('map')],
    ['a film that is selected', () => actions.pin({ kind: 'item', id: 1 })],
    ['a visit to another system', () => set({ system: 'als' })],
  ])('stays through a change of %s', (_, change) => {
    change()
    expect(experiment().arrangement).toBe(arrangement)
  })

  it.each<[string, () => void]>([
    ['another system’s list', () => set(withSetting(experiment(), 'of', 'popularity'))],
    ['another person', () => actions.show(7)],
    ['yourself', () => actions.show('you')],
    ['another seed', () => set({ seed: 43 })],
    ['what counts as liked', () => set(withSetting(experiment(), 'likedFrom', 0))],
  ])('goes with %s', (_, change) => {
    change()
    expect(experiment()).not.toHaveProperty('arrangement')
  })

  it('of yours goes with a rating', () => {
    set({ who: 'you', arrangement: undefined as never })
    actions.rate(1, 5)
    actions.arrange(arrangement)
    expect(experiment()).toMatchObject({ who: 'you', arrangement })
    actions.rate(2, 4)
    expect(experiment()).not.toHaveProperty('arrangement')
  })

  it('of the example is that person’s from then on', () => {
    set({ who: 'you' })
    expect(whoAsked(store.getState())).toEqual({ person: 7 })
    actions.arrange(arrangement)
    expect(experiment()).toMatchObject({ who: 7, arrangement })
  })

  it('of films or grades that the data does not have is put aside, and said', () => {
    expect(fitToData(experiment(), films)).toEqual({ fitted: experiment(), lost: [] })
    for (const impossible of [
      { item: 9, rating: 1 },
      { item: 9, rating: 0 },
      { item: 8, rating: 6 },
      { item: 8, rating: 2.5 },
      { item: 8, rating: -1 },
    ]) {
      const { fitted, lost } = fitToData({ ...experiment(), arrangement: [...arrangement, impossible] }, films)
      expect(fitted).not.toHaveProperty('arrangement')
      expect(lost).toHaveLength(1)
    }
  })
})
