import type { Locator, Page } from '@playwright/test'
import { ffmSpec } from '../../workers/algorithms/ffm/spec.ts'
import { fmSpec } from '../../workers/algorithms/fm/spec.ts'
import { fastSettings } from '../../workers/testing/fast-settings.ts'
import { firstExperiment } from '../../src/state/experiment.ts'
import { linkOf } from '../../src/state/link.ts'
import { expect, goToStep, paste, recommended, test, whereItIs } from '../support/on-the-page.ts'
import { open, settled } from '../support/open.ts'

/** Small, and two epochs: the journeys are of the page, not of how well it learns. */
const learn = (system: 'fm' | 'ffm', changes: Readonly<Record<string, string>> = {}) =>
  linkOf(
    {
      ...firstExperiment,
      view: 'learn',
      system,
      who: 3,
      choices: {
        [system]: {
          preset: 'tuned',
          changes: { ...fastSettings(system === 'fm' ? fmSpec : ffmSpec), ...changes },
          step: 'last',
        },
      },
    },
    [],
  )

const stage = (page: Page): Locator => page.getByRole('region', { name: 'What it sees' })
const company = (page: Page): Locator => page.getByRole('combobox', { name: 'company' })
const grid = (page: Page): Locator => stage(page).getByRole('grid')
const title = (page: Page) => stage(page).locator('figcaption b').innerText()
/** The table behind the picture: a line a pair of fields, its amounts last. */
const behind = async (page: Page) => {
  await stage(page)
    .locator('details')
    .evaluate((details: HTMLDetailsElement) => (details.open = true))
  return await stage(page).locator('details tbody tr').allInnerTexts()
}
const number = (words: string) => Number(words.replace('−', '-'))

test.describe('fields, by mouse and keys', { tag: '@no-gpu' }, () => {
  test('what FM sees', async ({ page }) => {
    await test.step('a cell is read wherever one walks, and the picture is another at another step', async () => {
      await open(page, learn('fm'))
      const before = await grid(page).getAttribute('aria-label')
      await grid(page).locator('[tabindex="0"]').focus()
      await page.keyboard.press('ArrowUp')
      await page.keyboard.press('ArrowRight')
      const cell = grid(page).locator(':focus')
      await expect(cell).toContainText('device: any × film: not named, so nothing of its own')
      await expect(stage(page).locator('p', { hasText: /^device: any × film: not named/ })).toBeVisible()
      await goToStep(page, 3)
      expect(await whereItIs(page)).toContain('epoch 1 of 2')
      expect(await grid(page).getAttribute('aria-label')).not.toBe(before)
    })

    await test.step('the cells of the film and what is in every score add up to it, for whichever film is chosen', async () => {
      await paste(page, learn('fm'))
      const first = await title(page)
      await expect(recommended(page).first()).toContainText(first.replace(/ for Person 4$/, ''))
      await expectSum(page)

      await recommended(page).nth(3).click()
      await settled(page)
      const fourth = await title(page)
      expect(fourth).not.toBe(first)
      await expectSum(page)
    })

    await test.step('another moment is asked about at once, and stands in the link', async () => {
      await paste(page, learn('fm'))
      const films = () => recommended(page).locator('> button > span:nth-child(2)').allInnerTexts()
      const inAnyMoment = await films()
      const trained = await whereItIs(page)
      expect(trained).toContain('epoch 2 of 2')
      await company(page).selectOption('family')
      await expect(page).toHaveURL(/now=company:family/)
      await settled(page)
      expect(await films()).not.toEqual(inAnyMoment)
      expect(await whereItIs(page)).toContain(trained)
      await expect(grid(page)).toContainText('family')
      await expect(
        recommended(page)
          .getByText(/^(new|[↑↓] \d+)$/)
          .first(),
      ).toBeVisible()
      await expectSum(page)

      const withFamily = await films()
      await page.reload()
      await settled(page)
      await expect(company(page)).toHaveValue('family')
      expect(await films()).toEqual(withFamily)
      await company(page).selectOption('any')
      await settled(page)
      expect(await films()).toEqual(inAnyMoment)
    })

    await test.step('without circumstances only person, film and genre are left', async () => {
      await paste(page, learn('fm', { context: 'none' }))
      await expect(grid(page).getByRole('rowheader')).toHaveText([/person/, /film/, /genre/])
      await expect(page.getByText(/^The settings leave circumstances out/)).toBeVisible()
      await expect(company(page)).toHaveCount(0)
      await expectSum(page)
    })
  })

  test('field-aware stands below the diagonal, and plain above it', async ({ page }) => {
    await open(page, learn('ffm'))
    const rows = await behind(page)
    expect(rows).toHaveLength(6)
    const [own, plain] = rows
      .find((row) => row.startsWith('film × person'))!
      .split(/\s/)
      .slice(-2)
    expect(own).not.toBe(plain)
    await grid(page).locator('[data-cell="1 0"]').hover()
    await expect(stage(page).locator('p', { hasText: /^film × person: \S+ in FFM, \S+ in FM$/ })).toBeVisible()
    const above = await grid(page).locator('[data-cell="0 1"] [aria-hidden]').innerText()
    expect(Math.abs(number(above) - number(plain!))).toBeLessThanOrEqual(0.0505)
  })
})

/** To the digits shown. */
async function expectSum(page: Page) {
  const ofFilm = (await behind(page)).filter((row) => /film|genre/.test(row))
  const amounts = ofFilm.map((row) => number(row.split(/\s/).at(-1)!))
  const words = await stage(page)
    .getByText(/^All cells and the bias/)
    .innerText()
  const [score, always] = [...words.matchAll(/[+−]?\d+\.\d+/g)].map(([digits]) => number(digits))
  const sum = amounts.reduce((total, amount) => total + amount, always!)
  expect(Math.abs(sum - score!)).toBeLessThan(0.0005 * amounts.length + 0.01)
  const why = page.getByRole('table', { name: /^Why .+: what adds up to its score$/ })
  const inEvery = why.getByRole('row').filter({ hasText: 'in every score' }).getByRole('cell')
  expect(number(await inEvery.innerText())).toBe(always)
  expect(number(await why.getByRole('cell').last().innerText())).toBe(score)
}
