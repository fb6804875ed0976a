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
import { lastAnswer, lasting, watchEngine } from '../support/watch-engine.ts'

const rated = [230, 120, 200, 60, 310].map((item, place) => ({ item, rating: [5, 4, 1, 5, 2][place]! }))
const link = (system: string, step: number | 'last' = 'last', ratings = rated) =>
  linkOf(
    { ...firstExperiment, view: 'learn', system, choices: { [system]: { preset: 'tuned', changes: {}, step } } },
    ratings,
  )

const flow = 'Lists flowing into one'
const weightOf = (page: Page, part: string): Locator =>
  page.getByRole('slider', { name: `Weight of ${part}`, exact: true })
/** The merged list in the picture, as its table has it: the film, what each part brings, the score. */
const merged = async (page: Page, count = 5) =>
  (await numbersBehind(page, flow)).slice(0, count).map((row) => row.split('\t').map((cell) => cell.trim()))
const titles = async (page: Page) => (await merged(page)).map(([title]) => title)
const listed = async (page: Page) =>
  (await recommended(page).allInnerTexts()).map((text) => text.split('\n').filter((line) => !/^\d+$/.test(line))[0])

test.describe('a weighted hybrid', { tag: '@no-gpu' }, () => {
  test('by keys and mouse', async ({ page, browser }) => {
    await watchEngine(page)
    await test.step('walk the lists, read the sum, pin the film', async () => {
      await open(page, link('hybrid'))
      const [first, second] = await merged(page, 2)
      const reading = page.getByRole('listbox', { name: new RegExp(`^${flow}`) })
      await tabTo(page, reading)
      await expect(reading.getByRole('option')).toContainText(`${first![0]}, number 1 of all`)
      await page.keyboard.press('ArrowDown')
      await expect(reading.getByRole('option')).toContainText(`${second![0]}, number 2 of all, score ${second!.at(-1)}`)
      await expect(figure(page, flow)).toContainText(new RegExp(`${second![0]}: 0.60 × .* = ${second!.at(-1)}`))
      await page.keyboard.press('ArrowLeft')
      await expect(reading.getByRole('option')).toContainText('number 2 of Item-based')
      await page.keyboard.press('ArrowRight')
      await page.keyboard.press('Enter')
      await address(page, /at=film/)
      await expect(recommended(page).nth(1).getByRole('button')).toHaveAttribute('aria-expanded', 'true')

      await tabTo(page, weightOf(page, 'ALS'))
      await page.keyboard.press('End')
      await address(page, /secondWeight=1/)
      await expect(weightOf(page, 'ALS')).toBeFocused()
    })

    await test.step('a weight that is moved merges the lists anew at once, and the page follows', async () => {
      await paste(page, link('hybrid'))
      await expect(page.getByRole('region', { name: 'Transport' })).toBeHidden()
      await expect(timeline(page)).toBeHidden()
      const before = await merged(page, 100)
      expect(await listed(page)).toEqual(before.slice(0, 5).map(([title]) => title))
      for (const [, , first, , second, score] of before)
        expect(Math.abs(Number(first) + Number(second) - Number(score))).toBeLessThanOrEqual(0.011)

      const slider = weightOf(page, 'Item-based')
      const { x, y, width } = (await slider.boundingBox())!
      const at = (weight: number) => x + 8 + (width - 16) * weight
      await page.mouse.move(at(0.6), y + 12)
      await page.mouse.down()
      await page.mouse.move(at(0.3), y + 12, { steps: 4 })
      await page.mouse.move(at(0), y + 12, { steps: 4 })
      // The picture follows the hand; nothing is asked of the engine before it lets go.
      await expect(slider).toHaveAttribute('aria-valuetext', '0.00')
      const moved = await titles(page)
      expect(moved).not.toEqual(before.slice(0, 5).map(([title]) => title))
      expect((await lastAnswer(page, 'page')).request.run.settings.firstWeight).toBe(0.6)
      await page.mouse.up()
      await settled(page)
      await address(page, /firstWeight=0(&|$)/)
      expect(await titles(page)).toEqual(moved)
      expect(await listed(page)).toEqual(moved)
      await expect(page.getByRole('region', { name: 'Settings' })).toContainText('Weight of the first 0.6 → 0')
    })

    await test.step('raw, one part drowns the other', async () => {
      await paste(page, link('hybrid'))
      const chart = figure(page, flow)
      await expect(chart).toContainText('Of the scores of the first 10, Item-based ')
      await expect(chart).not.toContainText('so large')
      await chart.getByRole('radio', { name: 'Raw' }).click({ force: true })
      await settled(page)
      await expect(chart).toContainText('The numbers of Item-based are so large that the others hardly count')
      await address(page, /normalisation=raw/)
      await chart.getByRole('radio', { name: 'Rank' }).click({ force: true })
      await settled(page)
      await expect(chart).not.toContainText('so large')
    })

    await test.step('other parts, and a third, make another list; each is measured alone', async () => {
      await paste(page, link('hybrid'))
      const before = await titles(page)
      await page.getByRole('combobox', { name: 'Second part' }).selectOption('Text')
      await settled(page)
      expect(await titles(page)).not.toEqual(before)
      await page.getByText('More settings').click()
      await page.getByRole('combobox', { name: 'Third part' }).selectOption('Popularity')
      await settled(page)
      await expect(weightOf(page, 'Popularity')).toBeVisible()
      const alone = figure(page, 'NDCG@10, alone and together')
      await expect(alone.getByRole('listitem')).toHaveText([
        /^Item-based alone0\.\d{3}$/,
        /^Text alone0\.\d{3}$/,
        /^Popularity alone0\.\d{3}$/,
        /^together0\.\d{3}$/,
      ])
    })

    await test.step('is cancelled while a part is trained, and the last list stays', async () => {
      await paste(page, link('hybrid'))
      const films = await merged(page)
      await page.getByRole('combobox', { name: 'Second part' }).selectOption('NCF')
      await press(page, 'Cancel')
      await expect(page.getByRole('status').filter({ hasText: 'Stopped. The last picture stays.' })).toBeAttached()
      await expect(page.getByRole('button', { name: 'Cancel' })).toBeHidden()
      expect(await merged(page)).toEqual(films)
    })

    await test.step('answers who rates a film, and its link shows the same to others', async () => {
      await paste(page, link('hybrid', 'last', []))
      const list = page.getByRole('region', { name: 'What it recommends' })
      await expect(list).toContainText('You have rated nothing yet: this is Person 97, an example.')
      await press(page, 'Rate a film')
      await list.getByRole('radio', { name: '5 stars' }).first().click({ force: true })
      await expect(list).not.toContainText('an example')
      await settled(page)
      const films = await merged(page)
      expect(await listed(page)).toEqual(films.map(([title]) => title))

      const shared = await address(page, /r=/)
      const theirs = await browser.newPage()
      await open(theirs, shared)
      const seen = [await merged(theirs), await listed(theirs)]
      await theirs.close()
      expect(seen).toEqual([films, await listed(page)])
    })
  })
})

