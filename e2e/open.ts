import type { Page } from '@playwright/test'
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

export async function settled(page: Page): Promise<void> {
  // Looked at every frame: an assertion looks again only after up to a second.
  await page.waitForFunction(() => document.documentElement.dataset.state === 'settled', null, { timeout: 30_000 })
  // A frame for what was measured after layout, and one to draw it; something may ask again meanwhile.
  const still = await page.evaluate(
    () =>
      new Promise<boolean>((resolve) =>
        requestAnimationFrame(() =>
          requestAnimationFrame(() => resolve(document.documentElement.dataset.state === 'settled')),
        ),
      ),
  )
  if (!still) await settled(page)
}
