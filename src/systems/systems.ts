import type { SystemPage } from './system.ts'

const modules = import.meta.glob<{ system: SystemPage }>('./*/system.tsx')

const loaded = new Map<string, Promise<SystemPage>>()

/** A system's page, fetched when first asked for; the same promise every time, so that React can wait for it. */
export function systemPage(id: string): Promise<SystemPage> {
  let page = loaded.get(id)
  if (!page) {
    const load = modules[`./${id}/system.tsx`]
    page = load ? load().then(({ system }) => system) : Promise.reject(new Error(`there is no page for ${id}`))
    loaded.set(id, page)
    page.catch(() => loaded.delete(id)) // offline for a moment: the next visit asks again
  }
  return page
}
