import type { Locator, Page } from '@playwright/test'
import { fastSettings } from '../../workers/testing/fast-settings.ts'
import { ncfSpec } from '../../workers/algorithms/ncf/spec.ts'
import { firstExperiment } from '../../src/state/experiment.ts'
import { linkOf } from '../../src/state/link.ts'
import { measureOnly } from '../support/measure-only.ts'
import { address, expect, figure, goToStep, recommended, test, whereItIs } from '../support/on-the-page.ts'
import { open, settled } from '../support/open.ts'
import { lastAnswer, lasting, watchEngine } from '../support/watch-engine.ts'

/** Small, and in a few steps: the journey is of the page, not of how well it learns. */
const link = linkOf(
  {
    ...firstExperiment,
    view: 'learn',
    system: 'ncf',
    who: 3,
    choices: {
      ncf: {
        preset: 'tuned',
        changes: { ...fastSettings(ncfSpec), epochs: 1, batchSize: 8192, layers: '32-16' },
        step: 'last',
      },
    },
  },
  [],
)

const stage = (page: Page): Locator => page.getByRole('region', { name: 'What it sees' })
const title = (page: Page) => stage(page).locator('figcaption b').innerText()
const column = (page: Page, name: string): Locator => stage(page).getByRole('slider', { name, exact: true })
const number = (words: string) => Number(words.replace('−', '-'))
/** What reaches the output, as it stands below the network: each part, and last the score. */
const sums = async (page: Page) =>
  Object.fromEntries(
    (
      await stage(page)
        .locator('p > span', { has: page.locator('b') })
        .allInnerTexts()
    ).map((words) => {
      const [, name, amount] = /^(.+) ([+−]?\d+\.\d+)$/.exec(words)!
      return [name!, number(amount!)]
    }),
  )

/** The parts add up to the score under the network and in the reasons for the film, and are the same in both. */
async function expectSums(page: Page, parts: readonly string[]) {
  const { score, ...below } = await sums(page)
  expect(Object.keys(below)).toEqual([...parts, 'in every score'])
  const total = Object.values(below).reduce((sum, amount) => sum + amount, 0)
  expect(Math.abs(total - score!)).toBeLessThanOrEqual(0.005 * (parts.length + 2))
  const why = page.getByRole('table', { name: /^Why .+: what adds up to its score$/ })
  for (const [name, amount] of Object.entries(below)) {
    const cell = why.getByRole('row').filter({ hasText: name }).getByRole('cell')
    expect(Math.abs(number(await cell.innerText()) - amount)).toBeLessThanOrEqual(0.0101)
  }
}

test.describe('a network', { tag: '@no-gpu' }, () => {
  test('shows what it makes of the film that is looked at, at the step under the playhead', async ({ page }) => {
    await open(page, link)
    expect(await title(page)).toMatch(/ for Person 4$/)
    await expect(recommended(page).first()).toContainText((await title(page)).replace(/ for Person 4$/, ''))
    await expectSums(page, ['GMF', 'MLP'])
    const before = await column(page, 'layer 2 after ReLU').getAttribute('aria-valuetext')
    const first = await title(page)

    await recommended(page).nth(2).getByRole('button').first().click()
    await settled(page)
    expect(await title(page)).not.toBe(first)
    await expectSums(page, ['GMF', 'MLP'])
    const third = await column(page, 'layer 2 after ReLU').getAttribute('aria-valuetext')
    expect(third).toMatch(/^\d+ of 16 units not zero, largest /)
    expect(third).not.toBe(before)

    await goToStep(page, 2)
    expect(await whereItIs(page)).toContain('epoch 1 of 1')
    await expectSums(page, ['GMF', 'MLP'])
    expect(await column(page, 'layer 2 after ReLU').getAttribute('aria-valuetext')).not.toBe(third)

    await test.step('unit by unit, with the keys', async () => {
      const gmf = column(page, 'product × output weight')
      await gmf.focus()
      await page.keyboard.press('End')
      await expect(gmf).toHaveAttribute('aria-valuetext', /^unit 8: [+−]?\d+\.\d\d$/)
      await expect(stage(page).getByText(/^product × output weight, unit 8: /)).toBeVisible()
      await page.keyboard.press('ArrowUp')
      await expect(gmf).toHaveAttribute('aria-valuetext', /^unit 7: /)
    })
  })

  test('GMF alone is another run without layers, and its link opens as it was left', async ({ page, browser }) => {
    await watchEngine(page)
    await open(page, link)
    const settings = page.getByRole('region', { name: 'Settings' })
    await settings.getByRole('combobox', { name: 'Parts' }).selectOption('GMF alone')
    await settled(page)
    await expect(settings).toContainText(/Parts GMF and MLP → GMF alone: .+ NDCG@10 0\.\d{3} → 0\.\d{3}/)
    await expect(stage(page).getByRole('slider')).toHaveCount(3)
    await expect(figure(page, 'Loss').locator('table')).toContainText('parts GMF and MLP')
    await expectSums(page, ['GMF'])

    await recommended(page).nth(1).getByRole('button').first().click()
    await settled(page)
    await goToStep(page, 3)
    const left = { answer: lasting(await lastAnswer(page, 'page')), title: await title(page), sums: await sums(page) }
    const shared = await address(page, /parts=gmf.*step=3.*at=film\d+/)
    const theirs = await browser.newPage()
    await measureOnly(theirs, 'here')
    await watchEngine(theirs)
    await open(theirs, shared)
    const seen = {
      answer: lasting(await lastAnswer(theirs, 'page')),
      title: await title(theirs),
      sums: await sums(theirs),
    }
    await theirs.close()
    expect(seen).toEqual(left)
  })
})
