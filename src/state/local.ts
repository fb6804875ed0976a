import { readKept, type Kept } from './kept.ts'

/** What stays on this device between visits. Storage may be blocked or full: then everything works and nothing stays. */
export const keptUnder = 'recommender-playground'

/** What is stored, by this tab or another. */
export function storedKept(): ReturnType<typeof readKept> {
  try {
    return readKept(localStorage.getItem(keptUnder))
  } catch {
    return readKept(null)
  }
}

/** False where storage is blocked or full. */
export function storeKept(kept: Kept): boolean {
  try {
    localStorage.setItem(keptUnder, JSON.stringify(kept))
    return true
  } catch {
    return false
  }
}

export type Theme = 'light' | 'dark'

/** The theme chosen here, or else what the system prefers. src/boot.js reads it the same way, before first paint. */
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
