import type { Locator, Page } from '@playwright/test'
import { firstExperiment } from '../../src/state/experiment.ts'
import { linkOf } from '../../src/state/link.ts'
import { expect, paste, press, test } from '../support/on-the-page.ts'
import { open, settled } from '../support/open.ts'
import { tabTo } from '../support/tab-to.ts'

const learn = (system: string, ratings = [{ item: 3, rating: 5 }]) =>
  linkOf({ ...firstExperiment, view: 'learn', system }, ratings)

const pages = [
  {
    system: 'user-cf',
    compared: 'people',
    one: /Person \d+/,
    shared: /\d+ films? both gave 4 ★ or more|one film both/,
  },
  { system: 'item-cf', compared: 'films', one: /\S.*/, shared: /\d+ shared viewers|one shared viewer/ },
] as const

const matrix = (page: Page): Locator => page.getByRole('grid')
const figure = (page: Page): Locator => page.getByRole('figure').filter({ has: matrix(page) })
const named = (page: Page): Locator => figure(page).locator('figcaption')
const arithmetic = (page: Page): Locator => page.locator('section[aria-labelledby="pair"]')
const zoomedOut = (page: Page): Locator => page.getByRole('button', { name: 'Fit: show all' })

/** The middle of the matrix is in view; places in it as shares of its side. */
async function pointIn(page: Page, fx: number, fy: number) {
  await matrix(page).scrollIntoViewIfNeeded()
  const { x, y, width, height } = (await matrix(page).boundingBox())!
  return { x: x + fx * width, y: y + fy * height }
}

/** A cell that has a similarity, near a place: most people share no film with somebody. */
async function hoverDefined(page: Page, fx: number, fy: number) {
  for (let tries = 0; tries < 40; tries++) {
    const { x, y } = await pointIn(page, fx + tries * 0.011, fy)
    await page.mouse.move(x, y)
    if (/0\.[1-9]\d$|0\.0[1-9]$/.test(await named(page).innerText())) return { x, y }
  }
  throw new Error('no cell with a similarity')
}

/** The quotient of the aside is what its numbers come to, and the similarity that the picture names. */
async function arithmeticIsRight(page: Page) {
  await settled(page)
  const [a, b] = (await named(page).locator('b').allInnerTexts()) as [string, string, string]
  await expect(arithmetic(page).getByRole('heading')).toHaveText(`${a} and ${b}`)
  const table = arithmetic(page).getByRole('table')
  const numbers = (await table.locator('tfoot td').allInnerTexts()).filter((text) => text !== '').map(Number)
  const [sum, lengthA, lengthB] = numbers as [number, number, number]
  const products = (await table.locator('tbody td:last-child').allInnerTexts()).map(Number)
  expect(products.reduce((all, one) => all + one, 0)).toBeCloseTo(sum, 0)
  const results = (await arithmetic(page).locator('p b').allInnerTexts()).map(Number)
  expect(results[0]).toBeCloseTo(sum / (lengthA * lengthB), 1)
  await expect(named(page)).toContainText(results.at(-1)!.toFixed(2))
}

test.describe('a matrix by mouse', { tag: '@no-gpu' }, () => {
  for (const { system, compared, one, shared } of pages)
    test(`${system}: point, pin, draw a region, order by cluster`, async ({ page }) => {
      await open(page, learn(system))
      await expect(matrix(page)).toHaveAccessibleName(new RegExp(`between \\d+ ${compared}.*all rows computed`))
      const at = await hoverDefined(page, 0.3, 0.6)
      await expect(named(page)).toContainText(one)
      await expect(arithmetic(page)).toContainText(shared)
      await arithmeticIsRight(page)

      await page.mouse.click(at.x, at.y)
      await expect(page).toHaveURL(/at=pair\d+-\d+/)
      const pinned = await named(page).innerText()
      await page.mouse.move(5, 5)
      await expect(named(page)).toHaveText(pinned.replaceAll('\n', ''), { useInnerText: false })

      await expect(zoomedOut(page)).toHaveAttribute('aria-disabled', 'true')
      const [from, to] = [await pointIn(page, 0.2, 0.2), await pointIn(page, 0.4, 0.3)]
      await page.keyboard.down('Shift')
      await page.mouse.move(from.x, from.y)
      await page.mouse.down()
      await page.mouse.move(to.x, to.y, { steps: 3 })
      await page.keyboard.up('Shift')
      await expect(named(page)).toContainText(/\d+ × \d+ cells/)
      await page.keyboard.press('Escape')
      await page.mouse.up()
      await expect(zoomedOut(page), 'Escape drops the region').toHaveAttribute('aria-disabled', 'true')
      await expect(page, 'and leaves the pair').toHaveURL(/at=pair/)

      await page.keyboard.down('Shift')
      await page.mouse.move(from.x, from.y)
      await page.mouse.down()
      await page.mouse.move(to.x, to.y, { steps: 3 })
      await page.mouse.up()
      await page.keyboard.up('Shift')
      await expect(zoomedOut(page)).toHaveAttribute('aria-disabled', 'false')
      await expect(
        figure(page)
          .getByRole('status')
          .filter({ hasText: /^Zoomed to \d+ × \d+ cells/ }),
      ).toBeAttached()
      await zoomedOut(page).click()

      await press(page, 'Order by cluster')
      await expect(page.getByRole('button', { name: 'Order by cluster' })).toHaveAttribute('aria-pressed', 'true')
      await hoverDefined(page, 0.5, 0.5)
      await arithmeticIsRight(page)
      await page.mouse.move(5, 5)
      await matrix(page).focus()
      await page.keyboard.press('Escape')
      await expect(page).not.toHaveURL(/at=/)
    })
})

