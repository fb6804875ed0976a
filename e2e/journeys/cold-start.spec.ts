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
  press,
  recommended,
  test,
  timeline,
} from '../support/on-the-page.ts'
import { open, settled } from '../support/open.ts'
import { tabTo } from '../support/tab-to.ts'
import { lastAnswer, watchEngine } from '../support/watch-engine.ts'

/** Eight ratings, newest first: most of them liked. */
const rated = [230, 120, 200, 60, 310, 12, 40, 88].map((item, place) => ({
  item,
  rating: [5, 4, 1, 5, 2, 5, 4, 5][place]!,
}))
const link = (step: number | 'last') =>
  linkOf(
    {
      ...firstExperiment,
      view: 'learn',
      system: 'cold-start',
      choices: { 'cold-start': { preset: 'tuned', changes: {}, step } },
    },
    rated,
  )

const rule = (page: Page): Locator => page.getByRole('slider', { name: 'Hand-over', exact: true })
const curve = 'Quality against what is known'
const whoAnswers = (page: Page) => page.getByRole('heading', { name: / answers$/ })

test.describe('cold start by questions', { tag: '@no-gpu' }, () => {
  test('asked one by one', async ({ page }) => {
    await watchEngine(page)
    await test.step('the most telling films are asked about first, and both ways are measured', async () => {
      await open(page, 'v1.learn/cold-start?asked=gain&step=8&who=3')
      const rows = await numbersBehind(page, 'Quality against questions asked')
      expect(rows).toHaveLength(9)
      const newFilms = await numbersBehind(page, 'Films that nobody has rated yet')
      expect(newFilms[0]).toMatch(/^Item-based\s+0\.500/)
      expect(newFilms[1]).toMatch(/^Features\s+0\.[67]/)
      await page.getByRole('combobox', { name: 'What comes to be known' }).selectOption('answers: most watched first')
      await settled(page)
      await address(page, /asked=popular/)
      await expect(page.getByRole('region', { name: /8 questions to Person 4/ })).toBeVisible()
    })

    await test.step('each question is one step, and you can answer it', async () => {
      await paste(page, 'v1.learn/cold-start?asked=gain&step=0&who=you')
      const questions = page.getByRole('region', { name: /questions? to / })
      await expect(questions).toContainText('0 questions to Person 97, 0 answered with a rating')
      const [first] = (await lastAnswer(page, 'page')).view.snapshot!.askedItems as Uint32Array
      const asked = questions.getByText(/^Have you seen/)
      const before = await asked.innerText()
      await questions.getByRole('button', { name: 'Not seen' }).click()
      await expect(asked).not.toHaveText(before)
      await questions.getByRole('radio', { name: '5 stars' }).click({ force: true })
      await settled(page)
      await press(page, 'Step')
      await settled(page)
      await expect(questions).toContainText('1 question to you, 0 answered with a rating')
      const { request, view } = await lastAnswer(page, 'page')
      expect(request.run.settings.asked).toBe('gain')
      expect((view.snapshot!.askedItems as Uint32Array)[0], 'the first question depends on no answer').toBe(first)
      await goToStep(page, 20)
      await expect(questions).toContainText(/20 questions to you, [1-9]\d* answered with a rating/)
    })
  })
})

