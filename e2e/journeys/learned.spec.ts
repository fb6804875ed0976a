import type { Page } from '@playwright/test'
import { fewSteps } from '../../workers/testing/fast-settings.ts'
import type { Settings } from '../../workers/contract/spec.ts'
import { firstExperiment, specs } from '../../src/state/experiment.ts'
import { linkOf } from '../../src/state/link.ts'
import { measureOnly } from '../support/measure-only.ts'
import { expect, paste, press, recommended, test, timeline } from '../support/on-the-page.ts'
import { open, settled } from '../support/open.ts'
import { lastAnswer, lasting, watchEngine } from '../support/watch-engine.ts'
import { linkOpensAsLeft, reasonsAddUp } from '../support/why-and-link.ts'

const rated = [230, 120, 200, 60, 310].map((item, place) => ({ item, rating: [5, 4, 1, 5, 2][place]! }))
const learn = (system: string, step: number | 'last', changes: Settings = {}) =>
  linkOf(
    { ...firstExperiment, view: 'learn', system, choices: { [system]: { preset: 'tuned', changes, step } } },
    rated,
  )

const list = (page: Page) => page.getByRole('region', { name: 'What it recommends' })
const steps = async (page: Page) => Number(await timeline(page).getAttribute('max'))
/** The list is the one of the start values, and says so to the eye and to the ear. */
const expectUntrained = async (page: Page, untrained: boolean) => {
  await expect(list(page).getByRole('heading')).toHaveText(`What it recommends${untrained ? 'untrained' : ''}`)
  await expect(list(page).getByRole('list', { name: 'Untrained' })).toHaveCount(untrained ? 1 : 0)
}

test.describe('what learns by gradient', { tag: '@no-gpu' }, () => {
  for (const spec of specs.filter(({ byGradient }) => byGradient)) {
    test(`${spec.name}: trains, steps, is scrubbed, says why, is shared, answers somebody else, and is cancelled`, async ({
      page,
    }) => {
      const fetched: string[] = []
      page.on('request', (request) => /tfjs|tensors/.test(request.url()) && fetched.push(request.url()))
      await watchEngine(page)
      await measureOnly(page, false)
      await open(page, learn(spec.id, 0, fewSteps(spec)))
      await expectUntrained(page, true)
      await press(page, 'Play')
      await settled(page)
      const last = await steps(page)
      await expect(timeline(page)).toHaveValue(String(last))
      await expectUntrained(page, false)
      const trained = lasting(await lastAnswer(page, 'page'))

      await test.step('back and on', async () => {
        await press(page, 'Step back')
        await expect(timeline(page)).toHaveValue(String(last - 1))
        await settled(page)
        await press(page, 'Step')
        await expect(timeline(page)).toHaveValue(String(last))
        await settled(page)
        expect(lasting(await lastAnswer(page, 'page'))).toEqual(trained)
      })

      await test.step('to the start and to the end', async () => {
        await timeline(page).focus()
        await page.keyboard.press('Home')
        await settled(page)
        await expectUntrained(page, true)
        await page.keyboard.press('End')
        await settled(page)
        await expectUntrained(page, false)
        expect(lasting(await lastAnswer(page, 'page'))).toEqual(trained)
      })

      if (spec.inContext)
        await test.step('another moment', async () => {
          const { list: inAnyMoment } = (await lastAnswer(page, 'page')).view
          await list(page).getByRole('combobox', { name: 'company' }).selectOption('family')
          await expect(page).toHaveURL(/now=company:family/)
          await settled(page)
          const { list: inAMoment } = (await lastAnswer(page, 'page')).view
          expect(inAMoment).not.toEqual(inAnyMoment)
        })

      await test.step('why a film', () => reasonsAddUp(page, spec.id))
      await test.step('its link', async () => {
        await linkOpensAsLeft(page)
        await expectUntrained(page, false)
        await timeline(page).focus()
        await page.keyboard.press('End')
        await settled(page)
      })

      await test.step('you, with one rating', async () => {
        const theirs = await recommended(page).allInnerTexts()
        await list(page).getByRole('combobox', { name: 'Whose recommendations' }).selectOption('you')
        await settled(page)
        await expect(list(page)).toContainText('You have rated nothing yet: this is Person 97, an example.')
        await press(page, 'Rate a film')
        await list(page).getByRole('radio', { name: '5 stars' }).first().click({ force: true })
        await expect(list(page)).not.toContainText('an example')
        await settled(page)
        expect(await recommended(page).allInnerTexts()).not.toEqual(theirs)
      })

      // A hybrid learns so fast that nobody could.
      if (spec.id !== 'learned-hybrid')
        await test.step('is cancelled, and the last picture stays', async () => {
          await paste(page, learn(spec.id, 0, { ...fewSteps(spec), epochs: spec.baseline ? 10 : 50 }))
          await expect(recommended(page)).toHaveCount(5)
          const films = await recommended(page).allInnerTexts()
          await timeline(page).focus()
          await page.keyboard.press('End')
          await press(page, 'Cancel')
          await expect(page.getByRole('status').filter({ hasText: 'Stopped. The last picture stays.' })).toBeAttached()
          await expect(timeline(page)).toHaveValue('0')
          expect(await recommended(page).allInnerTexts()).toEqual(films)
          await expectUntrained(page, true)
        })

      expect(fetched.length > 0, 'tfjs is fetched where it is needed').toBe(spec.tensors === true)
    })
  }
})