test.describe('a matrix by touch', { tag: '@no-gpu' }, () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } })

  test('tap, and zoom to a region', async ({ page }) => {
    await open(page, learn('item-cf'))
    const at = await pointIn(page, 0.6, 0.4)
    await page.touchscreen.tap(at.x, at.y)
    await expect(page).toHaveURL(/at=pair\d+-\d+/)
    await expect(named(page)).toContainText(/\S.*/)

    expect(await matrix(page).evaluate((grid) => getComputedStyle(grid).touchAction)).toBe('pan-y')
    await page.getByRole('button', { name: /^Region/ }).tap()
    expect(await matrix(page).evaluate((grid) => getComputedStyle(grid).touchAction)).toBe('none')
    await dragFinger(page, await pointIn(page, 0.25, 0.25), await pointIn(page, 0.5, 0.45))
    await expect(zoomedOut(page)).toHaveAttribute('aria-disabled', 'false')
    await expect(page.getByRole('button', { name: /^Region/ })).toHaveAttribute('aria-pressed', 'false')
    expect(await matrix(page).evaluate((grid) => getComputedStyle(grid).touchAction)).toBe('pan-y')
  })
})

/** One finger down, across and up, as the browser sends it. */
async function dragFinger(page: Page, from: { x: number; y: number }, to: { x: number; y: number }) {
  const session = await page.context().newCDPSession(page)
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: { x: number; y: number }[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: points })
  await send('touchStart', [from])
  for (let k = 1; k <= 6; k++)
    await send('touchMove', [{ x: from.x + ((to.x - from.x) * k) / 6, y: from.y + ((to.y - from.y) * k) / 6 }])
  await send('touchEnd', [])
  await session.detach()
}

test.describe('a matrix by keyboard alone', { tag: '@no-gpu' }, () => {
  test('user-cf: walk, find, and leave it', async ({ page }) => {
    await test.step('walk, pin, draw a region', async () => {
      await open(page, learn('user-cf'))
      await tabTo(page, matrix(page))
      for (const key of ['Control+Home', 'PageDown', 'ArrowRight', 'ArrowRight', 'ArrowDown'])
        await page.keyboard.press(key)
      await expect(named(page)).toContainText(/Person \d+/)
      const walked = await named(page).locator('b').allInnerTexts()
      await page.keyboard.press('Enter')
      await expect(page).toHaveURL(/at=pair\d+-\d+/)
      await expect(matrix(page).getByRole('gridcell', { selected: true })).toHaveText(
        new RegExp(`^${walked.slice(0, 2).map(escaped).join(' and ')}: `),
      )

      for (let k = 0; k < 4; k++) await page.keyboard.press('Shift+ArrowRight')
      await page.keyboard.press('Shift+ArrowDown')
      await expect(named(page)).toContainText('2 × 5 cells')
      await page.keyboard.press('Escape')
      await expect(named(page)).not.toContainText('cells')
      await expect(page, 'Escape drops the region first').toHaveURL(/at=pair/)
      await expect(zoomedOut(page)).toHaveAttribute('aria-disabled', 'true')

      for (let k = 0; k < 3; k++) await page.keyboard.press('Shift+PageDown')
      await page.keyboard.press('Enter')
      await expect(zoomedOut(page)).toHaveAttribute('aria-disabled', 'false')
      await page.keyboard.press('0')
      await expect(zoomedOut(page)).toHaveAttribute('aria-disabled', 'true')
      await page.keyboard.press('Escape')
      await expect(page).not.toHaveURL(/at=/)
    })

    await test.step('user-cf: finds a person, and marks those who rated a film', async () => {
      await paste(page, learn('user-cf'))
      const find = page.getByRole('combobox', { name: 'Find a person or film' })
      await find.focus()
      await page.keyboard.type('12')
      await page.keyboard.press('Enter')
      await expect(page).toHaveURL(/at=pair11-\d+/)
      await expect(named(page).locator('b').first()).toHaveText('Person 12')

      await find.fill('')
      await page.keyboard.type('Toy Story')
      await page.keyboard.press('Enter')
      const key = figure(page).getByText(/^rated Toy Story: \d+ of 600 people/)
      await expect(key.first()).toBeAttached()
      expect(Number(/: (\d+) of/.exec(await key.first().innerText())![1])).toBeGreaterThan(20)
      await press(page, 'Clear the marks')
      await expect(key).toHaveCount(0)

      await find.fill('nobody at all')
      await find.press('Enter')
      await expect(
        figure(page).getByRole('status').filter({ hasText: 'No person or film here is called “nobody at all”.' }),
      ).toBeAttached()
    })

    await test.step('a pair of people does not follow to films', async () => {
      await paste(page, `${learn('user-cf')}&at=pair3-17`)
      await expect(arithmetic(page).getByRole('heading')).toHaveText('Person 4 and Person 18')
      await page.getByRole('navigation', { name: 'Systems' }).getByRole('link', { name: 'Item-based' }).click()
      await settled(page)
      await expect(page).not.toHaveURL(/at=pair/)
      await page.goBack()
      await settled(page)
      await expect(arithmetic(page).getByRole('heading')).toHaveText('Person 4 and Person 18')
    })
  })
})

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
