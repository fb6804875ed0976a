import type { Page } from '@playwright/test'
import { fewSteps } from '../../workers/testing/fast-settings.ts'
import type { Settings } from '../../workers/contract/spec.ts'
import { firstExperiment, specs, type Experiment } from '../../src/state/experiment.ts'
import { linkOf } from '../../src/state/link.ts'
import { measureOnly } from '../support/measure-only.ts'
import { expect, goToStep, numbersBehind, test } from '../support/on-the-page.ts'
import { open } from '../support/open.ts'
import { numbersIn } from '../support/why-and-link.ts'

/** One film loved, one hated, and some between. */
const rated = [230, 120, 200, 60, 310].map((item, place) => ({ item, rating: [5, 4, 1, 5, 2][place]! }))
const learn = (system: string, changes: Settings = {}, who: Experiment['who'] = firstExperiment.who) =>
  linkOf(
    {
      ...firstExperiment,
      view: 'learn',
      system,
      who,
      choices: { [system]: { preset: 'tuned', changes, step: 'last' } },
    },
    typeof who === 'number' ? [] : rated,
  )
const why = (page: Page) => page.getByRole('table', { name: /^Why .+: what adds up to its score$/ })
const amountOf = async (page: Page, row: string) =>
  numbersIn(await why(page).getByRole('row').filter({ hasText: row }).getByRole('cell').innerText())[0]!

test.describe('a number that stands in two places', { tag: '@no-gpu' }, () => {
  test('is the same in both: what the wide and the deep half say', async ({ page }) => {
    const spec = specs.find(({ id }) => id === 'wide-deep')!
    await measureOnly(page, false)
    await open(page, learn(spec.id, fewSteps(spec), 3))
    const [bar] = await numbersBehind(page, 'Memory or generalisation, for Person 4')
    const [wide, deep] = numbersIn(bar!).slice(-3)
    const sum = page.getByRole('region', { name: 'How it works' }).getByRole('group', { name: /as a sum$/ })
    const words = (await sum.innerText()).replaceAll(/([+−])\s+/g, '$1')
    expect(numbersIn(words).slice(1, 3)).toEqual([wide, deep])
    expect(await amountOf(page, 'the deep network')).toBe(deep)
    expect(await amountOf(page, 'the average film')).toBe(numbersIn(words)[0])
  })

  test('is the same in both: the hop a search has come to', async ({ page }) => {
    await measureOnly(page, false)
    await open(page, learn('pipeline'))
    await goToStep(page, 7)
    await expect(page.getByRole('slider', { name: 'Timeline' })).toHaveAttribute('aria-valuetext', /^step 7 of \d+/)
    await expect(page.getByRole('figure', { name: 'The search, hop by hop' })).toContainText('Hop 7: ')
    const hops = await numbersOfHops(page)
    expect(hops).toHaveLength(7)
    await goToStep(page, Number(await page.getByRole('slider', { name: 'Timeline' }).getAttribute('max')))
    const [, last, compared] = /ended at hop (\d+): (\d+) of/.exec(
      await page.getByRole('figure', { name: 'The search, hop by hop' }).innerText(),
    )!
    const all = await numbersOfHops(page)
    expect(all).toHaveLength(Number(last))
    expect(1 + all.reduce((sum, met) => sum + met, 0)).toBe(Number(compared))
  })
})

/** How many films each hop compared, from the table behind the picture. */
async function numbersOfHops(page: Page) {
  return (await numbersBehind(page, 'The search, hop by hop')).map((row) => Number(row.split('\t').at(-1)))
}
