import type { Page } from '@playwright/test'
import { standstill } from '../../scripts/patience.ts'
import type { Theme } from './views.ts'

/**
 * Opens a link as someone would who is sent it, and waits until the page has shown all that it says.
 * `data-state` is "working" while an answer is awaited, "settled" when none is, "failed" when none will come.
 */
export async function open(page: Page, link: string, theme: Theme = 'light') {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
  await page.goto(link === '' ? './' : `./#${link}`)
  await settled(page)
}

let waits = 0

/**
 * Waits for as long as anything moves: it fails where the page has stood still, and is not settled. Who waits for a page
 * looks at it: behind another tab it would draw a frame a second.
 */
export async function settled(page: Page): Promise<void> {
  await page.bringToFront()
  const looked = await page.waitForFunction(settledOrStill, [++waits, standstill] as const, { timeout: 0 })
  const end = await looked.jsonValue()
  if (end !== 'settled') throw new Error(end as string)
  // A frame for what was measured after layout, and one to draw it; something may ask again meanwhile.
  const lasts = await page.evaluate(
    () =>
      new Promise<boolean>((resolve) =>
        requestAnimationFrame(() =>
          requestAnimationFrame(() => resolve(document.documentElement.dataset.state === 'settled')),
        ),
      ),
  )
  if (!lasts) await settled(page)
}

/** Looked at every frame, in the page: whether it is settled, or what it says where nothing in it has changed for so long. */
function settledOrStill([wait, standstill]: readonly [number, number]): string | false {
  const { state } = document.documentElement.dataset
  if (state === 'settled') return state
  const page = window as unknown as { changes?: { wait: number; last: number } }
  if (!page.changes) {
    const changes = (page.changes = { wait, last: performance.now() })
    new MutationObserver(() => (changes.last = performance.now())).observe(document, {
      attributes: true,
      characterData: true,
      childList: true,
      subtree: true,
    })
  }
  if (page.changes.wait !== wait) Object.assign(page.changes, { wait, last: performance.now() })
  if (performance.now() - page.changes.last < standstill) return false
  return `Nothing moves any more, and the page is “${state}”. It says: ${document.body.innerText}`
}