test.describe('cold start', { tag: '@no-gpu' }, () => {
  test('by keys and mouse', async ({ page }) => {
    await watchEngine(page)
    await test.step('move the rule, read the curve', async () => {
      await open(page, link(4))
      const reading = page.getByRole('listbox', { name: new RegExp(`^${curve}`) })
      await tabTo(page, reading)
      await page.keyboard.press('End')
      await expect(reading.getByRole('option')).toHaveText(
        /at 20 ratings known, ALS 0\.\d\d \(.+\), Popularity 0\.\d\d/,
      )
      await page.keyboard.press('Home')
      await expect(reading.getByRole('option')).toHaveText(/at 0 ratings known, ALS cannot answer, Popularity/)

      await tabTo(page, rule(page))
      await page.keyboard.press('ArrowRight')
      await page.keyboard.press('ArrowRight')
      await expect(rule(page)).toHaveAttribute('aria-valuetext', 'ALS from 5 ratings on')
      await address(page, /threshold=5/)
      await settled(page)
      await expect(whoAnswers(page)).toHaveText('Popularity answers')
      await expect(rule(page)).toBeFocused()
      await page.keyboard.press('Home')
      await expect(rule(page)).toHaveAttribute('aria-valuetext', 'ALS for everybody')
      await address(page, /threshold=0/)
    })

    await test.step('the list is handed over as the playhead passes the threshold', async () => {
      await paste(page, link(2))
      await expect(whoAnswers(page)).toHaveText('Popularity answers')
      await expect(recommended(page).first()).toContainText(/\d+ viewers/)
      await expect(page.getByText('The link’s ratings as they came in: 2 of 8 known')).toBeVisible()
      const popular = (await lastAnswer(page, 'page')).view.list!

      await press(page, 'Step')
      await settled(page)
      await expect(whoAnswers(page)).toHaveText('ALS answers')
      await expect(recommended(page).first()).toContainText(/for /)
      expect((await lastAnswer(page, 'page')).view.list).not.toEqual(popular)
      await press(page, 'Step back')
      await settled(page)
      expect((await lastAnswer(page, 'page')).view.list).toEqual(popular)

      await goToStep(page, 21)
      await expect(timeline(page)).toHaveAttribute('aria-valuetext', /everything known/)
      await expect(page.getByText('ratings as they came in: 8 of 8 known')).toBeVisible()
    })

    await test.step('dragging the rule changes the threshold, and says what that costs', async () => {
      await paste(page, link(4))
      const chart = figure(page, curve)
      await expect(chart).toContainText('From 2 ratings on ALS is better than Popularity: there by 0.0')
      await expect(chart).toContainText('A threshold of 3 waits too long: it gives away 0.0')
      const before = (await lastAnswer(page, 'page')).view

      const { x, y, width } = (await rule(page).boundingBox())!
      const at = (ratings: number) => x + 8 + ((width - 16) * ratings) / 20
      await page.mouse.move(at(3), y + 13)
      await page.mouse.down()
      await page.mouse.move(at(8), y + 13, { steps: 4 })
      await page.mouse.move(at(12), y + 13, { steps: 4 })
      // The rule and its words follow the hand; nothing is asked of the engine before it lets go.
      await expect(chart).toContainText('A threshold of 12 waits too long')
      expect((await lastAnswer(page, 'page')).request.run.settings.threshold).toBe(3)
      await page.mouse.up()
      await settled(page)
      await expect(rule(page)).toHaveAttribute('aria-valuetext', 'ALS from 12 ratings on')
      await address(page, /threshold=12/)
      await expect(whoAnswers(page)).toHaveText('Popularity answers')
      const after = (await lastAnswer(page, 'page')).view
      for (const name of ['lengths', 'main', 'fallback', 'gain'])
        expect(after.snapshot![name], `${name} is the same, whatever the threshold`).toEqual(before.snapshot![name])
      await expect(page.getByRole('region', { name: 'Settings' })).toContainText('Threshold 3 → 12')
    })

    await test.step('the curve is of the systems chosen, and stands in a table', async () => {
      await paste(page, link('last'))
      const als = await numbersBehind(page, curve)
      expect(als).toHaveLength(9)
      expect(als[0], 'nobody can be told from nothing').toMatch(/^0\s+–\s+0\.\d\d/)
      await page.getByRole('combobox', { name: 'Main system' }).selectOption('Item-based')
      await settled(page)
      await expect(whoAnswers(page)).toHaveText('Item-based answers')
      expect(await numbersBehind(page, curve)).not.toEqual(als)
      await address(page, /main=item-cf/)
    })

    await test.step('a person of the data is known by their own first ratings', async () => {
      await paste(page, 'v1.learn/cold-start?step=4&who=3')
      await expect(page.getByText('Person 4’s ratings as they came in: 4 of 15 known')).toBeVisible()
      await expect(whoAnswers(page)).toHaveText('ALS answers')
    })
  })
})

test.describe('cold start by touch', { tag: '@no-gpu' }, () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } })

  test('tap the rule to where it should be', async ({ page }) => {
    await open(page, link(4))
    await rule(page).scrollIntoViewIfNeeded()
    const { width, height } = (await rule(page).boundingBox())!
    expect(height).toBeGreaterThanOrEqual(44)
    await rule(page).tap({ position: { x: 11 + ((width - 22) * 10) / 20, y: height / 2 } })
    await expect(rule(page)).toHaveAttribute('aria-valuetext', 'ALS from 10 ratings on')
    await address(page, /threshold=10/)
    await settled(page)
    await expect(whoAnswers(page)).toHaveText('Popularity answers')
  })
})
