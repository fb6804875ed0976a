import { beforeEach, describe, expect, it, vi } from 'vitest'
import { pushNext, watchAddress } from './address.ts'
import { firstExperiment, withChoice, withRating, type Experiment } from './experiment.ts'
import { linkOf, openLink } from './link.ts'
import { newStore, ownRatings, type Store } from './store.ts'

/** As much of a tab as an address needs: entries with a hash and a state, and the events of moving between them. */
function fakeTab(hash: string) {
  const entries = [{ hash, state: null as unknown }]
  let at = 0
  const listeners: Record<string, (() => void)[]> = {}
  const fire = (name: string) => listeners[name]?.forEach((listener) => listener())
  const move = (to: number) => {
    at = to
    fire('popstate')
    fire('hashchange')
  }
  vi.stubGlobal('location', {
    get hash() {
      return entries[at]!.hash
    },
  })
  vi.stubGlobal('history', {
    get state() {
      return entries[at]!.state
    },
    pushState: (state: unknown, _: string, to: string) =>
      entries.splice(++at, Infinity, { hash: to, state: structuredClone(state) }),
    replaceState: (state: unknown, _: string, to: string) =>
      (entries[at] = { hash: to, state: structuredClone(state) }),
  })
  vi.stubGlobal('addEventListener', (name: string, listener: () => void) => (listeners[name] ??= []).push(listener))
  return {
    entries,
    back: () => move(at - 1),
    forward: () => move(at + 1),
    paste(link: string) {
      entries.splice(++at, Infinity, { hash: link, state: null })
      fire('popstate')
      fire('hashchange')
    },
    leave: () => fire('pagehide'),
    hash: () => entries[at]!.hash,
  }
}

describe('the address', () => {
  let store: Store
  const experiment = () => store.getState().experiment
  const set = (change: Partial<Experiment>) => store.setState({ experiment: { ...experiment(), ...change } })
  const go = (change: Partial<Experiment>) => {
    pushNext()
    set(change)
  }
  const rate = (item: number, rating: number) => {
    const { kept } = store.getState()
    store.setState({ kept: { ...kept, yours: { 'films@1': withRating(ownRatings(store.getState()), item, rating) } } })
  }

  beforeEach(() => {
    vi.useFakeTimers()
    store = newStore()
  })

  it('is written 300 ms after the last change, and not while playing', () => {
    const tab = fakeTab('')
    watchAddress(store)
    expect(store.getState().byLink).toBe(false)
    set({ seed: 7 })
    vi.advanceTimersByTime(200)
    set({ seed: 8 })
    vi.advanceTimersByTime(200)
    expect(tab.hash()).toBe('')
    vi.advanceTimersByTime(200)
    expect(tab.hash()).toBe('#v1.start?seed=8')
    store.setState(({ playback }) => ({ playback: { ...playback, playing: true } }))
    set({ seed: 9 })
    vi.advanceTimersByTime(2000)
    expect(tab.hash()).toBe('#v1.start?seed=8')
    store.setState(({ playback }) => ({ playback: { ...playback, playing: false } }))
    vi.advanceTimersByTime(400)
    expect(tab.hash()).toBe('#v1.start?seed=9')
    expect(tab.entries).toHaveLength(1)
  })

  it('is written at leaving', () => {
    const tab = fakeTab('')
    watchAddress(store)
    set({ seed: 7 })
    tab.leave()
    expect(tab.hash()).toBe('#v1.start?seed=7')
  })

  it('gets an entry for a move, and Back restores the page as it was, with the ratings as they are now', () => {
    const tab = fakeTab('')
    watchAddress(store)
    set({ selection: { kind: 'item', id: 3 } })
    go({ view: 'learn', system: 'als' })
    expect(tab.entries).toHaveLength(2)
    store.setState({ experiment: withChoice(experiment(), { step: 7 }) })
    rate(5, 4)
    vi.advanceTimersByTime(400)
    tab.back()
    expect(experiment()).toMatchObject({ view: 'start', selection: { kind: 'item', id: 3 } })
    expect(ownRatings(store.getState())).toEqual([{ item: 5, rating: 4 }])
    expect(experiment().who).toBe('you')
    tab.forward()
    expect(experiment()).toMatchObject({ view: 'learn', choices: { als: { step: 7 } } })
  })

  it('of a link opens it: its ratings beside your own, which stay as they are', () => {
    rate(1, 5)
    fakeTab(`#${linkOf({ ...firstExperiment, view: 'learn', system: 'item-cf' }, [{ item: 9, rating: 2 }])}`)
    watchAddress(store)
    expect(store.getState().byLink).toBe(true)
    const { linked } = store.getState()
    expect(experiment()).toMatchObject({ view: 'learn', system: 'item-cf', who: 'link' })
    expect(linked).toEqual({ dataset: 'films@1', ratings: [{ item: 9, rating: 2 }], changed: false })
    expect(ownRatings(store.getState())).toEqual([{ item: 1, rating: 5 }])
  })

  it('with the ratings that are yours already is yours', () => {
    rate(1, 5)
    fakeTab(`#${linkOf(firstExperiment, [{ item: 1, rating: 5 }])}`)
    watchAddress(store)
    expect(experiment().who).toBe('you')
    expect(store.getState().linked).toBeUndefined()
  })

  it('pasted into an open tab opens there, and Back returns to what was there', () => {
    rate(1, 5)
    const tab = fakeTab('')
    watchAddress(store)
    set({ seed: 3 })
    vi.advanceTimersByTime(400)
    tab.paste(`#${linkOf({ ...firstExperiment, view: 'data' }, [{ item: 9, rating: 2 }])}`)
    expect(experiment()).toMatchObject({ view: 'data', who: 'link' })
    vi.advanceTimersByTime(400)
    expect(openLink(tab.hash())!.ratings).toEqual([{ item: 9, rating: 2 }])
    tab.back()
    expect(experiment()).toMatchObject({ view: 'start', seed: 3, who: 'you' })
    expect(store.getState().linked).toBeUndefined()
    tab.forward()
    expect(store.getState().linked?.ratings).toEqual([{ item: 9, rating: 2 }])
  })

  it('that cannot be read says so', () => {
    fakeTab('#v1.learn/slope-one?x=1')
    watchAddress(store)
    expect(store.getState().unread).toEqual(['the system “slope-one”', 'x'])
  })
})
