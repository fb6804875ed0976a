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
      ...(await checks.failures(page)),
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

/** Opens everything that opens, one after another, and looks at each while it is open. */
async function openEverything(page: Page, width: number) {
  const found: string[] = []
  const closed = 'summary, button[aria-expanded="false"], button[popovertarget], button[aria-haspopup]'
  const kinds = new Set<string>()
  for (const control of await page.$$(closed)) {
    // What was opened before may have taken it away; of the buttons of one kind, the first is enough.
    if (!(await control.isVisible())) continue
    const { name, kind } = await control.evaluate((element) => ({
      name: element.getAttribute('aria-label') ?? (element.textContent ?? '').trim(),
      kind: element.localName === 'button' ? String(element.getAttribute('class')) : '',
    }))
    if (kinds.has(kind) && kind !== '') continue
    kinds.add(kind)
    await control.click({ timeout: 5_000 })
    await settled(page)
    const here = [
      ...(await checks.overflow(page, width)),
      ...(await checks.chartLabels(page)),
      ...(await checks.namelessControls(page)),
      ...(await checks.tooSmall(page)),
      // In the hand a sheet may lie over what is behind it, and tooSmall asks for more than this rule does.
      ...(await checks.axeViolations(page, width < 768 ? ['target-size'] : [])),
    ]
    found.push(...here.map((finding) => `“${name}” open: ${finding}`))
    if (kind === '') await control.click()
    else await page.keyboard.press('Escape')
  }
  expect(kinds.size).toBeGreaterThan(0)
  expect(found, found.join('\n')).toEqual([])
}

/** Every page as full as it gets in both themes; before anything was rated, in one. */
const isFull = (name: string) => !name.startsWith('learn-') || name.endsWith('-rated')

for (const { name, link } of views)
  for (const theme of themes.filter((theme) => theme === 'light' || isFull(name))) {
    test.describe(`${name}, ${theme}`, () => {
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

/** Each view once, as full as it gets: on a screen in light, in the hand in dark. */
for (const { name, link } of views.filter(({ name }) => name === 'data' || name.endsWith('-rated')))
  test.describe(`what opens on ${name}`, () => {
    test('has nothing to stumble over, on a screen', async ({ page }) => {
      test.setTimeout(180_000)
      await open(page, link)
      await openEverything(page, 1280)
    })
    test.describe('in the hand', () => {
      test.use({ hasTouch: true, isMobile: true, viewport: phones[1]! })
      test('has nothing to stumble over', async ({ page }) => {
        test.setTimeout(180_000)
        await open(page, link, 'dark')
        await openEverything(page, phones[1]!.width)
      })
    })
  })
