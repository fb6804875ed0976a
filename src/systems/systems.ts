import { loadedOnce } from './loaded-once.ts'
import type { SystemPage } from './system.ts'

const modules = import.meta.glob<{ system: SystemPage }>('./*/system.tsx')

/** A system's page, fetched when first asked for. */
export const systemPage = loadedOnce(async (id) => {
  const load = modules[`./${id}/system.tsx`]
  if (!load) throw new Error(`there is no page for ${id}`)
  return (await load()).system
})
