import fc from 'fast-check'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { pushNext, watchAddress } from './address.ts'
import { fakeTab } from './testing/fake-tab.ts'
import { fuzzedLinks } from './testing/fuzzed-links.ts'
import { firstExperiment, withChoice, type Experiment } from './experiment.ts'
import { withSaid } from './kept.ts'
import { linkOf, openLink } from './link.ts'
import { newStore, ownRatings, type Store } from './store.ts'

describe('the address', () => {
  let store: Store
  const experiment = () => store.getState().experiment
  const set = (change: Partial<Experiment>) => store.setState({ experiment: { ...experiment(), ...change } })
  const go = (change: Partial<Experiment>) => {
    pushNext()
    set(change)
  }
  const rate = (item: number, rating: number) => {
    store.setState(({ kept }) => ({ kept: withSaid(kept, 'films@1', { item, rating }) }))
  }

  const seeded = (seed: number) => `#${linkOf({ ...firstExperiment, seed }, [])}`

  beforeEach(() => {
    vi.useFakeTimers()
    store = newStore()
  })

  it('is written at once where a change stands alone, and 300 ms after the last of several', () => {
    const tab = fakeTab('')
    watchAddress(store)
    expect(store.getState().byLink).toBe(false)
    set({ seed: 7 })
    vi.advanceTimersByTime(1)
    expect(tab.hash()).toBe(seeded(7))
    set({ seed: 8 })
    vi.advanceTimersByTime(200)
    set({ seed: 9 })
    vi.advanceTimersByTime(200)
    expect(tab.hash()).toBe(seeded(7))
    vi.advanceTimersByTime(200)
    expect(tab.hash()).toBe(seeded(9))
    expect(tab.entries).toHaveLength(1)
  })

  it('is written while playing where something was chosen, and not where the playhead moves', () => {
    const tab = fakeTab('')
    watchAddress(store)
    go({ view: 'learn' })
    const moveTo = (step: number) => store.setState({ experiment: withChoice(experiment(), { step }) })
    store.setState(({ playback }) => ({ playback: { ...playback, playing: true } }))
    vi.advanceTimersByTime(1000)
    moveTo(5)
    vi.advanceTimersByTime(1000)
    expect(tab.hash()).toBe('#v1.learn/als')
    store.setState({ experiment: withChoice(experiment(), { changes: { alpha: 5 }, step: 0 }) })
    moveTo(1)
    vi.advanceTimersByTime(1)
    expect(tab.hash()).toContain('alpha=5')
    moveTo(9)
    store.setState(({ playback }) => ({ playback: { ...playback, playing: false } }))
    vi.advanceTimersByTime(400)
    expect(tab.hash()).toContain('step=9')
  })

  it('is written at leaving, and where the page goes out of sight', () => {
    for (const leave of ['leave', 'hide'] as const) {
      const tab = fakeTab('')
      store = newStore()
      watchAddress(store)
      set({ seed: 7 })
      tab[leave]()
      expect(tab.hash()).toBe(seeded(7))
    }
  })

  it('that the browser refuses to write is written later', () => {
    const tab = fakeTab('')
    watchAddress(store)
    const { replaceState } = history
    history.replaceState = () => {
      throw new DOMException('too often', 'SecurityError')
    }
    set({ seed: 7 })
    vi.advanceTimersByTime(10)
    history.replaceState = replaceState
    vi.advanceTimersByTime(10_000)
    expect(tab.hash()).toBe(seeded(7))
  })

  it('comes back to every page as it was left: by Back, Forward and reload at any moment, and after a crash', () => {
    const change = fc.record({
      kind: fc.constant('change' as const),
      seed: fc.nat(99),
      pause: fc.constantFrom(0, 100, 400),
    })
    const move = fc.record({ kind: fc.constantFrom('go', 'back', 'forward', 'reload', 'crash') })
    fc.assert(
      fc.property(fc.array(fc.oneof(change, move), { maxLength: 30 }), (acts) => {
        store = newStore()
        const tab = fakeTab('')
        watchAddress(store)
        const pages: Experiment[] = [experiment()]
        for (const act of acts) {
          if (act.kind === 'change') {
            set({ seed: act.seed })
            pages[tab.at()] = experiment()
            vi.advanceTimersByTime(act.pause)
          } else if (act.kind === 'go') {
            go({ view: experiment().view === 'start' ? 'data' : 'start' })
            pages.splice(tab.at(), Infinity, experiment())
          } else if (act.kind === 'back' && tab.at() > 0) tab.back()
          else if (act.kind === 'forward' && tab.at() < tab.entries.length - 1) tab.forward()
          else if (act.kind === 'reload' || act.kind === 'crash') {
            // A crash is told nobody: of several changes within 300 ms the last may be lost, no more.
            if (act.kind === 'reload') tab.reload()
            else {
              vi.advanceTimersByTime(300)
              tab.end()
            }
            store = newStore()
            watchAddress(store)
          }
          expect(experiment()).toEqual(pages[tab.at()])
        }
        tab.end()
      }),
      { numRuns: 300 },
    )
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

  it('of any link at all leaves what was here to Back, and your own ratings alone', () => {
    const ends = { refused: 0, opened: 0 }
    fc.assert(
      fc.property(fuzzedLinks(), (link) => {
        store = newStore()
        const tab = fakeTab('')
        watchAddress(store)
        rate(1, 5)
        set({ seed: 7 })
        go({ view: 'data' })
        vi.advanceTimersByTime(400)
        const { experiment: before, kept } = store.getState()
        tab.paste(`#${link}`)
        vi.advanceTimersByTime(400)
        const { refused } = openLink(link) ?? {}
        ends[refused ? 'refused' : 'opened']++
        if (refused) {
          expect(experiment()).toBe(before)
          expect(store.getState().unread).toHaveLength(1)
          expect(openLink(tab.hash())!.experiment, 'what a reload shows').toMatchObject({ view: 'data', seed: 7 })
        }
        expect(store.getState().kept).toBe(kept)
        tab.back()
        expect(experiment()).toEqual(before)
        expect(store.getState()).toMatchObject({ linked: undefined, kept })
        tab.end()
      }),
      { numRuns: 2000 },
    )
    for (const count of Object.values(ends)) expect(count, JSON.stringify(ends)).toBeGreaterThan(20)
  })
})
