import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { DatasetInfo } from '../../workers/lab/api.ts'
import { keep, watchKept } from './keep.ts'
import { merged, nothingKept, withSaid } from './kept.ts'
import { keptUnder } from './local.ts'
import { newStore, ownRatings, type Store } from './store.ts'

type Listener = (event: { key?: string; newValue?: string | null; persisted?: boolean }) => void

/** Tabs of one browser: one storage, and in every tab the news of what the others wrote, which come when they come. */
function browser({ stored = null as string | null, full = false } = {}) {
  const shared = { text: stored, full, writes: 0 }
  const tabs: Tab[] = []
  interface Tab {
    readonly store: Store
    readonly listeners: Record<string, Listener[]>
    readonly news: string[]
    /** what a process sees that has not heard of the latest writes */
    stale?: string | null
  }
  let now: Tab
  vi.stubGlobal('localStorage', {
    getItem: () => (now.stale === undefined ? shared.text : now.stale),
    setItem(_: string, text: string) {
      if (shared.full) throw new DOMException('full', 'QuotaExceededError')
      if (text === shared.text) return
      shared.text = text
      shared.writes++
      if (now.stale !== undefined) now.stale = text
      for (const other of tabs) if (other !== now) other.news.push(text)
    },
  })
  const listen = (name: string, listener: Listener) => (now.listeners[name] ??= []).push(listener)
  vi.stubGlobal('addEventListener', listen)
  vi.stubGlobal('document', { addEventListener: listen })
  const within = <T>(tab: Tab, act: () => T): T => {
    now = tab
    return act()
  }
  return {
    shared,
    open() {
      const tab: Tab = { store: newStore(), listeners: {}, news: [] }
      tabs.push(tab)
      within(tab, () => watchKept(tab.store))
      return tab
    },
    rate: (tab: Tab, item: number, rating: number | undefined) =>
      within(tab, () => keep(tab.store, (kept) => withSaid(kept, 'films@1', { item, rating }))),
    notSeen: (tab: Tab, item: number) =>
      within(tab, () => keep(tab.store, (kept) => merged(kept, { ...nothingKept, notSeen: { 'films@1': [item] } }))),
    /** One piece of news reaches the tab, where there is one. */
    hear(tab: Tab) {
      const newValue = tab.news.shift()
      if (newValue === undefined) return false
      within(tab, () => tab.listeners.storage!.forEach((listener) => listener({ key: keptUnder, newValue })))
      return true
    },
    fire: (tab: Tab, name: string, event = {}) =>
      within(tab, () => tab.listeners[name]!.forEach((each) => each(event))),
  }
}

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const act = fc.record({
  tab: fc.nat(3),
  item: fc.nat(4),
  what: fc.constantFrom(1, 2, 3, 4, 5, undefined, 'not seen' as const),
  /** so many news arrive in this tab before */
  heard: fc.nat(2),
  stale: fc.boolean(),
})

describe('tabs', () => {
  it('end with the same, of each film what was said last, however their acts and their news interleave', () => {
    vi.useFakeTimers()
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 4 }), fc.array(act, { maxLength: 30 }), (count, acts) => {
        const { shared, open, rate, notSeen, hear } = browser()
        const tabs = Array.from({ length: count }, open)
        const last = new Map<number, number | undefined>()
        const unseen = new Set<number>()
        for (const { tab: index, item, what, heard, stale } of acts) {
          vi.advanceTimersByTime(1)
          const tab = tabs[index % count]!
          for (let k = 0; k < heard; k++) hear(tab)
          // Two processes may write before either has heard of the other.
          if (stale) tab.stale ??= shared.text
          else delete tab.stale
          if (what === 'not seen') notSeen(tab, item)
          else rate(tab, item, what)
          if (what === 'not seen') unseen.add(item)
          else last.set(item, what)
        }
        for (const tab of tabs) delete tab.stale
        let news = 0
        while (tabs.some(hear)) expect(news++, 'they stop telling each other').toBeLessThan(1000)
        const expected = [...last].filter(([, rating]) => rating !== undefined).sort(([a], [b]) => a - b)
        const { kept } = tabs[0]!.store.getState()
        for (const tab of [...tabs, open()]) {
          const shown = ownRatings(tab.store.getState()).map(({ item, rating }) => [item, rating])
          expect(shown.sort(([a], [b]) => a! - b!)).toEqual(expected)
          expect(tab.store.getState().kept).toEqual(kept)
        }
        expect(new Set(kept.notSeen['films@1'])).toEqual(unseen)
      }),
    )
  })

  it('that were put away show on their return what was rated meanwhile', () => {
    for (const [name, event] of [
      ['pageshow', { persisted: true }],
      ['visibilitychange', {}],
    ] as const) {
      const { open, rate, fire } = browser()
      const [away, here] = [open(), open()]
      rate(here, 3, 5)
      expect(ownRatings(away.store.getState())).toEqual([])
      fire(away, name, event)
      expect(ownRatings(away.store.getState())).toEqual([{ item: 3, rating: 5 }])
    }
  })
})

describe('storage', () => {
  it('that is full is said once, and what was rated meanwhile is written when there is room', () => {
    const { shared, open, rate, fire } = browser({ full: true })
    const tab = open()
    expect(tab.store.getState().keeping, 'nothing is to be kept yet').toBe('kept')
    rate(tab, 1, 5)
    expect(tab.store.getState().keeping).toBe('not kept')
    tab.store.setState({ keeping: 'told' })
    rate(tab, 2, 4)
    expect(tab.store.getState().keeping).toBe('told')
    shared.full = false
    fire(tab, 'visibilitychange')
    expect(tab.store.getState().keeping).toBe('kept')
    expect(ownRatings(open().store.getState())).toHaveLength(2)
  })

  it('that somebody emptied stays empty until there is something new to keep', () => {
    const { shared, open, rate, fire } = browser()
    const tab = open()
    rate(tab, 1, 5)
    shared.text = null
    fire(tab, 'visibilitychange')
    expect(shared.text).toBeNull()
    rate(tab, 2, 4)
    expect(ownRatings(open().store.getState())).toHaveLength(2)
  })

  it('with rubbish in it is said once, and is clean from then on', () => {
    const film = (item: number, rating: unknown) => ({ item, rating })
    const stored = JSON.stringify({ yours: { 'films@1': [film(1, 5), film(2, 'five'), film(3, 6), film(700, 5)] } })
    const { shared, open, hear } = browser({ stored })
    const tabs = [open(), open()]
    expect(
      tabs.map(({ store }) => store.getState().leftOut),
      'what can be told before the data is open',
    ).toEqual([1, 0])
    const info = { id: 'films@1', items: Array.from({ length: 365 }), scale: { low: 1, high: 5, step: 1 } }
    for (const { store } of tabs) store.setState({ infos: { 'films@1': info as unknown as DatasetInfo } })
    while (tabs.some(hear)) expect(shared.writes).toBeLessThan(10)
    for (const { store } of [...tabs, open()]) expect(ownRatings(store.getState())).toEqual([film(1, 5)])
    expect(tabs.map(({ store }) => store.getState().leftOut)).toEqual([3, 0])
  })
})
