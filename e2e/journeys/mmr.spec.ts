import type { Locator, Page } from '@playwright/test'
import { firstExperiment } from '../../src/state/experiment.ts'
import { linkOf } from '../../src/state/link.ts'
import {
  address,
  expect,
  figure,
  goToStep,
  numbersBehind,
  paste,
  recommended,
  test,
  timeline,
} from '../support/on-the-page.ts'
import { open, settled } from '../support/open.ts'
import { tabTo } from '../support/tab-to.ts'
import { lastAnswer, watchEngine } from '../support/watch-engine.ts'

const rated = [230, 120, 200, 60, 310].map((item, place) => ({ item, rating: [5, 4, 1, 5, 2][place]! }))
const link = (step: number | 'last' = 'last') =>
  linkOf(
    { ...firstExperiment, view: 'learn', system: 'mmr', choices: { mmr: { preset: 'tuned', changes: {}, step } } },
    rated,
  )

const bumps = 'From relevance order to the list you would show'
const slider = (page: Page): Locator =>
  page.locator('#stage').getByRole('slider', { name: 'Relevance against variety', exact: true })
/** The list in the picture, as its table has it. */
const picked = async (page: Page) => (await numbersBehind(page, bumps)).map((row) => row.split('\t')[0]!.trim())
const listed = async (page: Page) =>
  (await recommended(page).allInnerTexts()).map((text) => text.split('\n').filter((line) => !/^\d+$/.test(line))[0])

test.describe('diversity', { tag: '@no-gpu' }, () => {
  test('by keys and mouse', async ({ page }) => {
    await watchEngine(page)
    await test.step('walk the films, pin one, turn λ', async () => {
      await open(page, link())
      const reading = page.getByRole('listbox', { name: new RegExp(`^${bumps}`) })
      await tabTo(page, reading)
      await expect(reading.getByRole('option')).toContainText('number 1 by relevance, pick 1')
      await page.keyboard.press('ArrowDown')
      await expect(reading.getByRole('option')).toContainText('number 2 by relevance')
      await page.keyboard.press('Home')
      await page.keyboard.press('Enter')
      await address(page, /at=film/)
      await expect(page.getByRole('heading', { name: /^Why .* is first$/ })).toBeVisible()
      await tabTo(page, slider(page))
      await page.keyboard.press('End')
      await address(page, /lambda=1(&|$)/)
      await settled(page)
      for (const row of await numbersBehind(page, bumps)) {
        const [, after, before] = row.split('\t').map((cell) => cell.trim())
        expect(after, 'with λ = 1 the order is that of relevance').toBe(before)
      }
    })

    await test.step('λ that is moved re-ranks at once, and the page follows', async () => {
      await paste(page, link())
      const before = await picked(page)
      expect(before).toHaveLength(10)
      expect(await listed(page)).toEqual(before.slice(0, 5))

      const { x, y, width, height } = (await slider(page).boundingBox())!
      const at = (lambda: number) => x + 8 + (width - 16) * lambda
      await page.mouse.move(at(0.7), y + height / 2)
      await page.mouse.down()
      await page.mouse.move(at(0.5), y + height / 2, { steps: 4 })
      await page.mouse.move(at(0.2), y + height / 2, { steps: 4 })
      // The pictures follow the hand; nothing is asked of the engine before it lets go.
      await expect(slider(page)).toHaveAttribute('aria-valuetext', 'λ 0.20')
      const moved = await picked(page)
      expect(moved[0], 'the most relevant stays first').toBe(before[0])
      expect(moved).not.toEqual(before)
      await expect(figure(page, 'What λ trades').getByRole('img')).toHaveAccessibleName(/λ 0\.20: relevance 0\.\d\d/)
      expect((await lastAnswer(page, 'page')).request.run.settings.lambda).toBe(0.7)
      await page.mouse.up()
      await settled(page)
      await address(page, /lambda=0\.2(&|$)/)
      expect(await picked(page)).toEqual(moved)
      expect(await listed(page)).toEqual(moved.slice(0, 5))
    })

    await test.step('a pick comes with its arithmetic', async () => {
      await paste(page, link(3))
      const why = page.getByRole('region', { name: /^Why .* is third$/ })
      const text = await why.innerText()
      const [, lambda, relevance, rest, similarity, value] = /([\d.]+) × ([\d.]+) − ([\d.]+) × ([\d.]+)\s+(-?[\d.]+)/
        .exec(text)!
        .map(Number)
      expect(Math.abs(lambda! * relevance! - rest! * similarity! - value!)).toBeLessThan(0.011)
      expect(await picked(page)).toHaveLength(3)
      await goToStep(page, 4)
      await expect(page.getByRole('region', { name: /^Why .* is fourth$/ })).toBeVisible()
      expect(await picked(page)).toHaveLength(4)
    })

    await test.step('raw, λ means something else', async () => {
      await paste(page, 'v1.learn/mmr?of=popularity&lambda=0.5&who=3')
      const scaled = await picked(page)
      await page.getByText('More settings').click()
      await page.getByRole('combobox', { name: 'Relevance as' }).selectOption('raw scores (pitfall)')
      await settled(page)
      await expect(timeline(page)).toHaveValue('10')
      const raw = await picked(page)
      expect(raw).not.toEqual(scaled)
      const places = (await numbersBehind(page, bumps)).map((row) => row.split('\t').map((cell) => cell.trim()))
      // Hundreds of viewers against a similarity of at most 1: nothing moves.
      for (const [, after, before] of places) expect(after).toBe(before)
    })
  })
})

test.describe('diversity by touch', { tag: '@no-gpu' }, () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } })

  test('tap a film to see why it is where it is', async ({ page }) => {
    await open(page, link())
    const chart = page.getByRole('listbox', { name: new RegExp(`^${bumps}`) })
    await chart.scrollIntoViewIfNeeded()
    await chart.tap({ position: { x: 20, y: 8 } })
    await address(page, /at=film/)
    await expect(page.getByRole('heading', { name: /^Why .* is first$/ })).toBeVisible()
  })
})
