import fc from 'fast-check'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { DatasetInfo, LabApi } from '../../workers/lab/api.ts'
import { createActions } from './actions.ts'
import { firstExperiment, specs } from './experiment.ts'
import { pageQuestion, pageRequest, startQuestion, whoAskedOnStart } from './questions.ts'
import { newStore, ratingsInHand, showsExample, whoOnStart, whoShown, type Store } from './store.ts'

const example = 7
const films = { id: 'films@1', people: 600, example, items: Array.from({ length: 9 }), context: [] }
const info = films as unknown as DatasetInfo

let store: Store
let actions: ReturnType<typeof createActions>
const open = (change: Partial<typeof firstExperiment> = {}) =>
  store.setState({ experiment: { ...firstExperiment, view: 'learn', ...change } })

beforeEach(() => {
  vi.stubGlobal('localStorage', { setItem: () => undefined, getItem: () => null })
  store = newStore()
  store.setState({ info, data: { status: 'ready' } })
  actions = createActions({} as LabApi, store)
  open()
})

describe('whoever has rated nothing', () => {
  it.each(specs.map(({ id }) => id))('sees the example on the page of %s', (system) => {
    open({ system })
    expect(pageRequest(store.getState(), true).who).toEqual({ person: example })
  })

  it('sees the same example on the start page', () => {
    open({ view: 'start' })
    expect(whoAskedOnStart(store.getState())).toEqual({ person: example })
    expect(startQuestion(store.getState(), 'als')).toContain(`{"person":${example}}`)
  })

  it('is shown nobody until the data in use is open', () => {
    open({ dataset: 'course@1' })
    expect(whoShown(store.getState())).toBe('you')
  })

  it('is still “you” in the experiment, so that no link names the example', () => {
    expect(store.getState().experiment.who).toBe('you')
    expect(showsExample(store.getState())).toBe(true)
  })
})

const move = fc.oneof(
  fc.record({ kind: fc.constant('rate' as const), item: fc.nat(8), rating: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ kind: fc.constant('take back' as const), item: fc.nat(8) }),
  fc.record({ kind: fc.constant('choose' as const), person: fc.nat(599) }),
  fc.record({ kind: fc.constant('be yourself' as const) }),
)

it('whatever a visitor does, the example is shown exactly while nobody is chosen and nothing is rated', () => {
  fc.assert(
    fc.property(fc.array(move, { maxLength: 12 }), (moves) => {
      store = newStore()
      store.setState({ info, data: { status: 'ready' } })
      actions = createActions({} as LabApi, store)
      open()
      for (const each of moves) {
        if (each.kind === 'rate') actions.rate(each.item, each.rating)
        else if (each.kind === 'take back') actions.rate(each.item, undefined)
        else actions.show(each.kind === 'choose' ? each.person : 'you')
        const state = store.getState()
        const { who } = state.experiment
        const rated = ratingsInHand(state).length > 0
        if (each.kind === 'rate') expect([whoShown(state), whoOnStart(state)]).toEqual(['you', 'you'])
        expect(showsExample(state)).toBe(who === 'you' && !rated)
        expect(whoShown(state)).toBe(typeof who === 'number' ? who : rated ? 'you' : example)
        expect(whoOnStart(state), 'start is about ratings').toBe(rated ? 'you' : example)
        if (each.kind === 'rate') expect(pageQuestion(state), 'asked anew').not.toContain('"person"')
      }
    }),
  )
})

it('a link’s ratings are shown as they are, and the example once the last of them is taken away', () => {
  open({ who: 'link' })
  store.setState({ linked: { dataset: 'films@1', ratings: [{ item: 1, rating: 5 }], changed: false } })
  expect([whoShown(store.getState()), whoOnStart(store.getState())]).toEqual(['link', 'link'])
  actions.rate(1, undefined)
  expect([whoShown(store.getState()), whoOnStart(store.getState())]).toEqual([example, example])
})
