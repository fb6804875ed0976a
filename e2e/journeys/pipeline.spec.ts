import { test as bare, type Locator, type Page } from '@playwright/test'
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
  whereItIs,
} from '../support/on-the-page.ts'
import { open, settled } from '../support/open.ts'
import { withSpoiledFile } from '../support/spoiled-file.ts'
import { tabTo } from '../support/tab-to.ts'
import { lastAnswer, watchEngine } from '../support/watch-engine.ts'

/** Eight ratings, newest first: most of them liked. */
const rated = [230, 120, 200, 60, 310, 12, 40, 88].map((item, place) => ({
  item,
  rating: [5, 4, 1, 5, 2, 5, 4, 5][place]!,
}))
const link = (step: number | 'last' = 'last', ratings = rated) =>
  linkOf(
    {
      ...firstExperiment,
      view: 'learn',
      system: 'pipeline',
      choices: { pipeline: { preset: 'tuned', changes: {}, step } },
    },
    ratings,
  )

const search = 'The search, hop by hop'
const stage = (page: Page, name: string): Locator =>
  page.getByRole('list', { name: 'From the catalogue to the list' }).getByRole('listitem').filter({ hasText: name })
const findings = (page: Page): Locator => page.getByRole('region', { name: 'How well it finds, and how fast' })
const itemsOf = async (page: Page, name: string) => {
  const { snapshot } = (await lastAnswer(page, 'page')).view
  return snapshot![name] as unknown as number[]
}

test.describe('serving by mouse', { tag: '@no-gpu' }, () => {
  test('measured, when asked', async ({ page }) => {
    await test.step('building a large index says how far it is, and can be stopped; the page stays free meanwhile', async () => {
      await open(page, link(20))
      const size = findings(page).getByRole('slider', { name: 'Catalogue size' })
      await size.focus()
      await page.keyboard.press('End')
      await expect(size).toHaveAttribute('aria-valuetext', '200,000 films, 199,635 of them made up')
      await findings(page).getByRole('button', { name: 'Measure' }).click()
      await expect(findings(page).getByRole('status')).toContainText(/films linked in: [\d,]+ of 200,000/)
      await press(page, 'Step')
      await expect(timeline(page)).toHaveAttribute('aria-valuetext', /step 21 of 74/)
      await expect(figure(page, search)).toContainText('Hop 21: ')
      await findings(page).getByRole('button', { name: 'Stop' }).click()
      await expect(findings(page).getByRole('button', { name: 'Measure' })).toBeVisible()
      await expect(findings(page).getByRole('status')).toHaveText('')
      await size.focus()
      await page.keyboard.press('Home')
      await findings(page).getByRole('button', { name: 'Measure' }).click()
      await expect(figure(page, 'Recall@10 against time')).toBeVisible()
    })

    await test.step('stages are timed for a batch, and searches measured, when asked', async () => {
      await page.getByRole('button', { name: 'Time the stages' }).click()
      await expect(page.getByText(/200 people served one after another in this browser/)).toBeVisible()
      await expect(stage(page, 'Rank')).toContainText(/ms$/)

      const recall = figure(page, 'Recall@10 against time')
      await expect(recall).toContainText(/At ef 50: [01]\.\d{3} in [\d.]+ µs .* an exact search/)
      const rows = await numbersBehind(page, 'Recall@10 against time')
      expect(rows.map((row) => row.split('\t')[0])).toEqual(['10', '20', '50', '100', '200', '400'])
    })
  })
})

