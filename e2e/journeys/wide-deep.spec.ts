import type { Page } from '@playwright/test'
import { fastSettings } from '../../workers/testing/fast-settings.ts'
import { wideDeepSpec } from '../../workers/algorithms/wide-deep/spec.ts'
import { firstExperiment, type Experiment } from '../../src/state/experiment.ts'
import { linkOf } from '../../src/state/link.ts'
import {
  address,
  expect,
  figure,
  goToStep,
  numbersBehind,
  paste,
  press,
  test,
  timeline,
  whereItIs,
} from '../support/on-the-page.ts'
import { open, settled } from '../support/open.ts'

/** Small, and one epoch: the journey is of the page, not of how well it learns. */
const brief = { ...fastSettings(wideDeepSpec), epochs: 1, embedding: 4, batchSize: 4096 }
const learn = (changes: Partial<Experiment> = {}, step: number | 'last' = 'last', settings = {}) =>
  linkOf(
    {
      ...firstExperiment,
      view: 'learn',
      system: 'wide-deep',
      who: 3,
      choices: { 'wide-deep': { preset: 'tuned', changes: { ...brief, ...settings }, step } },
      ...changes,
    },
    [],
  )

const title = 'Memory or generalisation, for Person 4'
const company = (page: Page) => page.getByRole('combobox', { name: 'company' })
const number = (words: string) => Number(words.replace('−', '-'))

test.describe('Wide & Deep, by mouse and keys', { tag: '@no-gpu' }, () => {
  test('what it sees', async ({ page }) => {
    await test.step('both halves of each film of the list, at whichever step', async () => {
      await open(page, learn())
      const bars = await numbersBehind(page, title)
      expect(bars).toHaveLength(10)
      for (const bar of bars) {
        const [wide, deep, together] = bar.split('\t').slice(-3).map(number)
        expect(Math.abs(wide! + deep! - together!)).toBeLessThan(0.02)
      }
      const last = Number(await timeline(page).inputValue())
      await goToStep(page, 2)
      expect(await whereItIs(page)).toMatch(new RegExp(`^batch 2 of ${last}, epoch 1 of 1, loss `))
      const early = await numbersBehind(page, title)
      expect(early).not.toEqual(bars)
      await press(page, 'Step')
      await settled(page)
      await press(page, 'Step back')
      await settled(page)
      expect(await numbersBehind(page, title)).toEqual(early)
      await page.keyboard.press('End')
      await goToStep(page, last)
      expect(await numbersBehind(page, title)).toEqual(bars)
    })

    await test.step('another moment moves the films, and stands in the link', async () => {
      await paste(page, learn({}, 'last', { epochs: 3, learningRate: 0.01 }))
      const inAnyMoment = await numbersBehind(page, title)
      await company(page).selectOption('family')
      const link = await address(page, /now=company:family/)
      await settled(page)
      const withFamily = await numbersBehind(page, title)
      expect(withFamily).not.toEqual(inAnyMoment)
      await paste(page, learn({}, 2))
      await paste(page, link)
      expect(await numbersBehind(page, title)).toEqual(withFamily)
    })

    await test.step('a run that takes long can be stopped, and goes on from there', async () => {
      await paste(page, learn({}, 0, { epochs: 100 }))
      await press(page, 'Play')
      await expect.poll(async () => Number(await timeline(page).inputValue())).toBeGreaterThan(1)
      await press(page, 'Pause')
      await settled(page)
      const paused = Number(await timeline(page).inputValue())
      await expect(figure(page, title)).toBeVisible()
      await press(page, 'Step')
      await settled(page)
      await expect(timeline(page)).toHaveValue(String(paused + 1))
    })
  })
})
