import type { Locator, Page } from '@playwright/test'
import { firstExperiment } from '../../src/state/experiment.ts'
import { linkOf } from '../../src/state/link.ts'
import {
  address,
  expect,
  figure,
  numbersBehind,
  paste,
  press,
  test,
  timeline,
  whereItIs,
} from '../support/on-the-page.ts'
import { learnBriefly } from '../support/learn-briefly.ts'
import { open, settled } from '../support/open.ts'
import { tabTo } from '../support/tab-to.ts'
import { answersFor, watchEngine } from '../support/watch-engine.ts'

const metrics = linkOf({ ...firstExperiment, view: 'learn', system: 'metrics' }, [])
const rows = (page: Page) => page.getByRole('region', { name: 'What it sees' }).locator('ol > li')
const rank = (page: Page, film: string) => page.getByRole('slider', { name: `Rank of ${film}`, exact: true })
const good = (page: Page, film: string) => page.getByRole('button', { name: `${film} is good`, exact: true })
const worth = (page: Page, metric: string) =>
  page.getByRole('region', { name: 'What it is worth' }).getByRole('button', { name: new RegExp(`^${metric}`) })

/** The films in order, as their handles name them. */
const films = async (page: Page): Promise<string[]> =>
  (
    await rows(page)
      .getByRole('slider')
      .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')!))
  ).map((name) => name.replace('Rank of ', ''))
const value = async (page: Page, metric: string) => Number(await worth(page, metric).locator('b').innerText())

/** "(1 + 0.63) / 4.54" is the value beside it, to the digits shown. */
async function sumsAddUp(page: Page) {
  const sums = page.getByRole('region', { name: 'What it is worth' }).getByRole('listitem')
  for (const sum of await sums.all()) {
    const [shown, said] = [Number(await sum.locator('b').innerText()), await sum.locator('small').innerText()]
    if (said.includes('…') || /[a-z]/.test(said)) continue
    const [above, below = '1'] = said.replaceAll(/[()]/g, '').split(' / ')
    const added = above!.split(' + ').reduce((all, term) => all + Number(term), 0)
    expect(Math.abs(added / Number(below) - shown), said).toBeLessThan(0.02)
  }
}

const handle = (page: Page, film: string): Locator => rank(page, film).locator('..')

async function centre(of: Locator) {
  const { x, y, width, height } = (await of.boundingBox())!
  return { x: x + width / 2, y: y + height / 2 }
}

