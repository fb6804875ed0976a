import { algorithms } from '../../workers/algorithms/catalog.ts'
import { fastSettings } from '../../workers/testing/fast-settings.ts'
import type { Settings } from '../../workers/contract/spec.ts'
import { firstExperiment } from '../../src/state/experiment.ts'
import { linkOf } from '../../src/state/link.ts'
import type { Page } from '@playwright/test'
import { canLoseDevice, loseDevice } from '../support/lose-device.ts'
import { measureOnly } from '../support/measure-only.ts'
import {
  computeOn,
  deviceChip,
  expect,
  kernelsRun,
  numbersBehind,
  paste,
  press,
  recommended,
  test,
  timeline,
  whereItIs,
} from '../support/on-the-page.ts'
import { open, settled } from '../support/open.ts'
import { lastAnswer, lasting, watchEngine } from '../support/watch-engine.ts'

const course = { ...firstExperiment, view: 'learn', dataset: 'course@1', who: 1 } as const
const learn = (system: string, step: number | 'last', changes: Settings = {}) =>
  linkOf({ ...course, system, choices: { [system]: { preset: 'tuned', changes, step } } }, [])

/** Opens a page on which nothing is trained, chooses the GPU there, and pastes the link. */
async function openOnGpu(page: Page, link: string) {
  await open(page, linkOf({ ...course, view: 'data' }, []))
  await computeOn(page, 'GPU')
  await paste(page, link)
}

test.describe('a GPU', { tag: '@webgpu' }, () => {
  test('trains every kind of system', async ({ page }) => {
    await openOnGpu(page, learn('als', 0))
    // Networks share their kernels, and a software GPU takes long to ready them: one stands for all, NCF has a journey
    // of its own, and in Node each is held against the CPU.
    const alike = ['dcn', 'wide-deep', 'fm', 'ffm', 'ncf']
    for (const { spec } of algorithms.filter(({ spec }) => !alike.includes(spec.id))) {
      const name = spec.shortName
      // A software GPU takes a second for a batch: what learns by gradient is opened untrained.
      if (spec.byGradient) await paste(page, learn(spec.id, 0, fastSettings(spec)))
      else await page.getByRole('navigation', { name: 'Systems' }).getByRole('link', { name, exact: true }).click()
      await expect(page.getByRole('heading', { name: spec.name, level: 1 })).toBeVisible()
      await settled(page)
      // What else stands on the page has been computed by now: what comes is this system's.
      const before = await kernelsRun(page)
      if ((await timeline(page).inputValue()) !== '0') await press(page, 'Reset, same seed')
      await expect(timeline(page)).toHaveValue('0')
      await settled(page)
      await press(page, 'Step')
      await expect(timeline(page)).toHaveValue('1')
      await settled(page)
      expect(await kernelsRun(page), name).toBeGreaterThan(before)
      await expect(deviceChip(page)).toHaveText(/^GPU: /)
    }
  })

  for (const [what, then] of [
    ['device', /^The GPU went away at half-step \d+; a new GPU device went on from there\.$/],
    ['GPU', /^The GPU went away at half-step \d+; the CPU went on from there\.$/],
  ] as const)
    test(`lost in mid-training (${what}): training goes on, and the page says so`, async ({ page, browser }) => {
      await canLoseDevice(page)
      await watchEngine(page)
      await openOnGpu(page, learn('als', 0))
      await page.getByRole('combobox', { name: 'Speed, in half-steps a second' }).selectOption('5 steps a second')
      await press(page, 'Play')
      await expect.poll(async () => Number(await timeline(page).inputValue())).toBeGreaterThan(5)
      await expect(deviceChip(page)).toHaveText(/^GPU: /)
      await loseDevice(page, what)
      await expect(page.getByRole('status').filter({ hasText: then })).toBeVisible()
      await expect(page.getByRole('button', { name: 'Pause' }), 'it plays on').toBeVisible()

      await page.getByRole('combobox', { name: 'Speed, in half-steps a second' }).selectOption('As fast as it goes')
      await settled(page)
      await expect(timeline(page)).toHaveValue('30')
      await expect(deviceChip(page)).toHaveText(what === 'GPU' ? /^CPU: / : /^GPU: /)
      await expect(page.getByRole('status').filter({ hasText: then })).toBeVisible()
      const lost = await lastAnswer(page, 'page')

      const quiet = await browser.newPage()
      await measureOnly(quiet, 'here')
      await watchEngine(quiet)
      await openOnGpu(quiet, learn('als', 'last'))
      const whole = await lastAnswer(quiet, 'page')
      await quiet.close()
      if (what === 'device') expect(lasting(lost), 'as if nothing had happened').toEqual(lasting(whole))
      expect(Math.abs(lost.view.loss! / whole.view.loss! - 1)).toBeLessThan(1e-3)
      expect(lost.view.list!.map(({ item }) => item)).toEqual(whole.view.list!.map(({ item }) => item))
    })
})

test.describe('no GPU', { tag: '@no-gpu' }, () => {
  test('training finishes on the CPU, and asking for a GPU says that there is none', async ({ page }) => {
    await open(page, learn('als', 0))
    await page.getByRole('combobox', { name: 'Speed, in half-steps a second' }).selectOption('As fast as it goes')
    await press(page, 'Play')
    await settled(page)
    await expect(timeline(page)).toHaveValue('30')
    expect(await whereItIs(page)).toMatch(/^half-step 30 of 30, films solved, loss /)
    await expect(deviceChip(page)).toHaveText('CPU: no GPU found')
    const list = await recommended(page).allInnerTexts()
    const loss = await numbersBehind(page, 'Loss')

    await deviceChip(page).click()
    const panel = page.getByRole('dialog', { name: 'What computes' })
    await panel.getByRole('radio', { name: 'GPU', exact: true }).click({ force: true })
    await expect(page.getByText(/this browser offers no adapter/)).toBeVisible()
    await expect(deviceChip(page)).toHaveText('CPU: no GPU found')
    await expect(panel.getByRole('radio', { name: 'Automatic' })).toBeChecked()
    await page.keyboard.press('Escape')
    expect(await recommended(page).allInnerTexts()).toEqual(list)
    expect(await numbersBehind(page, 'Loss')).toEqual(loss)
  })
})