test.describe('a weighted hybrid by touch', { tag: '@no-gpu' }, () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } })

  test('tap a film to see its sum', async ({ page }) => {
    await open(page, link('hybrid'))
    const third = (await merged(page, 3))[2]!
    const chart = page.getByRole('listbox', { name: new RegExp(`^${flow}`) })
    await chart.scrollIntoViewIfNeeded()
    const { width, height } = (await chart.boundingBox())!
    await chart.tap({ position: { x: width / 2, y: (2.5 * height) / 10 } })
    await expect(figure(page, flow)).toContainText(`${third[0]}: 0.60 × `)
    await address(page, /at=film/)
  })
})

test.describe('a learned hybrid', { tag: '@no-gpu' }, () => {
  test('starts with weights alike, learns, and scrubs back to what it was', async ({ page }) => {
    await watchEngine(page)
    await open(page, link('learned-hybrid', 5))
    const trusted = 'How far each part is trusted'
    const rows = await numbersBehind(page, trusted)
    expect(rows[0]).toMatch(/^0\s+33 %\s+33 %\s+33 %$/)
    const early = lasting(await lastAnswer(page, 'page'))

    await page.getByRole('combobox', { name: 'Speed, in batches a second' }).selectOption('As fast as it goes')
    await press(page, 'Play')
    await settled(page)
    await expect(timeline(page)).toHaveValue('440')
    const learned = await numbersBehind(page, trusted)
    expect(learned.length).toBeGreaterThan(50)
    expect(learned.at(-1)).not.toMatch(/33 %\s+33 %/)
    const losses = (await lastAnswer(page, 'page')).view.snapshot!.losses as unknown as number[]
    expect(losses[0]).toBeLessThan(Math.min(...losses.slice(1)))

    await goToStep(page, 5)
    expect(lasting(await lastAnswer(page, 'page'))).toEqual(early)
  })
})