test.describe('a judged list', { tag: '@no-gpu' }, () => {
  test('by mouse: drag, mark, put back, share, go away and come back', async ({ page, context }) => {
    await watchEngine(page)
    await open(page, metrics)
    await expect(page.getByRole('region', { name: 'What it sees' })).toContainText('What ALS recommends to Person 97')
    const came = await films(page)
    expect(came).toHaveLength(10)
    await sumsAddUp(page)
    const [ndcg, precision] = [await value(page, 'NDCG@10'), await value(page, 'Precision@10')]
    expect(ndcg).toBeGreaterThan(0.2)
    expect(ndcg).toBeLessThan(0.9)

    await test.step('the first film goes to the third place', async () => {
      const [from, to] = [await centre(handle(page, came[0]!)), await centre(handle(page, came[2]!))]
      await page.mouse.move(from.x, from.y)
      await page.mouse.down()
      await page.mouse.move(from.x, (from.y + to.y) / 2, { steps: 5 })
      await page.mouse.move(from.x, to.y, { steps: 5 })
      await page.mouse.up()
      await settled(page)
      expect(await films(page)).toEqual([came[1], came[2], came[0], ...came.slice(3)])
      expect(await value(page, 'NDCG@10'), 'a good film lower').toBeLessThan(ndcg)
      expect(await value(page, 'Precision@10'), 'the same films').toBe(precision)
      await sumsAddUp(page)
    })

    await test.step('Esc takes a drag back', async () => {
      const before = await films(page)
      const [from, to] = [await centre(handle(page, before[0]!)), await centre(handle(page, before[4]!))]
      await page.mouse.move(from.x, from.y)
      await page.mouse.down()
      await page.mouse.move(from.x, to.y, { steps: 6 })
      await expect.poll(() => films(page)).not.toEqual(before)
      await page.keyboard.press('Escape')
      await page.mouse.up()
      await settled(page)
      expect(await films(page)).toEqual(before)
    })

    const dragged = await address(page, /list=/)
    await test.step('one more is marked good', async () => {
      const other = page
        .getByRole('region', { name: 'What it sees' })
        .locator('li button[aria-pressed="false"]')
        .first()
      await other.click()
      await settled(page)
      expect(await value(page, 'Precision@10')).toBeCloseTo(precision + 0.1, 6)
      await sumsAddUp(page)
    })

    await test.step('nothing was trained for it', async () => {
      const runs = (await answersFor(page, 'page')).map(({ request }) => JSON.stringify(request.run))
      expect(new Set(runs).size).toBe(1)
    })

    const arranged = await films(page)
    const worthThen = await page.getByRole('region', { name: 'What it is worth' }).innerText()
    await expect.poll(() => address(page, /list=/), 'written a moment later').not.toBe(dragged)
    const link = await address(page, /list=/)
    await test.step('the link brings it all to somebody else', async () => {
      const other = await context.newPage()
      await open(other, link)
      expect(await films(other)).toEqual(arranged)
      expect(await other.getByRole('region', { name: 'What it is worth' }).innerText()).toBe(worthThen)
      await other.close()
    })

    await test.step('another system and Back: as it was', async () => {
      await page.getByRole('navigation', { name: 'Systems' }).getByRole('link', { name: 'ALS', exact: true }).click()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Alternating least squares')
      await settled(page)
      await page.goBack()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Metrics')
      await settled(page)
      expect(await films(page)).toEqual(arranged)
      await page.reload()
      await settled(page)
      expect(await films(page)).toEqual(arranged)
    })

    await test.step('another metric in the same list, and its curve beside that of the order it had', async () => {
      await worth(page, 'Reciprocal rank@10').click()
      await expect(worth(page, 'Reciprocal rank@10')).toHaveAttribute('aria-pressed', 'true')
      await expect(figure(page, 'Reciprocal rank@10')).toBeVisible()
      await worth(page, 'NDCG@10').click()
      const last = (await numbersBehind(page, 'NDCG@10')).at(-1)!.split('\t')
      expect(Number(last[1]), 'as it came').toBeCloseTo(ndcg, 2)
      expect(Number(last[2])).toBeCloseTo(await value(page, 'NDCG@10'), 2)
      await worth(page, 'Reciprocal rank@10').click()
      expect(await address(page, /metric=mrr/)).toContain('list=')
    })

    await test.step('put back', async () => {
      await press(page, 'Put it back as it came')
      await settled(page)
      expect(await films(page)).toEqual(came)
      expect(await value(page, 'NDCG@10')).toBe(ndcg)
      await expect(page).not.toHaveURL(/list=/)
    })
  })

  test('every system beside the others, when asked', async ({ page }) => {
    await learnBriefly(page)
    await open(page, metrics)
    const beyond = page.getByRole('region', { name: 'Beyond one list: every system' })
    await expect(beyond.getByRole('table')).toHaveCount(0)
    await beyond.getByRole('button', { name: 'Measure all systems' }).click()
    await settled(page)
    const row = async (name: string) =>
      (await beyond.getByRole('row', { name }).getByRole('cell').allInnerTexts()).map(parseFloat)
    const [popular, als] = [await row('Popularity'), await row('ALS')]
    const [ndcg, coverage, novelty, , gini] = [0, 1, 2, 3, 4]
    expect(als[ndcg!]).toBeGreaterThan(popular[ndcg!]!)
    expect(als[coverage!]).toBeGreaterThan(popular[coverage!]!)
    expect(als[novelty!]).toBeGreaterThan(popular[novelty!]!)
    expect(als[gini!]).toBeLessThan(popular[gini!]!)
    await expect(beyond.getByRole('button')).toHaveCount(0)
  })

  test('measuring every system shows each as it ends, and stops when told', async ({ page }) => {
    await learnBriefly(page)
    await open(page, metrics)
    const beyond = page.getByRole('region', { name: 'Beyond one list: every system' })
    await beyond.getByRole('button', { name: 'Measure all systems' }).click()
    await expect(beyond.getByRole('status')).toContainText(/: .+; [1-9] of \d+ systems measured/)
    await beyond.getByRole('button', { name: 'Stop' }).click()
    await settled(page)
    const measured = () =>
      beyond
        .getByRole('row')
        .filter({ hasText: /\d\.\d\d/ })
        .count()
    const [first, all] = [await measured(), (await beyond.getByRole('row').count()) - 1]
    expect(first).toBeGreaterThan(0)
    expect(first).toBeLessThan(all)
    await expect(beyond.getByRole('status')).toBeEmpty()
    await beyond.getByRole('button', { name: 'Measure the others' }).click()
    await settled(page)
    expect(await measured()).toBe(all)
  })

  test('by keyboard alone, and by its settings', async ({ page }) => {
    await test.step('by keyboard alone: move, mark, play the ranks', async () => {
      await open(page, metrics)
      const came = await films(page)
      await tabTo(page, page.getByRole('button', { name: 'Play' }))
      await page.keyboard.press('Enter')
      await expect.poll(async () => Number(await timeline(page).inputValue())).toBeGreaterThan(1)
      await page.keyboard.press('Enter')
      await settled(page)
      const at = Number(await timeline(page).inputValue())
      expect(at).toBeLessThan(10)
      await expect(rows(page).nth(at)).toContainText('not yet')
      expect(await whereItIs(page)).toContain(`rank ${at} of 10`)
      await tabTo(page, timeline(page))
      await page.keyboard.press('End')
      await settled(page)
      await expect(rows(page).nth(9)).not.toContainText('not yet')

      await tabTo(page, rank(page, came[0]!))
      const status = page.getByRole('status')
      await page.keyboard.press('ArrowDown')
      await expect(status.filter({ hasText: `${came[0]}: rank 2 of 10. NDCG@10 0.` })).toBeAttached()
      await page.keyboard.press('ArrowDown')
      await settled(page)
      expect(await films(page)).toEqual([came[1], came[2], came[0], ...came.slice(3)])
      await expect(rank(page, came[0]!)).toBeFocused()
      await expect(rank(page, came[0]!)).toHaveAttribute('aria-valuetext', '3 of 10')
      await page.keyboard.press('Home')
      await page.keyboard.press('ArrowUp')
      await settled(page)
      expect(await films(page)).toEqual(came)

      await tabTo(page, good(page, came[0]!))
      const precision = await value(page, 'Precision@10')
      await page.keyboard.press('Space')
      await settled(page)
      await expect(good(page, came[0]!)).toHaveAttribute('aria-pressed', 'false')
      await expect(good(page, came[0]!)).toBeFocused()
      expect(await value(page, 'Precision@10')).toBeCloseTo(precision - 0.1, 6)
    })

    await test.step('a cut-off keeps the order, another system brings its own', async () => {
      await paste(page, metrics)
      const came = await films(page)
      await rank(page, came[9]!).focus()
      await page.keyboard.press('Home')
      await settled(page)
      const arranged = [came[9], ...came.slice(0, 9)]
      expect(await films(page)).toEqual(arranged)
      await page.getByRole('slider', { name: /^Cut-off/ }).focus()
      for (let k = 0; k < 7; k++) await page.keyboard.press('ArrowLeft')
      await expect(worth(page, 'NDCG@3')).toBeVisible()
      await settled(page)
      expect(await films(page)).toEqual(arranged)
      await expect(rows(page).nth(3)).toContainText('past the cut')

      await page.getByRole('combobox', { name: 'A good film gains' }).selectOption('2^stars − 1')
      await settled(page)
      expect(await films(page)).toEqual(arranged)
      await page
        .getByRole('group', { name: `Grade of ${came[9]}` })
        .getByRole('radio', { name: '5 stars' })
        .click({ force: true })
      await settled(page)
      await expect(rows(page).first()).toContainText('31 × 1.00')

      await page.getByRole('combobox', { name: 'The list of' }).selectOption('Popularity')
      await settled(page)
      expect(await films(page)).not.toEqual(arranged)
      await expect(page).not.toHaveURL(/list=/)
    })

    await test.step('yours: nothing is good until you say so', async () => {
      const ratings = [40, 130, 200].map((item) => ({ item, rating: 5 }))
      await paste(page, linkOf({ ...firstExperiment, view: 'learn', system: 'metrics' }, ratings))
      const stage = page.getByRole('region', { name: 'What it sees' })
      await expect(stage).toContainText('nothing here is known to be good')
      await expect(worth(page, 'NDCG@10').locator('b')).toHaveText('–')
      await expect(stage).toContainText('there is nothing to measure')
      const [, second] = await films(page)
      await good(page, second!).click()
      await settled(page)
      await expect(stage).toContainText('1 film marked good')
      expect(await value(page, 'Reciprocal rank@10')).toBe(0.5)
      expect(await value(page, 'Recall@10')).toBe(1)
    })
  })
})

