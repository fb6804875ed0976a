import type { Locator, Page } from '@playwright/test'
import { firstExperiment } from '../../src/state/experiment.ts'
import { linkOf } from '../../src/state/link.ts'
import { expect, figure, paste, press, test, timeline, whereItIs } from '../support/on-the-page.ts'
import { open, settled } from '../support/open.ts'
import { tabTo } from '../support/tab-to.ts'
import { answersFor, lastAnswer, watchEngine } from '../support/watch-engine.ts'

const rated = [230, 120, 200, 60, 310].map((item, place) => ({ item, rating: [5, 4, 1, 5, 2][place]! }))
const learn = (system: string, step: number | 'last' = 'last') =>
  linkOf(
    { ...firstExperiment, view: 'learn', system, choices: { [system]: { preset: 'tuned', changes: {}, step } } },
    rated,
  )

const chart = (page: Page) => figure(page, 'The ratings, rebuilt')
const rank = (page: Page) => page.getByRole('slider', { name: 'Rank', exact: true })
const asRated = (page: Page) => page.getByRole('listbox', { name: /stars as they were given/ })
const rebuilt = (page: Page, by: string) => page.getByRole('listbox', { name: new RegExp(`rebuilt by ${by} from`) })
const numberIn = (text: string) => Number(text.replace('−', '-').replace(' ★', ''))

/** What stands in a row of the readout: this cell, how far rated ones are off, the mean of unrated ones. */
async function readout(page: Page, system: string): Promise<number[]> {
  const row = chart(page)
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: system, exact: true }) })
  return (await row.getByRole('cell').allInnerTexts()).map(numberIn)
}

/** "SVD: 3.21 = 0.00 + 2.61 + 0.60": both sides. */
async function sumShown(page: Page): Promise<{ left: number; right: number; terms: number }> {
  const text = await chart(page)
    .getByText(/: [−\d.]+ = /)
    .innerText()
  const [, left, right] = /: ([−\d.]+) = (.+)$/.exec(text.split('\n').at(-1)!)!
  const terms = right!
    .replace(/\(.*\)/, '')
    .replaceAll(/([+−]) /g, '$1')
    .trim()
    .split(/\s+/)
    .map((term) => numberIn(term.replace('+', '')))
  return { left: numberIn(left!), right: terms.reduce((sum, term) => sum + term, 0), terms: terms.length }
}

async function beside(page: Page, system: string) {
  await expect(chart(page).getByRole('rowheader', { name: system, exact: true })).toBeVisible()
  await settled(page)
}

async function pointAt(cells: Locator, person: number, film: number, how: 'hover' | 'click' | 'tap') {
  await cells.scrollIntoViewIfNeeded()
  const { width, height } = (await cells.boundingBox())!
  await cells[how]({ position: { x: ((film + 0.5) / 32) * width, y: ((person + 0.5) / 24) * height } })
}

test.describe('FunkSVD along its curve', { tag: '@no-gpu' }, () => {
  test.use({ quality: 'everywhere' })
  test('FunkSVD beside its own run without factors, and beside pure SVD', async ({ page }) => {
    await open(page, learn('funk-svd'))
    await expect(figure(page, 'RMSE').locator('table')).toContainText('without factors')
    await beside(page, 'SVD')
    await rank(page).focus()
    await page.keyboard.press('Home')
    const [, biases] = await readout(page, 'FunkSVD')
    await page.keyboard.press('End')
    const [, factors] = await readout(page, 'FunkSVD')
    expect(factors, 'factors come nearer to what was rated').toBeLessThan(biases!)
  })
})

