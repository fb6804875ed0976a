import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, paste, test } from './on-the-page.ts'
import { open } from './open.ts'

const folder = join(import.meta.dirname, 'links')
const kept = readdirSync(folder)
  .filter((name) => name.endsWith('.txt'))
  .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
  .filter((line) => line !== '')
  .map((line) => line.split('\t'))

/** "learn/als" of "v1.learn/als?step=7" */
const pageOf = (link: string) => link.replace(/^v\d+\./, '').replace(/\?.*/, '')
const places = [...new Set(kept.map(([link]) => pageOf(link!)))]

test('links are kept', { tag: '@no-gpu' }, () => expect(kept.length).toBeGreaterThan(0))

// The first of a page is opened afresh, the others are pasted into the open tab: what they say is read the same way.
for (const place of places)
  test(`every kept link to ${place} still opens`, { tag: '@no-gpu' }, async ({ page }) => {
    const all = kept.filter(([link]) => pageOf(link!) === place)
    for (const [at, [link, ...shows]] of all.entries())
      await test.step(link!, async () => {
        if (at === 0) await open(page, link!)
        else await paste(page, link!)
        for (const words of shows) await expect(page.locator('main')).toContainText(words)
        await expect(page.getByRole('complementary', { name: 'About the link' })).toBeHidden()
      })
  })
