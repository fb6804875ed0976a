import type { Locator, Page } from '@playwright/test'
import { firstExperiment } from '../../src/state/experiment.ts'
import { linkOf } from '../../src/state/link.ts'
import { changeQuestions } from '../support/change-questions.ts'
import type { Settings } from '../../workers/contract/spec.ts'
import { address, expect, figure, paste, recommended, test } from '../support/on-the-page.ts'
import { open, settled } from '../support/open.ts'
import { tabTo } from '../support/tab-to.ts'
import { answersFor, lastAnswer, watchEngine } from '../support/watch-engine.ts'

const rated = [5, 1, 4, 2, 3].map((rating, item) => ({ item, rating }))
const link = (changes: Settings = {}) =>
  linkOf(
    {
      ...firstExperiment,
      view: 'learn',
      system: 'popularity',
      choices: { popularity: { preset: 'tuned', changes, step: 'last' } },
    },
    rated,
  )
const tail = (page: Page): Locator => figure(page, 'The long tail')
const chip = (page: Page, name: string) =>
  page.getByRole('group', { name: 'Systems drawn over the tail' }).getByRole('button', { name, exact: true })

/** The systems whose lines the page asked the engine for since it was last asked here. Before the page is opened. */
async function exposuresAsked(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => Object.assign(window, { asked: [] }))
  const note = ({ algorithm }: { algorithm: string }) =>
    (window as unknown as { asked: string[] }).asked.push(algorithm)
  await changeQuestions(page, 'exposure', note, undefined)
  return () => page.evaluate(() => (window as unknown as { asked: string[] }).asked.splice(0))
}

test.describe('popularity by mouse', { tag: '@no-gpu' }, () => {
  test('chips take lines away and bring them back; only what is drawn is worked out', async ({ page }) => {
    const asked = await exposuresAsked(page)
    await open(page, link())
    await expect(tail(page)).toContainText('shown by ALS')
    expect(await asked()).toEqual(['popularity', 'item-cf', 'content', 'als'])
    await chip(page, 'ALS').click()
    await expect(chip(page, 'ALS')).toHaveAttribute('aria-pressed', 'false')
    await expect(tail(page).getByText('shown by ALS')).toHaveCount(0)
    await expect(tail(page)).toContainText('shown by Item-based')
    await page.getByText('More settings').click()
    await page.getByRole('combobox', { name: 'Liked from' }).selectOption('3 stars')
    await settled(page)
    expect(await asked(), 'what is not drawn is not worked out').toEqual(['popularity', 'item-cf'])
    await chip(page, 'ALS').click()
    await settled(page)
    await expect(tail(page)).toContainText('shown by ALS')
    expect(await asked(), 'what is known is not asked for again').toEqual(['als'])
    await expect(page.getByRole('group', { name: 'Systems drawn over the tail' })).not.toContainText('Cold start')
  })
})

test.describe('popularity by keyboard alone', { tag: '@no-gpu' }, () => {
  test.use({ quality: 'everywhere' })
  test('by keys and mouse', async ({ page }) => {
    await watchEngine(page)
    await test.step('choose a line, change the half-life', async () => {
      await open(page, link({ by: 'recent' }))
      await tabTo(page, chip(page, 'Item-based'))
      await page.keyboard.press('Space')
      await expect(chip(page, 'Item-based')).toHaveAttribute('aria-pressed', 'false')
      await expect(chip(page, 'Item-based')).toBeFocused()
      await tabTo(page, page.getByRole('slider', { name: /^Half-life/ }))
      const before = await recommended(page).allTextContents()
      for (let k = 0; k < 2; k++) await page.keyboard.press('PageDown')
      await address(page, /halfLife=/)
      await settled(page)
      expect(await recommended(page).allTextContents()).not.toEqual(before)
    })

    await test.step('mean stars have an axis of their own, a prediction and reasons that add up', async () => {
      await paste(page, link())
      const byCount = (await lastAnswer(page, 'page')).view
      await page.getByRole('combobox', { name: 'Ordered by' }).selectOption('mean stars, damped')
      await settled(page)
      const { view } = await lastAnswer(page, 'page')
      expect(view.list).not.toEqual(byCount.list)
      const { explanation } = view.why!
      expect(explanation.contributions.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(explanation.score, 9)
      await expect(recommended(page).first()).toContainText(/\d\.\d+ stars/)
      await expect(recommended(page).first()).toContainText(/viewers who gave 5 stars 5 ★ × 0\.\d\d/)
      await expect(recommended(page).first()).toContainText(/everybody’s mean \d\.\d+ ★ × 0\.\d\d/)
      await expect(tail(page)).toContainText('bars: mean stars; lines: people')
      await expect(figure(page, 'RMSE')).toBeVisible()
      await expect(
        page.getByRole('listbox', { name: /^Mean stars of 365 films, most watched first: \d\.\d\d stars for/ }),
      ).toBeVisible()

      await page.getByRole('combobox', { name: 'Ordered by' }).selectOption('recent viewers')
      await settled(page)
      await expect(recommended(page).first()).toContainText(/recent viewers/)
      await expect(recommended(page).first()).toContainText(/viewers?, .*days ago/)
      await address(page, /by=recent/)
    })

    await test.step('what all are measured beside stays a count', async () => {
      await paste(page, link({ by: 'mean' }))
      const [reference] = await answersFor(page, 'reference')
      expect(reference!.request.run.settings.by).toBe('count')
    })
  })
})

test.describe('popularity by touch', { tag: '@no-gpu' }, () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } })

  test('tap a chip, tap a film of the tail', async ({ page }) => {
    await open(page, link({ by: 'mean' }))
    await chip(page, 'Popularity').tap()
    await expect(tail(page).getByText('shown by Popularity')).toHaveCount(0)
    const plot = page.getByRole('listbox', { name: /^Mean stars of 365 films/ })
    await plot.scrollIntoViewIfNeeded()
    const { width, height } = (await plot.boundingBox())!
    await plot.tap({ position: { x: width / 2, y: height / 2 } })
    await expect(page).toHaveURL(/at=film\d+/)
  })
})
