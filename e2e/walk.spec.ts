import { expect, test, type Page } from '@playwright/test'
import * as checks from './checks.ts'
import { paste } from './on-the-page.ts'
import { openEverything } from './open-everything.ts'
import { open, settled } from './open.ts'
import { phones, places, screens, themes, type Size, type Theme } from './views.ts'

/** The header is the same on every page: what opens there is opened on these. */
const withHeader = ['start', 'data', places.find(({ name }) => name.startsWith('learn-'))!.name]

/** Takes the theme with the page's own switch, which stands in the menu on a phone. */
async function show(page: Page, theme: Theme) {
  const html = page.locator('html')
  if ((await html.getAttribute('data-theme')) !== theme)
    await page.locator('header').getByLabel('Dark theme').first().dispatchEvent('click')
  await expect(html).toHaveAttribute('data-theme', theme)
}

/**
 * Walks what is open through sizes and themes, the theme it was opened in first, and gathers everything that is wrong.
 * Where Tab goes, and that one sees it, is the same in every theme: it is followed in the first. What axe looks at is
 * the same at every size but for the layout: it looks at the narrowest and the widest.
 */
async function walk(page: Page, sizes: readonly Size[], themes: readonly Theme[]): Promise<string[]> {
  const found: string[] = []
  for (const theme of themes) {
    await show(page, theme)
    for (const size of sizes) {
      await page.setViewportSize(size)
      await settled(page)
      const here = [
        ...(await checks.failures(page)),
        ...(await checks.overflow(page, size.width)),
        ...(await checks.chartLabels(page)),
        ...(await checks.chartsWithoutWords(page)),
        ...(await checks.namelessControls(page)),
        ...(await checks.tooSmall(page)),
        ...(size === sizes[0] || size === sizes.at(-1) ? await checks.axeViolations(page) : []),
        ...(await checks.movement(page)),
        ...(theme === themes[0] ? await checks.focusRings(page) : []),
      ]
      found.push(...here.map((finding) => `${theme}, ${size.width} × ${size.height}: ${finding}`))
    }
  }
  return found
}

/**
 * Every page: before anything was rated at its narrowest, as full as it gets at all sizes in both themes, and then
 * everything on it that opens.
 * It is loaded once, and what it shows is trained once: a link pasted into the open tab and another theme are what a
 * visitor sees happen, too. On a screen it opens in light and turns dark, in the hand the other way round.
 */
for (const { name, empty, full } of places) {
  const walkThrough = async (page: Page, sizes: readonly Size[], first: Theme) => {
    test.setTimeout(240_000)
    const found: string[] = []
    await page.setViewportSize(sizes[0]!)
    await checks.watchMovement(page)
    await open(page, empty ?? full, first)
    await test.step('as full as it gets', async () => {
      if (empty !== undefined) {
        found.push(
          ...(await walk(page, sizes.slice(0, 1), ['light'])).map((finding) => `before anything was rated, ${finding}`),
        )
        await show(page, first)
        await paste(page, full)
        await expect(page.getByText(/^From the link/).first()).toBeAttached()
      }
      found.push(...(await walk(page, sizes, [first, ...themes.filter((theme) => theme !== first)])))
    })
    await test.step('what opens', async () => {
      await show(page, first)
      await page.setViewportSize(sizes[1]!)
      await settled(page)
      found.push(...(await openEverything(page, sizes[1]!.width, withHeader.includes(name))))
    })
    expect(found, found.join('\n')).toEqual([])
  }
  test.describe(name, () => {
    test('on a screen there is nothing to stumble over', ({ page }) => walkThrough(page, screens, 'light'))
    test.describe('in the hand', () => {
      test.use({ hasTouch: true, isMobile: true })
      test('there is nothing to stumble over', async ({ page }) => {
        await walkThrough(page, phones, 'dark')
        expect(await page.evaluate(() => matchMedia('(pointer: coarse)').matches)).toBe(true)
      })
    })
  })
}
