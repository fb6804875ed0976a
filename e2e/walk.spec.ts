import { expect, test, type Page } from '@playwright/test'
import * as checks from './checks.ts'
import { open, settled } from './open.ts'
import { phones, screens, themes, views, type Size } from './views.ts'

/** Walks one page through some sizes, and gathers everything that is wrong before it fails. */
async function walk(page: Page, sizes: readonly Size[]) {
  const found: string[] = []
  for (const size of sizes) {
    await page.setViewportSize(size)
    await settled(page)
    const here = [
      ...(await checks.overflow(page, size.width)),
      ...(await checks.chartLabels(page)),
      ...(await checks.chartsWithoutWords(page)),
      ...(await checks.namelessControls(page)),
      ...(await checks.tooSmall(page)),
      ...(await checks.axeViolations(page)),
      ...(await checks.movement(page)),
      ...(await checks.focusRings(page)),
    ]
    found.push(...here.map((finding) => `${size.width} × ${size.height}: ${finding}`))
  }
  expect(found, found.join('\n')).toEqual([])
}

for (const { name, link } of views)
  for (const theme of themes) {
    test.describe(`${name}, ${theme}`, { tag: '@no-gpu' }, () => {
      test.describe('on a screen', () => {
        test('has nothing to stumble over', async ({ page }) => {
          test.setTimeout(180_000)
          await page.setViewportSize(screens[0]!)
          await checks.watchMovement(page)
          await open(page, link, theme)
          await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
          await walk(page, screens)
        })
      })
      test.describe('in the hand', () => {
        test.use({ hasTouch: true, isMobile: true })
        test('has nothing to stumble over', async ({ page }) => {
          test.setTimeout(180_000)
          await page.setViewportSize(phones[0]!)
          await checks.watchMovement(page)
          await open(page, link, theme)
          expect(await page.evaluate(() => matchMedia('(pointer: coarse)').matches)).toBe(true)
          await walk(page, phones)
        })
      })
    })
  }
