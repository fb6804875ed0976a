import type { Page } from '@playwright/test'

/**
 * Before the page is opened: the engine's worker does this first, before it is asked anything. Its script is served with
 * a few lines before it; the app has no part in it.
 */
export async function firstInWorker(page: Page, work: () => void) {
  await page.route(/\/lab\.worker-[^/]*\.js$/, async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, body: `(${work.toString()})();\n${await response.text()}` })
  })
}
