import { linkOf } from '../src/state/link.ts'
import { defaultChoice, firstExperiment, specs } from '../src/state/experiment.ts'
import { inAMoment } from '../workers/algorithms/quickly.ts'
import * as checks from './checks.ts'
import { lostInForcedColours } from './forced-colours.ts'
import { measureOnly } from './measure-only.ts'
import { expect, paste, test } from './on-the-page.ts'
import { open, settled } from './open.ts'

const rated = [5, 1, 4, 2, 3].map((rating, item) => ({ item, rating }))
const pages = [
  ['Start', linkOf({ ...firstExperiment, view: 'start' }, rated)],
  ['Data', linkOf({ ...firstExperiment, view: 'data' }, rated)],
  ...specs.map((spec) => {
    const choices = { [spec.id]: { ...defaultChoice, changes: inAMoment(spec) } }
    return [spec.name, linkOf({ ...firstExperiment, view: 'learn', system: spec.id, choices }, rated)] as const
  }),
] as const

/** The width of a sheet of A4, in px. */
const sheet = 794

test.describe('every page', { tag: '@no-gpu' }, () => {
  test('shows marks and states in the colours of the system, of its scheme, and fits a sheet of paper', async ({
    page,
  }) => {
    await page.addInitScript(() => localStorage.setItem('theme', 'light'))
    await measureOnly(page, false)
    await open(page, '')
    const theme = page.locator('html')
    const found: string[] = []
    for (const [name, link] of pages)
      await test.step(name, async () => {
        const note = (where: string, findings: readonly string[]) =>
          found.push(...findings.map((finding) => `${name}, ${where}: ${finding}`))
        await paste(page, link)
        note('forced colours', await lostInForcedColours(page))

        await page.emulateMedia({ forcedColors: 'active', colorScheme: 'dark' })
        await expect(theme).toHaveAttribute('data-theme', 'dark')
        await page.emulateMedia({ forcedColors: 'none', colorScheme: 'dark' })
        await expect(theme).toHaveAttribute('data-theme', 'light')

        await page.emulateMedia({ media: 'print', colorScheme: 'light' })
        await page.setViewportSize({ width: sheet, height: 1123 })
        await settled(page)
        await expect(page.locator('header').first()).toBeHidden()
        note('on paper', await checks.overflow(page, sheet))
        await page.emulateMedia({ media: 'screen' })
        await page.setViewportSize({ width: 1280, height: 720 })
      })
    expect(found, found.join('\n')).toEqual([])
  })

  test('is printed in the light theme', async ({ page }) => {
    await open(page, linkOf({ ...firstExperiment, view: 'learn', system: 'popularity' }, rated), 'dark')
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
    await page.emulateMedia({ media: 'print' })
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
    const ink = await page.locator('h1').evaluate((heading) => getComputedStyle(heading).color)
    expect(ink).toBe('rgb(29, 28, 26)')
  })
})
