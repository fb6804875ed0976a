import { vi } from 'vitest'

/** As much of a tab as an address needs: entries with a hash and a state, and the events of moving between them. */
export function fakeTab(hash: string) {
  const entries = [{ hash, state: null as unknown }]
  let at = 0
  let listeners: Record<string, (() => void)[]> = {}
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
  const listen = (name: string, listener: () => void) => (listeners[name] ??= []).push(listener)
  vi.stubGlobal('addEventListener', listen)
  vi.stubGlobal('dispatchEvent', ({ type }: Event) => fire(type))
  const session = new Map<string, string>()
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => session.get(key) ?? null,
    setItem: (key: string, text: string) => session.set(key, text),
    removeItem: (key: string) => session.delete(key),
  })
  vi.stubGlobal('document', { addEventListener: listen, visibilityState: 'hidden' })
  return {
    entries,
    at: () => at,
    back: () => move(at - 1),
    forward: () => move(at + 1),
    paste(link: string) {
      entries.splice(++at, Infinity, { hash: link, state: null })
      fire('popstate')
      fire('hashchange')
    },
    leave: () => fire('pagehide'),
    hide: () => fire('visibilitychange'),
    /** A reload shows what was written before it began: what a page writes as it goes comes too late for its entry. */
    reload() {
      const before = structuredClone(entries)
      fire('pagehide')
      entries.splice(0, Infinity, ...before)
      this.end()
    },
    /** The page is gone, whether it could say so or not; its entries stay. */
    end() {
      listeners = {}
      vi.clearAllTimers()
    },
    hash: () => entries[at]!.hash,
  }
}
