import type { Page } from '@playwright/test'
import { firstExperiment } from '../../src/state/experiment.ts'
import { linkOf } from '../../src/state/link.ts'
import { films } from '../../workers/data/films.ts'
import {
  address,
  expect,
  goToStep,
  numbersBehind,
  paste,
  rate,
  recommended,
  startLists,
  test,
  timeline,
  whereItIs,
} from '../support/on-the-page.ts'
import { open, settled } from '../support/open.ts'

const heading = (page: Page) => page.getByRole('heading', { level: 1 })
const toSystem = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Systems' }).getByRole('link', { name, exact: true }).click()

test.describe('the address', { tag: '@no-gpu' }, () => {
  test('goes back and forward through pages as they were', async ({ page }) => {
    await open(page, linkOf({ ...firstExperiment, view: 'start' }, []))
    await rate(page, 'Alien', 5)
    const start = await startLists(page)

    await page.getByRole('link', { name: 'Learn', exact: true }).click()
    await expect(heading(page)).toHaveText('Alternating least squares')
    await settled(page)
    await goToStep(page, 5)
    const als = { where: await whereItIs(page), list: await recommended(page).allInnerTexts() }
    expect(als.where).toMatch(/^half-step 5 of 30/)

    await toSystem(page, 'Item-based')
    await expect(heading(page)).toHaveText('Item-based neighbours')
    await settled(page)
    await page.getByRole('grid').focus()
    await page.keyboard.press('Control+Home')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    await address(page, /at=pair0-1/)
    const pair = page.getByRole('heading', { name: `${films[0]!.title} and ${films[1]!.title}` })
    await expect(pair).toBeVisible()

    await page.goBack()
    await expect(heading(page)).toHaveText('Alternating least squares')
    await settled(page)
    expect({ where: await whereItIs(page), list: await recommended(page).allInnerTexts() }).toEqual(als)
    await page.goBack()
    await expect(heading(page)).toHaveText(/^Rate a few films/)
    expect(await startLists(page)).toEqual(start)
    await page.goForward()
    await settled(page)
    expect({ where: await whereItIs(page), list: await recommended(page).allInnerTexts() }).toEqual(als)
    await page.goForward()
    await expect(pair).toBeVisible()
    await expect(page.getByRole('gridcell', { selected: true })).toHaveCount(1)
  })

  test('of a pasted link is opened as far as it can be read', async ({ page }) => {
    await test.step('a link pasted into the open tab trains to its step and waits there', async () => {
      await open(page, '')
      const choices = { als: { preset: 'tuned', changes: {}, step: 7 } } as const
      await paste(page, linkOf({ ...firstExperiment, view: 'learn', choices }, [{ item: 200, rating: 5 }]))
      await expect(heading(page)).toHaveText('Alternating least squares')
      await expect(page.getByRole('combobox', { name: 'Whose recommendations' })).toHaveValue('link')
      await expect(page.getByText('From the link (1 rating)')).toBeAttached()
      await settled(page)
      await expect(page.getByRole('button', { name: 'Play' })).toBeVisible()
      await expect(timeline(page)).toHaveValue('7')
      expect((await numbersBehind(page, 'Loss')).length).toBeGreaterThanOrEqual(8)
    })

    await test.step('of a broken, newer or unknown link opens the nearest, and says what was not read', async () => {
      await paste(page, linkOf({ ...firstExperiment, view: 'start' }, []))
      for (const { link, opens, step, says } of bad)
        await test.step(link, async () => {
          await paste(page, link)
          await expect(heading(page)).toHaveText(opens)
          const notice = page.getByRole('complementary', { name: 'About the link' })
          for (const words of says) await expect(notice).toContainText(words)
          await settled(page)
          if (step !== undefined) await expect(timeline(page)).toHaveValue(step)
          await notice.getByRole('button').click()
          await expect(notice).toBeHidden()
        })
    })
  })

  const bad: readonly { link: string; opens: RegExp; step?: string; says: readonly string[] }[] = [
    { link: 'v9.learn/als?step=7', opens: /^Alternating/, step: '7', says: ['its version, 9'] },
    { link: 'v1.learn/slope-one', opens: /^Alternating/, says: ['the system “slope-one”'] },
    { link: 'v1.compare?step=3', opens: /^Rate a few films/, says: ['the page “compare”'] },
    { link: 'perhaps-a-link', opens: /^Rate a few films/, says: ['the whole address'] },
    {
      link: 'v1.learn/als?factors=9999&alpha=much&strength=smell&who=700&step=6&r=1nonsense&colour=red',
      opens: /^Alternating/,
      step: '6',
      says: [
        'factors=9999',
        'alpha=much',
        'strength=smell',
        'r=1nonsense',
        'colour',
        'person 701: there are 600 people',
      ],
    },
    { link: 'v1.learn/item-cf?data=import:0abc&step=4', opens: /^Item-based/, step: '4', says: ['the imported data'] },
    {
      link: 'v1.learn/als?c=AAA&step=3',
      opens: /^Alternating/,
      step: '3',
      says: ['its check digits: it was cut short'],
    },
    {
      // film 12 as it should be, then twice, one that is not there, film 2^40 + 3, and -1,000 and 127.5 stars
      link: 'v1.learn/item-cf?step=5&r=0GAoYCJBOCoaAgICAQAoJ_4h6Cv8',
      opens: /^Item-based/,
      step: '5',
      says: ['4 of its ratings: there can be no such film', 'one of its ratings: a film that this data does not have'],
    },
    {
      link: `v1.learn/als?step=4&r=17cEhDQAAAAIwTwL6JyUD_nsD${'A'.repeat(261)}LwG`,
      opens: /^Alternating/,
      step: '4',
      says: ['r=17cEhDQ'],
    },
    {
      link: `v1.learn/als?step=3&r=0${'A'.repeat(1_000_000)}`,
      opens: /^Alternating/,
      step: '4',
      says: ['what was here stays'],
    },
    { link: 'v1.learn/als?at=film900&step=2', opens: /^Alternating/, step: '2', says: ['what was selected'] },
  ]
})
