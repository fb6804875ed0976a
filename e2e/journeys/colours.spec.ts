import { linkOf } from '../../src/state/link.ts'
import { firstExperiment } from '../../src/state/experiment.ts'
import { expect, test } from '../support/on-the-page.ts'
import { open } from '../support/open.ts'

const popularity = linkOf({ ...firstExperiment, view: 'learn', system: 'popularity' }, [{ item: 0, rating: 5 }])

// Whether anything is lost in the colours of the system, or on paper, is looked at on every page by the walk.
test.describe('the theme', { tag: '@no-gpu' }, () => {
  test('is that of the system’s ground where its colours are forced', async ({ page }) => {
    await page.addInitScript(() => localStorage.setItem('theme', 'light'))
    await open(page, popularity)
    const html = page.locator('html')
    await page.emulateMedia({ forcedColors: 'active', colorScheme: 'dark' })
    await expect(html).toHaveAttribute('data-theme', 'dark')
    await expect(page.getByRole('button', { name: 'Dark theme' })).toHaveCount(0)
    await page.reload()
    await expect(html).toHaveAttribute('data-theme', 'dark')
    await page.emulateMedia({ forcedColors: 'none', colorScheme: 'dark' })
    await expect(html).toHaveAttribute('data-theme', 'light')
  })

  test('is light on paper', async ({ page }) => {
    await open(page, popularity, 'dark')
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
    await page.emulateMedia({ media: 'print' })
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
    await expect(page.locator('header').first()).toBeHidden()
    const ink = await page.locator('h1').evaluate((heading) => getComputedStyle(heading).color)
    expect(ink).toBe('rgb(29, 28, 26)')
  })
})
