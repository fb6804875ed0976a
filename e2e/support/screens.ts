import { expect, test, type Page } from '@playwright/test'
import { catalog } from '../../workers/catalog.ts'
import { settled } from './open.ts'
import { themes, views, type Size } from './views.ts'

/** Pictures of every view in every theme, size and state: `npm run screens`. */

interface State {
  readonly name: string
  readonly link: string
  /** makes the state come about, before the page opens */
  readonly before?: (page: Page) => Promise<unknown>
  /** what `data-state` is when the picture is taken */
  readonly ends?: 'settled' | 'working' | 'failed'
}

const sizes: readonly Size[] = [
  { width: 320, height: 640 },
  { width: 390, height: 844 },
  { width: 768, height: 1024 },
  { width: 1280, height: 720 },
  { width: 1440, height: 1060 },
  { width: 1920, height: 1080 },
]

/** The engine never arrives. */
const slow = (page: Page) => page.route('**/assets/lab.worker-*', () => undefined)
/** The engine cannot be loaded. */
const broken = (page: Page) => page.route('**/assets/lab.worker-*', (route) => route.abort())

const systems = catalog.map(({ spec }) => spec.id)
const states: readonly State[] = [
  ...views,
  { name: 'start-loading', link: 'v1.start', before: slow, ends: 'working' },
  { name: 'start-failed', link: 'v1.start', before: broken, ends: 'failed' },
  { name: 'start-unreadable-link', link: 'v9.nowhere/at-all?seed=x' },
  ...systems.flatMap((system): State[] => [
    { name: `learn-${system}-step-3`, link: `v1.learn/${system}?step=3` },
    { name: `learn-${system}-loading`, link: `v1.learn/${system}`, before: slow, ends: 'working' },
    { name: `learn-${system}-failed`, link: `v1.learn/${system}`, before: broken, ends: 'failed' },
    { name: `learn-${system}-course-data`, link: `v1.learn/${system}?data=course@1` },
    { name: `learn-${system}-person-and-film`, link: `v1.learn/${system}?who=3&at=film12` },
  ]),
]

for (const { name, link, before, ends = 'settled' } of states)
  for (const theme of themes)
    for (const { width, height } of sizes) {
      const hand = width < 768
      test.describe(`${name} ${theme} ${width}x${height}`, () => {
        test.use({ viewport: { width, height }, hasTouch: hand, isMobile: hand })
        test('picture', async ({ page }) => {
          await before?.(page)
          await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
          await page.goto(`./#${link}`)
          if (ends === 'settled') await settled(page)
          else await expect(page.locator(`[data-state="${ends}"]`)).toBeAttached()
          await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
          await page.screenshot({
            path: `screens/${name}-${theme}-${width}x${height}.png`,
            // What fits on one screen at this size is a promise; elsewhere the whole page is looked at.
            fullPage: height !== 720,
            animations: 'disabled',
            caret: 'hide',
            // A measured time is never the same twice.
            style: '[data-measured] { visibility: hidden }',
          })
        })
      })
    }
