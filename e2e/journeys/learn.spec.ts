import type { Page } from '@playwright/test'
import { fastSettings } from '../../workers/testing/fast-settings.ts'
import type { Settings } from '../../workers/contract/spec.ts'
import { firstExperiment, specs } from '../../src/state/experiment.ts'
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
  whereItIs,
} from '../support/on-the-page.ts'
import { open, settled } from '../support/open.ts'
import { linkOpensAsLeft, reasonsAddUp } from '../support/why-and-link.ts'
import { answersFor, lastAnswer, lasting, watchEngine } from '../support/watch-engine.ts'

/** Five films on both sides of the scale. */
const rated = [230, 120, 200, 60, 310].map((item, place) => ({ item, rating: [5, 4, 1, 5, 2][place]! }))
const learn = (system: string, step: number | 'last' = 'last', changes: Settings = {}) =>
  linkOf(
    { ...firstExperiment, view: 'learn', system, choices: { [system]: { preset: 'tuned', changes, step } } },
    rated,
  )
/** What judges the lists of others has none of its own to explain; what learns by gradient has a journey of its own. */
const recommending = specs.filter(({ judges, byGradient }) => !judges && !byGradient)
const step = async (page: Page) => Number(await timeline(page).inputValue())

test.describe('learning', { tag: '@auto' }, () => {
  test.describe('with its curve', () => {
    test.use({ quality: 'everywhere' })
    test('is played, paused, stepped and scrubbed', async ({ page }) => {
      await watchEngine(page)
      await test.step('plays, pauses, steps on and back', async () => {
        await open(page, learn('als', 0))
        await expect(timeline(page)).toHaveAttribute('aria-valuetext', /^half-step 0 of 30/)
        const { view: untrained } = await lastAnswer(page, 'page')

        await press(page, 'Play')
        await expect.poll(() => step(page)).toBeGreaterThan(2)
        await press(page, 'Pause')
        await settled(page)
        const paused = await step(page)
        expect(paused).toBeLessThan(30)
        const before = await lastAnswer(page, 'page')
        expect(before.view.step).toBe(paused)
        expect(before.view.loss).toBeLessThan(untrained.loss!)

        await press(page, 'Step')
        await settled(page)
        const solved = (at: number) => `half-step ${at} of 30, ${at % 2 === 1 ? 'people' : 'films'} solved, loss `
        expect(await whereItIs(page)).toContain(solved(paused + 1))
        await press(page, 'Step back')
        await settled(page)
        expect(await whereItIs(page)).toContain(solved(paused))
        expect(lasting(await lastAnswer(page, 'page'))).toEqual(lasting(before))
      })

      await test.step('plays as fast as it goes, to the end', async () => {
        await paste(page, learn('als', 0))
        await page.getByRole('combobox', { name: 'Speed, in half-steps a second' }).selectOption('As fast as it goes')
        await press(page, 'Play')
        await settled(page)
        await expect(timeline(page)).toHaveValue('30')
        await expect(page.getByRole('status').filter({ hasText: 'Finished: 30 half-steps.' })).toBeAttached()
      })

      await test.step('goes where the timeline is moved', async () => {
        await paste(page, learn('als'))
        await timeline(page).focus()
        await page.keyboard.press('Home')
        await expect(timeline(page)).toHaveAttribute('aria-valuetext', /^half-step 0 of 30/)
        await goToStep(page, 3)
        expect(await whereItIs(page)).toMatch(/^half-step 3 of 30, people solved, loss [\d,]+$/)
        await page.keyboard.press('End')
        await expect(timeline(page)).toHaveAttribute('aria-valuetext', /^half-step 30 of 30, films solved/)

        const { x, y, width, height } = (await timeline(page).boundingBox())!
        await page.mouse.move(x + width - 8, y + height / 2)
        await page.mouse.down()
        await page.mouse.move(x + 0.75 * width, y + height / 2, { steps: 4 })
        await page.mouse.move(x + 0.5 * width, y + height / 2, { steps: 4 })
        await page.mouse.up()
        await expect(timeline(page)).toHaveValue('15')
        await settled(page)
        expect((await lastAnswer(page, 'page')).view.step).toBe(15)
        expect(await whereItIs(page)).toMatch(/^half-step 15 of 30, people solved, loss [\d,]+$/)
      })
    })

    test('begins anew', async ({ page }) => {
      await watchEngine(page)
      await test.step('reset keeps the seed, a new seed is another run', async () => {
        await open(page, learn('als', 4))
        const transport = page.getByRole('region', { name: 'Transport' })
        await expect(transport).toContainText('Seed 42')
        const before = await lastAnswer(page, 'page')
        await press(page, 'Reset, same seed')
        await settled(page)
        await expect(timeline(page)).toHaveValue('0')
        await expect(transport).toContainText('Seed 42')
        await goToStep(page, 4)
        expect(lasting(await lastAnswer(page, 'page'))).toEqual(lasting(before))

        await press(page, 'New seed')
        await expect(transport).not.toContainText('Seed 42')
        await settled(page)
        const after = await lastAnswer(page, 'page')
        expect(after.request.run.seed).not.toBe(42)
        expect(after.view.step).toBe(4)
        expect(after.view.loss).not.toBe(before.view.loss)
        await expect(figure(page, 'Loss').locator('table')).toContainText('seed 42')
        expect(await address(page, /seed=/)).toContain(`seed=${after.request.run.seed}`)
      })

      await test.step('a changed setting starts anew, beside the run before', async () => {
        await paste(page, learn('als', 10))
        const losses = async () => (await numbersBehind(page, 'Loss'))[0]!
        const untouched = await losses()
        const alpha = page.getByRole('slider', { name: /^Confidence/ })
        await expect(alpha).toHaveAttribute('aria-valuetext', /^2/)
        await alpha.focus()
        for (let k = 0; k < 3; k++) await page.keyboard.press('PageUp')
        const settings = page.getByRole('region', { name: 'Settings' })
        await expect(settings).toContainText('Change against the run before')
        await settled(page)

        await expect(settings).toContainText(
          /Confidence 2 → [\d.]+: (the same 10 films|\d+ of 10 films changed), NDCG@10 0\.\d{3} → 0\.\d{3}/,
        )
        const { request, view } = await lastAnswer(page, 'page')
        expect(view.step).toBe(10)
        const steps = (await answersFor(page, 'page'))
          .filter((one) => one.request.run.settings.alpha === request.run.settings.alpha)
          .map((one) => one.view.step)
        expect(steps[0], 'the new run begins at the beginning').toBe(0)
        expect(steps).toEqual(steps.toSorted((a, b) => a - b))
        await expect(settings.getByRole('radio', { name: 'Yours' })).toBeChecked()

        await expect(figure(page, 'Loss').locator('table')).toContainText('α 2')
        expect(await losses()).not.toBe(untouched)
        const moves = recommended(page).getByText(/^(up|down) \d+$|^new in the list$/)
        await expect(moves.first()).toBeAttached()

        await test.step('a preset is a change as well', async () => {
          await settings.getByRole('radio', { name: 'Course' }).check({ force: true })
          await expect(alpha).toHaveAttribute('aria-valuetext', /^40/)
          await settled(page)
          await expect(settings).toContainText(/\d settings: .+ NDCG@10/)
          await expect(figure(page, 'Loss').locator('table')).toContainText('settings before')
          expect(await address(page, /preset=course/)).toMatch(/step=10/)
        })
      })
    })
  })
})

