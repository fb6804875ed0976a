import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { open } from './open.ts'

const folder = join(import.meta.dirname, 'links')
const kept = readdirSync(folder)
  .filter((name) => name.endsWith('.txt'))
  .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
  .filter((line) => line !== '')
  .map((line) => line.split('\t'))

test('links are kept', { tag: '@no-gpu' }, () => expect(kept.length).toBeGreaterThan(0))

for (const [link, ...shows] of kept)
  test(`${link} still opens`, { tag: '@no-gpu' }, async ({ page }) => {
    await open(page, link!)
    for (const words of shows) await expect(page.locator('main')).toContainText(words)
    await expect(page.getByRole('complementary', { name: 'About the link' })).toBeHidden()
  })