test.describe('serving by keyboard alone', { tag: '@no-gpu' }, () => {
  test('by keys and mouse', async ({ page }) => {
    await watchEngine(page)
    await test.step('walk along the hops, and pin a film', async () => {
      await open(page, link())
      const walk = page.getByRole('listbox', { name: new RegExp(`^${search}`) })
      await tabTo(page, walk)
      await page.keyboard.press('Home')
      await expect(walk.getByRole('option')).toHaveText(/^Hop 1, layer 2, .+: 1 film compared$/)
      await page.keyboard.press('ArrowRight')
      await expect(walk.getByRole('option')).toHaveText(/^Hop 2, layer 2/)
      await page.keyboard.press('Enter')
      await address(page, /at=film\d+/)
    })

    await test.step('hop by hop the search finds more, and the stages pass it on', async () => {
      await paste(page, link())
      await expect(figure(page, search)).toContainText(/The search ended at hop \d+: \d+ of 365 films compared/)
      const whole = await itemsOf(page, 'hop nodes')
      await expect(stage(page, 'Retrieve')).toContainText('58')
      await expect(stage(page, 'Filter')).toContainText('8 seen')
      await expect(recommended(page)).toHaveCount(5)

      await goToStep(page, 3)
      expect(await itemsOf(page, 'hop nodes')).toEqual(whole.slice(0, 3))
      await expect(figure(page, search)).toContainText('Hop 3: ')
      await press(page, 'Step')
      await settled(page)
      expect(await itemsOf(page, 'hop nodes')).toEqual(whole.slice(0, 4))
      const table = await numbersBehind(page, search)
      expect(table).toHaveLength(4)
      expect(table[0]).toMatch(/^1\s+2\s/)
      await press(page, 'Step back')
      await settled(page)
      expect(await itemsOf(page, 'hop nodes')).toEqual(whole.slice(0, 3))
      expect(await whereItIs(page)).toContain('step 3 of 74')
    })

    await test.step('what is near to you moves with your ratings, and a link shows the same', async () => {
      await paste(page, link())
      const before = await itemsOf(page, 'retrieved')
      await paste(page, link('last', rated.slice(0, 3)))
      await expect(stage(page, 'Filter')).toContainText('3 seen')
      expect(await itemsOf(page, 'retrieved')).not.toEqual(before)
      await paste(page, link())
      await expect(stage(page, 'Filter')).toContainText('8 seen')
      expect(await itemsOf(page, 'retrieved')).toEqual(before)
    })

    await test.step('the search is as wide as it is set, and without a ranker its order stands', async () => {
      await paste(page, link())
      await page.getByRole('combobox', { name: 'Ranked by' }).selectOption('the search itself')
      await settled(page)
      await address(page, /ranker=none/)
      await expect(stage(page, 'Rank')).toContainText('in search order')
      await page.getByRole('combobox', { name: 'Nearness' }).selectOption('inner product as it is')
      await settled(page)
      await address(page, /nearness=inner/)
      await expect(figure(page, search)).toContainText('The search ended at hop')
    })
  })
})

const outOfMemory = (worker: string) => {
  const refuse = `() => Promise.reject(new RangeError('out of memory'))`
  return `WebAssembly.instantiate = ${refuse}; WebAssembly.instantiateStreaming = ${refuse};\n${worker}`
}

bare.describe('where no index can be had', { tag: '@no-gpu' }, () => {
  for (const [what, spoil] of [
    ['the worker is blocked', () => undefined],
    ['WebAssembly has no memory', outOfMemory],
    ['there is no WebAssembly', (worker: string) => `delete self.WebAssembly;\n${worker}`],
  ] as const)
    bare(`${what}: exact search takes its place, says so, and other pages work`, async ({ browser, baseURL }) => {
      const app = await withSpoiledFile(baseURL!, /ann\.worker.*\.js$/, spoil)
      const page = await browser.newPage({ baseURL: app.address })
      await open(page, link())
      const sees = page.getByRole('region', { name: 'What it sees' })
      await expect(sees).toContainText(/The index could not be built .*: exact search is used/)
      await expect(sees).toContainText('Exact search: 365 of 365 films compared')
      await expect(recommended(page)).toHaveCount(5)
      await findings(page).getByRole('button', { name: 'Measure' }).click()
      await expect(findings(page)).toContainText(/No index here .*: exact search takes [\d.]+ µs a person/)
      await paste(page, 'v1.learn/als')
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Alternating least squares')
      await page.close()
      await app.close()
    })
})
