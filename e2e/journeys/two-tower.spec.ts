import type { Locator, Page } from '@playwright/test'
import { firstExperiment, type WhoShown } from '../../src/state/experiment.ts'
import { linkOf } from '../../src/state/link.ts'
import type { Settings } from '../../workers/contract/spec.ts'
import {
  address,
  expect,
  goToStep,
  paste,
  press,
  recommended,
  test,
  timeline,
  whereItIs,
} from '../support/on-the-page.ts'
import { open, settled } from '../support/open.ts'

const rated = [231, 121, 201, 61, 311].map((item, place) => ({ item, rating: [5, 4, 5, 5, 2][place]! }))

/** Narrow towers and few epochs: the journeys are of the page, not of how well it learns. */
const learn = (who: WhoShown, step: number | 'last' = 'last', changes: Settings = {}) => {
  const settings = { epochs: 1, hidden: 32, embedding: 16, batchSize: 512, learningRate: 0.01, ...changes }
  const choices = { 'two-tower': { preset: 'tuned' as const, changes: settings, step } }
  return linkOf({ ...firstExperiment, view: 'learn', system: 'two-tower', who, choices }, who === 'you' ? rated : [])
}

const stage = (page: Page): Locator => page.getByRole('region', { name: 'What it sees' })
const said = async (page: Page) => {
  const words = await stage(page)
    .getByText(/^What is taken for right gets/)
    .innerText()
  const [, share, first, loss] = /gets (\S+) % .* for (\d+) of .*: (\S+)\./.exec(words)!.map(Number)
  return { share: share!, first: first!, loss: loss! }
}

test.describe('two towers, by mouse and keys', { tag: '@no-gpu' }, () => {
  test('what it sees', async ({ page }) => {
    await test.step('a cell is read by pointer and keys, and its film is kept', async () => {
      await open(page, learn(3))
      const matrix = stage(page).getByRole('listbox')
      await matrix.focus()
      await page.keyboard.press('Home')
      await page.keyboard.press('ArrowRight')
      await expect(matrix.getByRole('option')).toHaveText(/^Person \d+, .+: \d/)
      await expect(stage(page).getByText(/What they watched is .+: \d/)).toBeVisible()
      await page.keyboard.press('ArrowLeft')
      await expect(stage(page).getByText(/This is what they watched\./)).toBeVisible()
      await page.keyboard.press('Enter')
      await expect(page).toHaveURL(/at=film\d+/)
      await page.keyboard.press('Escape')
      await expect(page).not.toHaveURL(/at=film\d+/)
    })

    await test.step('the picture of a batch sharpens as it learns, and is the same where one scrubs back to', async () => {
      await paste(page, learn(3))
      const [trained, list] = [await said(page), await recommended(page).allInnerTexts()]
      await goToStep(page, 0)
      const untrained = await said(page)
      expect(trained.loss).toBeLessThan(untrained.loss)
      expect(trained.share).toBeGreaterThan(untrained.share)
      await press(page, 'Step')
      await expect(timeline(page)).toHaveValue('1')
      await settled(page)
      expect(await whereItIs(page)).toContain('epoch 1 of 1')
      expect((await said(page)).loss).not.toBe(untrained.loss)
      await goToStep(page, Number(await timeline(page).getAttribute('max')))
      expect(await said(page)).toEqual(trained)
      expect(await recommended(page).allInnerTexts()).toEqual(list)
    })

    await test.step('with T below zero the right films come last, and labels of the data are right for nobody', async () => {
      await paste(page, learn(3))
      const right = await said(page)
      await press(page, 'Slip: T below zero')
      const turned = await said(page)
      expect(turned.loss).toBeGreaterThan(right.loss)
      expect(turned.share).toBeLessThan(right.share)
      await press(page, 'Slip: labels from the data')
      expect((await said(page)).loss).toBeGreaterThan(right.loss)
      await press(page, 'As trained')
      expect(await said(page)).toEqual(right)
    })

    await test.step('you go through the same tower, and so does whoever opens your link', async () => {
      await paste(page, learn('you'))
      const films = () => recommended(page).locator('> button > span:nth-child(2)').allInnerTexts()
      const yours = await films()
      expect(yours).toHaveLength(5)
      await expect(page.getByText('the film, to anybody').first()).toBeVisible()
      const link = await address(page, /two-tower/)
      await open(page, learn(3))
      expect(await films()).not.toEqual(yours)
      await page.goto('about:blank')
      await open(page, link)
      expect(await films()).toEqual(yours)
    })
  })
})
