import { linkOf } from '../src/state/link.ts'
import { firstExperiment } from '../src/state/experiment.ts'
import { expect, test } from './on-the-page.ts'
import { open } from './open.ts'

const page = linkOf({ ...firstExperiment, view: 'learn', system: 'popularity' }, [{ item: 0, rating: 5 }])

// Whether anything is lost in the colours of the system, or on paper, is looked at on every page by the walk.
test.describe('the theme', { tag: '@no-gpu' }, () => {
  test('is that of the system’s ground where its colours are forced', async ({ page: tab }) => {
    await tab.addInitScript(() => localStorage.setItem('theme', 'light'))
    await open(tab, page)
    const html = tab.locator('html')
    await tab.emulateMedia({ forcedColors: 'active', colorScheme: 'dark' })
    await expect(html).toHaveAttribute('data-theme', 'dark')
    await expect(tab.getByRole('button', { name: 'Dark theme' })).toHaveCount(0)
    await tab.reload()
    await expect(html).toHaveAttribute('data-theme', 'dark')
    await tab.emulateMedia({ forcedColors: 'none', colorScheme: 'dark' })
    await expect(html).toHaveAttribute('data-theme', 'light')
  })

  test('is light on paper', async ({ page: tab }) => {
    await open(tab, page, 'dark')
    await expect(tab.locator('html')).toHaveAttribute('data-theme', 'dark')
    await tab.emulateMedia({ media: 'print' })
    await expect(tab.locator('html')).toHaveAttribute('data-theme', 'light')
    await expect(tab.locator('header').first()).toBeHidden()
    const ink = await tab.locator('h1').evaluate((heading) => getComputedStyle(heading).color)
    expect(ink).toBe('rgb(29, 28, 26)')
  })
})
