import type { Locator, Page } from '@playwright/test'
import { firstExperiment } from '../../src/state/experiment.ts'
import { linkOf } from '../../src/state/link.ts'
import { films } from '../../workers/data/films.ts'
import { expect, goToStep, numbersBehind, paste, recommended, test, whereItIs } from '../support/on-the-page.ts'
import { open, settled } from '../support/open.ts'
import { tabTo } from '../support/tab-to.ts'

/** Films on both sides of the scale. */
const rated = [230, 120, 200, 60, 310].map((item, place) => ({ item, rating: [5, 4, 1, 5, 2][place]! }))
const learn = (
  system: 'content' | 'text-content',
  changes: Readonly<Record<string, string>> = {},
  step: number | 'last' = 'last',
) =>
  linkOf(
    {
      ...firstExperiment,
      view: 'learn',
      system,
      choices: { [system]: { preset: 'tuned', changes, step } },
    },
    rated,
  )

const stage = (page: Page): Locator => page.getByRole('region', { name: 'What it sees' })
const fan = (page: Page): Locator => page.getByRole('listbox', { name: /films by their angle to/ })
const products = (page: Page): Locator => page.getByRole('table', { name: /, largest weights first$/ })
const text = (page: Page): Locator => page.getByRole('listbox', { name: /Arrow keys go from word to word/ })
const angle = (page: Page) => stage(page).getByText(/^\d+° apart$/)
const focused = (page: Page) => page.locator('[role="option"]:is([role="listbox"]:focus > *)')

/** The products in the table add up to the cosine at its foot, to the digits shown. */
async function expectSum(page: Page, all: boolean) {
  const shown = (await products(page).locator('tbody td:last-child').allInnerTexts()).map((words) =>
    Number(words.replace('−', '-') || 0),
  )
  const cosine = Number((await products(page).locator('tfoot td').last().innerText()).replace('−', '-'))
  const sum = shown.reduce((total, x) => total + x, 0)
  if (all) expect(Math.abs(sum - cosine)).toBeLessThanOrEqual(0.005 * (shown.length + 1))
  return cosine
}

