import { expect, test, type Page } from '@playwright/test'
import * as checks from '../support/checks.ts'
import { lostInForcedColours } from '../support/forced-colours.ts'
import { paste } from '../support/on-the-page.ts'
import { openEverything } from '../support/open-everything.ts'
import { open, settled } from '../support/open.ts'
import { saveData } from '../support/save-data.ts'
import { phones, places, screens, type Size, type Theme } from '../support/views.ts'

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
 * Walks what is open through its sizes, and gathers everything that is wrong. What axe looks at, and what has a name, is
 * the same at every size but for the layout: they are looked at in the widest of a kind. Where Tab goes is the order of
 * the document, and a ring may hide behind what stands still in a low window: it is followed in the narrowest and the
 * lowest.
 */
async function walk(page: Page, sizes: readonly Size[]): Promise<string[]> {
  const found: string[] = []
  const lowest = sizes.toSorted((a, b) => a.height - b.height)[0]
  for (const size of sizes) {
    await page.setViewportSize(size)
    await settled(page)
    const widest = size === sizes.at(-1)
    const here = [
      ...(await checks.layout(page, size.width)),
      ...(await checks.movement(page)),
      ...(widest ? await checks.chartsWithoutWords(page) : []),
      ...(widest ? await checks.namelessControls(page) : []),
      ...(widest ? await checks.axeViolations(page) : []),
      ...(size === sizes[0] || size === lowest ? await checks.focusRings(page) : []),
    ]
    found.push(...here.map((finding) => `${size.width} × ${size.height}: ${finding}`))
  }
  return found
}

/** Another theme has other colours, and nothing else: what is seen in them, and that nothing moves on the way there. */
async function lookAtColours(page: Page): Promise<string[]> {
  const found = [...(await checks.colourViolations(page)), ...(await checks.movement(page))]
  return found.map((finding) => `in the other theme: ${finding}`)
}

/** The width of a sheet of A4, in px. */
const sheet = { width: 794, height: 1123 }

async function lookAtPaper(page: Page): Promise<string[]> {
  await page.emulateMedia({ media: 'print' })
  await page.setViewportSize(sheet)
  await settled(page)
  const found = await checks.overflow(page, sheet.width)
  await page.emulateMedia({ media: 'screen' })
  return found.map((finding) => `on paper: ${finding}`)
}

/**
 * Every page: before anything was rated in the narrowest hand, as full as it gets at all sizes and in the other theme, and
 * then everything on it that opens.
 * It is loaded once, and what it shows is trained once: a link pasted into the open tab and another theme are what a
 * visitor sees happen, too. On a screen it opens in light and turns dark, in the hand the other way round.
 */
for (const { name, empty, full } of places) {
  const walkThrough = async (page: Page, sizes: readonly Size[], first: Theme, before?: string) => {
    const found: string[] = []
    await page.setViewportSize(sizes[0]!)
    await page.addInitScript(saveData)
    await checks.watchMovement(page)
    await open(page, before ?? full, first)
    await test.step('as full as it gets', async () => {
      if (before !== undefined) {
        found.push(...(await walk(page, sizes.slice(0, 1))).map((finding) => `before anything was rated, ${finding}`))
        await paste(page, full)
        await expect(page.getByText(/^From the link/).first()).toBeAttached()
      }
      found.push(...(await walk(page, sizes)))
      const other = first === 'light' ? 'dark' : 'light'
      await show(page, other)
      found.push(...(await lookAtColours(page)))
      if (sizes === screens) found.push(...(await lostInForcedColours(page, other)), ...(await lookAtPaper(page)))
      // What was chosen comes back.
      await expect(page.locator('html')).toHaveAttribute('data-theme', other)
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
        await walkThrough(page, phones, 'dark', empty)
        expect(await page.evaluate(() => matchMedia('(pointer: coarse)').matches)).toBe(true)
      })
    })
  })
}