test.describe('pure SVD and FunkSVD', { tag: '@no-gpu' }, () => {
  test('by keys and mouse', async ({ page }) => {
    await watchEngine(page)
    await test.step('SVD by keyboard alone', async () => {
      await open(page, learn('svd', 1))
      await tabTo(page, page.getByRole('button', { name: 'Step', exact: true }))
      await page.keyboard.press('Enter')
      await expect(timeline(page)).toHaveValue('2')
      await settled(page)
      await tabTo(page, asRated(page))
      const reading = chart(page).locator('p', { hasText: ' = ' })
      const before = await reading.innerText()
      await page.keyboard.press('ArrowDown')
      await expect(reading).not.toHaveText(before)
      await expect(reading).toContainText(/^Person \d+/)
      await page.keyboard.press('Enter')
      await expect(page).toHaveURL(/at=film\d+/)
      await page.keyboard.press('Escape')
      await expect(page).not.toHaveURL(/at=/)
      await tabTo(page, rank(page))
      await page.keyboard.press('Home')
      await expect(rank(page)).toHaveAttribute('aria-valuetext', /^0 of 12/)
      await page.keyboard.press('End')
      await expect(rank(page)).toHaveAttribute('aria-valuetext', /^12 of 12/)
    })

    await test.step('the rank rebuilds the ratings without another run', async () => {
      await paste(page, learn('svd'))
      await beside(page, 'FunkSVD')
      const asked = (await answersFor(page, 'page')).length
      const others = (await answersFor(page, 'other')).length
      await expect(rank(page)).toHaveAttribute('aria-valuetext', /^12 of 12 factors, \d+ % of all cells, squared$/)
      const whole = await readout(page, 'SVD')
      await rank(page).focus()
      await page.keyboard.press('Home')
      await expect(rank(page)).toHaveAttribute('aria-valuetext', /^0 of 12 factors, 0 %/)
      expect(await readout(page, 'SVD')).toEqual([0, expect.any(Number), 0])
      await page.keyboard.press('ArrowRight')
      const fame = await readout(page, 'SVD')
      expect(fame[1], 'one factor is farther off than twelve').toBeGreaterThan(whole[1]!)
      expect(await sumShown(page)).toMatchObject({ terms: 2 })

      const { x, y, width, height } = (await rank(page).boundingBox())!
      await page.mouse.click(x + width / 2, y + height / 2)
      await expect(rank(page)).toHaveValue('6')
      expect((await answersFor(page, 'page')).length).toBe(asked)
      expect((await answersFor(page, 'other')).length).toBe(others)
    })

    await test.step('a cell says who, what, and what adds up to it', async () => {
      await paste(page, learn('svd'))
      await beside(page, 'FunkSVD')
      await pointAt(asRated(page), 4, 10, 'hover')
      const { left, right } = await sumShown(page)
      expect(Math.abs(left - right)).toBeLessThan(0.04)
      expect((await readout(page, 'SVD'))[0]).toBeCloseTo(left, 5)
      const reading = chart(page).locator('p', { hasText: ' = ' })
      await expect(reading).toContainText(/^Person \d+, .+: (not rated|[\d.]+ ★)/)
      await pointAt(rebuilt(page, 'SVD'), 4, 10, 'click')
      await expect(page).toHaveURL(/at=film\d+/)
    })

    await test.step('missing is zero to one and nothing to the other', async () => {
      await paste(page, learn('svd'))
      await beside(page, 'FunkSVD')
      const [, , zero] = await readout(page, 'SVD')
      const [, , guess] = await readout(page, 'FunkSVD')
      expect(zero).toBeLessThan(1.5)
      expect(guess).toBeGreaterThan(2.5)
      await chart(page).getByRole('radio', { name: 'by FunkSVD' }).check({ force: true })
      await expect(rebuilt(page, 'FunkSVD')).toBeVisible()
      const { left, right } = await sumShown(page)
      expect(Math.abs(left - right)).toBeLessThan(0.04)
    })

    await test.step('settles iteration by iteration, and says how far', async () => {
      await paste(page, learn('svd', 0))
      await expect(timeline(page)).toHaveAttribute('aria-valuetext', /^iteration 0 of 8, random start/)
      const { view: start } = await lastAnswer(page, 'page')
      await press(page, 'Step')
      await settled(page)
      expect(await whereItIs(page)).toMatch(/^iteration 1 of 8, \d+ of 12 factors settled, loss/)
      const { view: once } = await lastAnswer(page, 'page')
      expect(once.loss).toBeLessThan(start.loss!)
      await press(page, 'Play')
      await settled(page)
      await expect(timeline(page)).toHaveValue('8')
      expect(await whereItIs(page)).toContain('all 12 factors settled')
      const { view: end } = await lastAnswer(page, 'page')
      expect(end.snapshot!.items).toEqual(start.snapshot!.items)
      expect(end.snapshot!.ratings).toEqual(start.snapshot!.ratings)
    })
  })
})

test.describe('by touch', { tag: '@no-gpu' }, () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } })

  test('FunkSVD: play, tap a cell, draw the rank', async ({ page }) => {
    await open(page, learn('funk-svd', 54))
    await page.getByRole('button', { name: 'Play' }).tap()
    await settled(page)
    await expect(timeline(page)).toHaveValue('60')
    await beside(page, 'SVD')
    await pointAt(rebuilt(page, 'FunkSVD'), 2, 5, 'tap')
    await expect(page).toHaveURL(/at=film\d+/)
    await expect(chart(page).locator('p', { hasText: ' = ' })).toContainText(/^Person \d+/)
    await rank(page).scrollIntoViewIfNeeded()
    const { width, height } = (await rank(page).boundingBox())!
    await rank(page).tap({ position: { x: width / 2, y: height / 2 } })
    await expect(rank(page)).toHaveValue('25')
  })
})