test.describe('content', { tag: '@no-gpu' }, () => {
  test('features by keys and mouse', async ({ page }) => {
    await test.step('from film to film on the fan', async () => {
      await open(page, learn('content'))
      await tabTo(page, fan(page))
      const before = await focused(page).innerText()
      await page.keyboard.press('End')
      await expect(focused(page)).not.toHaveText(before)
      await expect(focused(page)).toHaveText(/: \d+ degrees, cosine −?\d\.\d\d$/)
      await page.keyboard.press('ArrowLeft')
      await page.keyboard.press('Enter')
      await expect(page).toHaveURL(/at=film\d+/)
      await settled(page)
      await page.keyboard.press('Escape')
      await expect(page).not.toHaveURL(/at=film/)
    })

    await test.step('another film has another angle, and marks its features', async () => {
      await paste(page, learn('content'))
      const first = await angle(page).innerText()
      const cosine = await expectSum(page, true)
      expect(Math.round((Math.acos(cosine) * 180) / Math.PI)).toBeCloseTo(Number.parseInt(first), -1)
      const title = await stage(page).locator('figcaption b').first().innerText()
      await expect(recommended(page).first()).toContainText(title)

      const fourth = recommended(page).nth(3)
      const other = (await fourth.locator('span').nth(1).innerText()).split('\n')[0]!
      await fourth.getByRole('button').hover()
      await expect(stage(page).locator('figcaption b').first(), 'hovering previews').toHaveText(other)
      await page.mouse.move(5, 5)
      await expect(stage(page).locator('figcaption b').first()).toHaveText(title)
      await fourth.getByRole('button').click()
      await settled(page)
      await expect(angle(page)).not.toHaveText(first)
      await expectSum(page, true)
      await expect(products(page).locator('tr[data-has="true"]')).not.toHaveCount(0)
      await expect(fourth.getByRole('table')).toContainText('middle of the scale')
    })

    await test.step('profiles grow rating by rating, and a low rating pushes away only when centred', async () => {
      await paste(page, learn('content'))
      const lowest = async () => {
        const rows = await numbersBehind(page, await stage(page).locator('figcaption b').first().innerText())
        // The figure's own table has no kinds.
        const weights = rows.map((row) => row.split('\t')).filter((cells) => cells.length === 5)
        expect(weights.length).toBeGreaterThan(20)
        return Math.min(...weights.map((cells) => Number(cells[2]!.replace('−', '-'))))
      }
      expect(await lowest()).toBeGreaterThanOrEqual(0)
      await page.getByRole('combobox', { name: 'A rating weighs' }).selectOption('less your mean')
      await settled(page)
      expect(await lowest()).toBeLessThan(0)
      await goToStep(page, 1)
      expect(await whereItIs(page)).toMatch(/^rating 1 of \d+, everybody’s first 1$/)
      await goToStep(page, 0)
      await expect(stage(page)).toContainText('Nothing is read yet')
    })

    await test.step('a place on the fan is a film', async () => {
      await paste(page, learn('content', { weights: 'centred' }))
      const { width, height } = (await fan(page).boundingBox())!
      await fan(page).hover({ position: { x: width / 2 - 20, y: height * 0.5 } })
      const away = Number.parseInt(await angle(page).innerText())
      expect(away, 'left of the upright is more than a right angle').toBeGreaterThan(90)
      expect(await expectSum(page, false)).toBeLessThan(0)
      await fan(page).click({ position: { x: width / 2 - 20, y: height * 0.5 } })
      await expect(page).toHaveURL(/at=film\d+/)
      await settled(page)
      await expect(page.getByText(/is not among the first/)).toBeVisible()
      await fan(page).click({ position: { x: width / 2, y: height - 2 } })
      await expect(page, 'a click on nothing clears').not.toHaveURL(/at=film/)
    })
  })

  test('text by keys and mouse', async ({ page }) => {
    await test.step('from word to word in the text', async () => {
      await open(page, learn('text-content'))
      await tabTo(page, text(page))
      const first = await focused(page).innerText()
      await page.keyboard.press('ArrowRight')
      await expect(focused(page)).not.toHaveText(first)
      await expect(focused(page)).toHaveText(/: \d+ times here, in \d+ of 365 texts, idf/)
      await page.keyboard.press('Enter')
      await expect(focused(page)).toHaveAttribute('aria-selected', 'true')
      const kept = (await focused(page).innerText()).split(':')[0]!
      await page.keyboard.press('Tab')
      await expect(stage(page).locator('p', { hasText: `${kept}:` }), 'a kept word stays').toBeVisible()
    })

    await test.step('another film has another text, and a word says what it weighs', async () => {
      await paste(page, learn('text-content'))
      const before = (await text(page).getAttribute('aria-label'))!
      const matched = await stage(page).locator('u[data-match="for"]').allInnerTexts()
      expect(matched.length).toBeGreaterThan(0)
      for (const word of matched)
        expect(before).toMatch(new RegExp(`Also in the linked profile: .*\\b${word.toLowerCase()}\\b`))
      for (const word of matched) await expect(products(page)).toContainText(word.toLowerCase())

      await recommended(page).nth(2).getByRole('button').click()
      await settled(page)
      expect(await text(page).getAttribute('aria-label')).not.toBe(before)
      const word = stage(page).locator('u[data-word]').first()
      const name = (await word.innerText()).toLowerCase()
      const [box, layer] = [(await word.boundingBox())!, (await text(page).boundingBox())!]
      await text(page).hover({ position: { x: box.x - layer.x + box.width / 2, y: box.y - layer.y + box.height / 2 } })
      await expect(stage(page)).toContainText(
        new RegExp(`${name}: \\d+ × here, in [\\d,]+ of 365 texts, idf \\d\\.\\d\\d; weight`),
      )
    })

    await test.step('words left out and words kept are settings', async () => {
      await paste(page, learn('text-content'))
      const words = async () => await stage(page).locator('u[data-word]').allInnerTexts()
      expect((await words()).map((word) => word.toLowerCase())).not.toContain('the')
      await page.getByRole('combobox', { name: 'Stop words' }).selectOption('kept')
      await settled(page)
      expect((await words()).map((word) => word.toLowerCase())).toContain('the')
    })

    await test.step('a film that is not read yet is not recommended', async () => {
      await paste(page, learn('text-content', {}, 61))
      expect(await whereItIs(page)).toMatch(/^description 61 of 365, .+ read$/)
      const titles = await recommended(page).evaluateAll((items) =>
        items.map((item) => item.querySelector('button > span:nth-child(2)')!.firstChild!.textContent!),
      )
      expect(titles.length).toBeGreaterThan(0)
      for (const title of titles) expect(films.findIndex((film) => film.title === title)).toBeLessThan(61)
    })
  })
})

test.describe('by touch', { tag: '@no-gpu' }, () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } })

  test('by touch', async ({ page }) => {
    await test.step('tap a film, tap the fan', async () => {
      await open(page, learn('content'))
      const first = await angle(page).innerText()
      await recommended(page).nth(3).getByRole('button').tap()
      await settled(page)
      await expect(angle(page)).not.toHaveText(first)
      await fan(page).scrollIntoViewIfNeeded()
      const { width, height } = (await fan(page).boundingBox())!
      await fan(page).tap({ position: { x: width * 0.2, y: height * 0.2 } })
      await expect(page).toHaveURL(/at=film\d+/)
      await settled(page)
      expect(Number.parseInt(await angle(page).innerText())).toBeGreaterThan(60)
    })

    await test.step('tap a word', async () => {
      await paste(page, learn('text-content'))
      const word = stage(page).locator('u[data-word]').first()
      await word.scrollIntoViewIfNeeded()
      const name = (await word.innerText()).toLowerCase()
      const { x, y, width, height } = (await word.boundingBox())!
      await page.touchscreen.tap(x + width / 2, y + height / 2)
      await expect(stage(page).locator('p', { hasText: `${name}:` })).toContainText('texts, idf')
    })
  })
})
