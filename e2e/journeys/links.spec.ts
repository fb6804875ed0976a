import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { measureOnly } from '../support/measure-only.ts'
import { expect, paste, test } from '../support/on-the-page.ts'
import { open } from '../support/open.ts'

const folder = join(import.meta.dirname, '../links')
const kept = readdirSync(folder)
  .filter((name) => name.endsWith('.txt'))
  .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
  .filter((line) => line !== '')
  .map((line) => line.split('\t'))

test('links are kept', { tag: '@no-gpu' }, () => expect(kept.length).toBeGreaterThan(0))

// The first is opened afresh, the others are pasted into the open tab: what they say is read the same way.
test('every kept link still opens', { tag: '@no-gpu' }, async ({ page }) => {
  await measureOnly(page, false)
  await open(page, kept[0]![0]!)
  for (const [link, ...shows] of kept)
    await test.step(link!, async () => {
      await paste(page, link!)
      for (const words of shows) await expect.soft(page.locator('main')).toContainText(words)
      await expect.soft(page.getByRole('complementary', { name: 'About the link' })).toBeHidden()
    })
})
