import type { Page } from '@playwright/test'
import { firstExperiment } from '../../src/state/experiment.ts'
import { linkOf } from '../../src/state/link.ts'
import { address, expect, rate, recommended, star, test } from '../support/on-the-page.ts'
import { open, settled } from '../support/open.ts'

const films = ['Alien', 'Spirited Away', 'Toy Story', 'Blade Runner'] as const
const rated = (page: Page) => page.getByRole('region', { name: 'Your ratings' }).getByRole('radio', { checked: true })
const start = linkOf({ ...firstExperiment, view: 'start' }, [])
const aboutRatings = (page: Page) => page.getByRole('complementary', { name: 'About your ratings' })
const aboutKept = (page: Page) => page.getByRole('complementary', { name: 'About what was kept' })

/** Under a pointer or a focus no row moves. */
async function letGo(page: Page) {
  await page.mouse.move(0, 0)
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur())
}

test.describe('what a visitor said', { tag: '@no-gpu' }, () => {
  test('in one tab is shown by the other, and neither undoes it', async ({ page: a, context }) => {
    const b = await context.newPage()
    await open(a, start)
    await open(b, start)
    for (const [k, film] of films.entries()) await rate(a, film, k + 2)
    await expect(rated(b), 'without a reload').toHaveCount(films.length)
    await expect(star(b, 'Blade Runner', 5)).toBeChecked()

    await b.getByRole('link', { name: 'Learn', exact: true }).click()
    await settled(b)
    const list = await recommended(b).allInnerTexts()
    expect(list.length).toBeGreaterThan(0)
    await b.getByRole('link', { name: 'Item-based', exact: true }).first().click()
    await settled(b)
    await expect(rated(a), 'what the other tab opened takes nothing away').toHaveCount(films.length)

    await b.goBack()
    await b.goBack()
    await settled(b)
    await rate(b, 'Alien', 5)
    await b.getByRole('button', { name: 'Clear your rating of Toy Story' }).click()
    await b
      .getByRole('button', { name: /^Not seen: / })
      .first()
      .click()
    await expect(star(a, 'Alien', 5)).toBeChecked()
    await expect(rated(a)).toHaveCount(films.length - 1)
    await Promise.all([letGo(a), letGo(b)])
    const offered = (page: Page) => page.getByRole('button', { name: /^Not seen: / }).allInnerTexts()
    await expect(async () => expect(await offered(a)).toEqual(await offered(b))).toPass()

    await a.reload()
    await settled(a)
    await expect(rated(a), 'what was taken back stays away').toHaveCount(films.length - 1)
    const names = await a.getByRole('region', { name: 'Your ratings' }).getByRole('group').allTextContents()
    expect(names.length).toBeGreaterThan(0)
    for (const [k, film] of ['Blade Runner', 'Spirited Away', 'Alien'].entries())
      await expect(
        a.getByRole('region', { name: 'Your ratings' }).getByRole('group').nth(k),
        'newest first, and a changed rating keeps its place',
      ).toHaveAccessibleName(new RegExp(film))
  })

  test('is there after a reload, a closed tab and Back, at once after the change', async ({ page, context }) => {
    const als = linkOf({ ...firstExperiment, view: 'learn', system: 'als' }, [])
    await open(page, als)
    const alpha = page.getByRole('slider', { name: /α|confidence/i }).first()
    await alpha.focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    const value = await alpha.inputValue()
    await page.reload()
    await settled(page)
    await expect(alpha).toHaveValue(value)
    await address(page, /alpha=/)

    await open(page, start)
    await star(page, 'Alien', 4).check({ force: true })
    await page.reload()
    await settled(page)
    await expect(star(page, 'Alien', 4)).toBeChecked()
    await star(page, 'Spirited Away', 2).check({ force: true })
    await page.goBack()
    await page.goForward()
    await settled(page)
    await expect(rated(page)).toHaveCount(2)
    await star(page, 'Toy Story', 1).check({ force: true })
    const session = await context.newCDPSession(page)
    const other = await context.newPage()
    await Promise.race([session.send('Page.crash').catch(() => undefined), page.waitForEvent('crash')])
    await open(other, start)
    await expect(rated(other), 'a tab that died had no time to say so').toHaveCount(3)
  })

  test('where nothing can be stored works for the visit, and that is said once', async ({ page }) => {
    await page.addInitScript(() => {
      Storage.prototype.setItem = () => {
        throw new DOMException('full', 'QuotaExceededError')
      }
    })
    await open(page, start)
    await expect(aboutRatings(page)).toBeHidden()
    await rate(page, 'Alien', 5)
    await expect(aboutRatings(page)).toContainText('last until you close this tab')
    await aboutRatings(page).getByRole('button', { name: 'Close' }).click()
    await rate(page, 'Spirited Away', 4)
    await expect(rated(page)).toHaveCount(2)
    await expect(aboutRatings(page)).toBeHidden()
  })

  test('where storage is blocked altogether works, too', async ({ page }) => {
    await page.addInitScript(() => {
      Object.defineProperty(window, 'localStorage', {
        get() {
          throw new DOMException('blocked', 'SecurityError')
        },
      })
    })
    await open(page, start)
    await rate(page, 'Alien', 5)
    await expect(aboutRatings(page)).toBeVisible()
    await expect(rated(page)).toHaveCount(1)
  })

  const film = (item: unknown, rating: unknown) => ({ item, rating })
  const stored: readonly { what: string; text: string; lost: number; left: number }[] = [
    {
      what: 'of the first version',
      text: JSON.stringify({ yours: { 'films@1': [film(3, 5), film(7, 2)] } }),
      lost: 0,
      left: 2,
    },
    { what: 'that is no JSON', text: '{"yours":', lost: 1, left: 0 },
    {
      what: 'with films and stars that there are not',
      text: JSON.stringify({
        yours: {
          'films@1': [film(3, 5), film(900, 5), film(4, 6), film(5, 0), film(6, 2.5), film(7, 'five'), film(3, 1)],
        },
        notSeen: { 'films@1': ['Alien'] },
      }),
      lost: 7,
      left: 1,
    },
    {
      what: 'with keys of the language',
      text: '{"yours":{"__proto__":[{"item":1,"rating":5}],"toString":7}}',
      lost: 2,
      left: 0,
    },
  ]
  for (const { what, text, lost, left } of stored)
    test(`stored, ${what}: the rest is there, and what was left out is said once`, async ({ page, context }) => {
      await context.addInitScript((text) => {
        if (sessionStorage.getItem('stored')) return
        sessionStorage.setItem('stored', 'yes')
        localStorage.setItem('recommender-playground', text)
      }, text)
      await open(page, start)
      await expect(rated(page)).toHaveCount(left)
      if (lost === 0) await expect(aboutKept(page)).toBeHidden()
      else await expect(aboutKept(page)).toContainText(lost === 1 ? '1 entry' : `${lost} entries`)
      await page.reload()
      await settled(page)
      await expect(rated(page)).toHaveCount(left)
      await expect(aboutKept(page)).toBeHidden()
    })
})
