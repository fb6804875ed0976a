import type { Rated } from '../../workers/algorithms/algorithm.ts'

/** What stays on this device between visits. Storage may be blocked: then everything works and nothing is kept. */
export interface Kept {
  /** ratings by dataset, newest first */
  readonly yours: Readonly<Record<string, readonly Rated[]>>
  /** films said not to have been seen, by dataset */
  readonly notSeen: Readonly<Record<string, readonly number[]>>
  /** systems opened */
  readonly opened: readonly string[]
}

const key = 'recommender-playground'
export const nothingKept: Kept = { yours: {}, notSeen: {}, opened: [] }

/** What was kept, or nothing where there is none, it is blocked or it is none of ours. */
export function readKept(): Kept {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '{}')
    if (typeof kept !== 'object' || kept === null) return nothingKept
    const { yours, notSeen, opened } = kept as Record<string, unknown>
    return {
      yours: readByDataset(yours, isRated),
      notSeen: readByDataset(notSeen, isItem),
      opened: Array.isArray(opened) ? opened.filter((id) => typeof id === 'string') : [],
    }
  } catch {
    return nothingKept
  }
}

export function writeKept(kept: Kept): void {
  try {
    localStorage.setItem(key, JSON.stringify(kept))
  } catch {
    // blocked or full: the visit goes on without
  }
}

export type Theme = 'light' | 'dark'

/** The theme chosen here, or else what the system prefers. public/boot.js reads it the same way, before first paint. */
export function readTheme(): Theme {
  try {
    const theme = localStorage.getItem('theme')
    if (theme === 'light' || theme === 'dark') return theme
  } catch {
    // blocked
  }
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

export function writeTheme(theme: Theme): void {
  try {
    localStorage.setItem('theme', theme)
  } catch {
    // blocked: the choice lasts for this visit
  }
}

const isItem = (value: unknown): value is number => Number.isInteger(value) && Number(value) >= 0

function isRated(value: unknown): value is Rated {
  if (typeof value !== 'object' || value === null) return false
  const { item, rating } = value as Record<string, unknown>
  return isItem(item) && typeof rating === 'number' && Number.isFinite(rating)
}

function readByDataset<T>(value: unknown, fits: (each: unknown) => each is T): Record<string, T[]> {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(
    Object.entries(value).map(([dataset, list]) => [dataset, Array.isArray(list) ? list.filter(fits) : []]),
  )
}
