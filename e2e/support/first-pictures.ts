import type { Page } from '@playwright/test'

/** Milliseconds since navigation, and what was said meanwhile. */
interface Seen {
  untrained?: number
  learning?: number
  said?: string
}

/**
 * Before a page of something that learns by gradient is opened: notes when the untrained list stands there, when the
 * first picture of training does, and what the page says till then.
 */
export function noteFirstPictures() {
  const seen: Seen = {}
  Object.assign(window, { seen })
  const look = () => {
    const said = document.querySelector('#stage [role=status]')?.textContent
    if (said?.includes('tfjs')) seen.said ??= said
    const section = document.querySelector('[aria-labelledby=recommends]')
    if (!section?.querySelector('ol > li')) return
    if (section.querySelector('h2')!.textContent!.includes('untrained')) seen.untrained ??= performance.now()
    const step = Number(document.querySelector<HTMLInputElement>('[aria-label=Timeline]')?.value)
    if (step > 0 && seen.untrained) seen.learning ??= performance.now()
    if (seen.learning) watcher.disconnect()
  }
  const watcher = new MutationObserver(look)
  watcher.observe(document, { childList: true, subtree: true, characterData: true, attributes: true })
}

/** What was noted, once it learns. */
export async function notedPictures(page: Page): Promise<Seen> {
  const noted = await page.waitForFunction(() => {
    const { seen } = window as unknown as { seen: Seen }
    return seen.learning !== undefined && seen
  })
  return (await noted.jsonValue()) as Seen
}