test.describe('every system that computes at once or in steps', { tag: '@no-gpu' }, () => {
  test('says why a film, in parts that add up, and its link opens as it was left', async ({ page }) => {
    await watchEngine(page)
    await open(page, '')
    for (const spec of recommending)
      await test.step(spec.name, async () => {
        await paste(page, learn(spec.id, 'last', fastSettings(spec)))
        await reasonsAddUp(page, spec.id)
        if (!spec.atOnce) await linkOpensAsLeft(page)
      })
  })
})

test('the files that run are read one after another', { tag: '@no-gpu' }, async ({ page }) => {
  await open(page, learn('als'))
  const files = page.getByRole('group', { name: 'Files' })
  const names = await files.getByRole('button').allInnerTexts()
  expect(names).toEqual(['als.ts', 'half-step.ts', 'half-step.wgsl'])
  const says = { 'als.ts': 'train(', 'half-step.ts': 'export ', 'half-step.wgsl': '@compute' }
  for (const [name, words] of Object.entries(says)) {
    await files.getByRole('button', { name, exact: true }).click()
    await expect(page.getByText(`workers/algorithms/als/${name}`, { exact: true })).toBeVisible()
    await expect(page.getByLabel(`workers/algorithms/als/${name}`)).toContainText(words)
  }
})