test.describe('a judged list by touch', { tag: '@no-gpu' }, () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } })

  test('tap a mark, drag a film', async ({ page }) => {
    await open(page, metrics)
    const came = await films(page)
    const precision = await value(page, 'Precision@10')
    await good(page, came[0]!).tap()
    await expect(good(page, came[0]!)).toHaveAttribute('aria-pressed', 'false')
    await settled(page)
    expect(await value(page, 'Precision@10')).toBeCloseTo(precision - 0.1, 6)

    await handle(page, came[2]!).scrollIntoViewIfNeeded()
    const [from, to] = [await centre(handle(page, came[0]!)), await centre(handle(page, came[2]!))]
    const session = await page.context().newCDPSession(page)
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', y?: number) =>
      session.send('Input.dispatchTouchEvent', { type, touchPoints: y === undefined ? [] : [{ x: from.x, y }] })
    const scrolled = await page.evaluate(() => scrollY)
    await touch('touchStart', from.y)
    for (let part = 1; part <= 8; part++) await touch('touchMove', from.y + ((to.y - from.y) * part) / 8)
    await touch('touchEnd')
    await settled(page)
    expect(await films(page)).toEqual([came[1], came[2], came[0], ...came.slice(3)])
    expect(await page.evaluate(() => scrollY), 'the page stayed').toBe(scrolled)
  })
})
