import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { strToU8, zipSync } from 'fflate'
import { firstExperiment } from '../../src/state/experiment.ts'
import { linkOf } from '../../src/state/link.ts'
import { catalog } from '../../workers/catalog.ts'
import { overflow } from '../support/checks.ts'
import {
  address,
  expect,
  numbersBehind,
  paste,
  press,
  recommended,
  test,
  timeline,
  whereItIs,
} from '../support/on-the-page.ts'
import { open, settled } from '../support/open.ts'

const films = ['Alien (1979)', 'Heat (1995)', 'Ran (1985)', '"Piano, The (1993)"', 'Brazil (1985)', 'Fargo (1996)']
const movies = ['movieId,title,genres', ...films.map((film, i) => `${i + 1},${film},Drama|Thriller`)]
/** Twelve people, each of whom rated all films but one. */
const ratings = [
  'userId,movieId,rating,timestamp',
  ...Array.from({ length: 72 }, (_, k) => ({ person: 1 + Math.floor(k / 6), film: 1 + (k % 6) }))
    .filter(({ person, film }) => person % 6 !== film % 6)
    .map(
      ({ person, film }) =>
        `${person},${film},${(1 + ((person * film) % 9) / 2).toFixed(1)},${9e8 + person * 100 + film}`,
    ),
]
const lines = (text: readonly string[]) => strToU8(`${text.join('\n')}\n`)
const broken = ratings.with(7, '2,3,four,900000000')

const zipOf = (name: string, ratings: readonly string[]) => ({
  name: `${name}.zip`,
  mimeType: 'application/zip',
  buffer: Buffer.from(zipSync({ [`${name}/ratings.csv`]: lines(ratings), [`${name}/movies.csv`]: lines(movies) })),
})

const toData = (page: Page) =>
  page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Data' }).click()

/** All that an import must not touch. */
async function experimentOf(page: Page) {
  await settled(page)
  return {
    where: await whereItIs(page),
    list: await recommended(page).allInnerTexts(),
    loss: await numbersBehind(page, 'Loss'),
    settings: await page.getByRole('region', { name: 'Settings' }).getByRole('status').allInnerTexts(),
    link: await address(page, /v1\.learn\/als/),
  }
}

test.describe('an import', { tag: '@no-gpu' }, () => {
  test('that fails says why, and leaves the experiment as it was', async ({ page }, info) => {
    const choices = { als: { preset: 'tuned', changes: { alpha: 5 }, step: 12 } } as const
    const link = linkOf({ ...firstExperiment, view: 'learn', choices }, [{ item: 200, rating: 5 }])
    await open(page, link)
    const before = await experimentOf(page)
    expect(before.list.length).toBeGreaterThan(0)
    await toData(page)
    const chosen = page.getByRole('radio', { name: /^Films/ })
    await expect(chosen).toBeChecked()

    const failed = page.getByRole('alert')
    await page.getByLabel('Choose a zip').setInputFiles(zipOf('ml-broken', broken))
    await expect(failed).toContainText('ml-broken.zip could not be read.')
    await expect(failed).toContainText(/ratings\.csv.*line 8.*a rating from 0\.5 to 5.*four/)
    await expect(chosen).toBeChecked()

    await page
      .getByLabel('Choose a zip')
      .setInputFiles({ ...zipOf('ml-cut', ratings), buffer: Buffer.from('PK, or so') })
    await expect(failed).toContainText('ml-cut.zip could not be read.')
    await expect(failed).toContainText('damaged or cut short')

    const folder = info.outputPath('ml-folder')
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'ratings.csv'), lines(broken))
    await page.getByLabel('Choose a folder').setInputFiles(folder)
    await expect(failed).toContainText('ml-folder could not be read.')
    await expect(failed).toContainText('movies.csv: expected it beside')
    await writeFile(join(folder, 'movies.csv'), lines(movies))
    await page.getByLabel('Choose a folder').setInputFiles(folder)
    await expect(failed).toContainText(/ratings\.csv.*line 8/)
    await expect(failed).toContainText('Everything else is as it was.')
    await expect(chosen).toBeChecked()

    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Learn' }).click()
    expect(await experimentOf(page)).toEqual(before)
  })

  test('that is sound opens and trains', async ({ page }) => {
    await open(page, linkOf({ ...firstExperiment, view: 'data' }, []))
    await page.getByLabel('Choose a zip').setInputFiles(zipOf('ml-tiny', ratings))
    await expect(page.getByText('ml-tiny.zip is open.')).toBeVisible()
    await expect(page.getByRole('radio', { name: /^MovieLens tiny/ })).toBeChecked()
    const use = page.getByRole('region', { name: 'MovieLens tiny, in use' })
    await expect(use).toContainText('60 ratings')
    await expect(use).toContainText('0.5 to 5 stars, in steps of 0.5')

    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Learn' }).click()
    await settled(page)
    await page.getByRole('combobox', { name: 'Speed, in half-steps a second' }).selectOption('As fast as it goes')
    if ((await timeline(page).inputValue()) !== '30') await press(page, 'Play')
    await expect(timeline(page)).toHaveValue('30')
    await settled(page)
    await page.getByRole('combobox', { name: 'Whose recommendations' }).selectOption('A person of the data')
    await expect(recommended(page).first()).toContainText(/Alien|Heat|Ran|The Piano|Piano|Brazil|Fargo/)
    expect((await numbersBehind(page, 'Loss')).length).toBeGreaterThan(20)

    await page.getByRole('button', { name: 'Share' }).click()
    const share = page.getByRole('dialog', { name: 'Share' })
    await expect(share).toContainText('the imported files themselves')
  })

  test('that a link waits for opens it as it was', async ({ page }) => {
    const zip = zipOf('ml-tiny', ratings)
    await open(page, linkOf({ ...firstExperiment, view: 'data' }, []))
    await page.getByLabel('Choose a zip').setInputFiles(zip)
    const [, dataset] = /data=(import:[0-9a-z]+)/.exec(await address(page, /data=import/))!
    const choices = { 'item-cf': { preset: 'tuned', changes: {}, step: 3 } } as const
    const selection = { kind: 'item', id: 4 } as const
    const experiment = {
      ...firstExperiment,
      view: 'learn',
      system: 'item-cf',
      dataset: dataset!,
      choices,
      selection,
    } as const
    const link = linkOf({ ...experiment, seed: 7 }, [
      { item: 0, rating: 4.5 },
      { item: 5, rating: 2 },
    ])

    // A document of its own has opened no file.
    await page.goto('about:blank')
    await open(page, link)
    const notice = page.getByRole('complementary', { name: 'About the link' })
    await expect(notice).toContainText('Open the same file under Data')
    await expect(timeline(page)).toHaveValue('3')
    expect(await address(page, /data=import/)).toContain(link)
    await page.reload()
    await settled(page)
    await expect(notice).toBeVisible()
    expect(await address(page, /data=import/)).toContain(link)

    await toData(page)
    await page.getByLabel('Choose a zip').setInputFiles(zip)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Item-based neighbours')
    await settled(page)
    await expect(notice).toBeHidden()
    await expect(page.getByText('From the link (2 ratings)')).toBeAttached()
    await expect(timeline(page)).toHaveValue('3')
    expect(await address(page, /data=import/)).toContain(link)
    await page.goBack()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Data')
  })
})

/** Twelve people who rated films of all scripts, one of them in a single word of 88 letters. */
const ofAllScripts = [
  'שלום עולם! 2 (2012)',
  'مرحبا بالعالم - 2 (2013)',
  'हिन्दी फ़िल्म (2014)',
  `${'Donau'.repeat(17)}xyz (1991)`,
]
const foreign = [
  'movieId,title,genres',
  ...[...ofAllScripts, 'Ran (1985)', 'Heat (1995)'].map((film, i) => `${i + 1},${film},Drama`),
]

/** Text in which letters from right to left stand without anything that isolates them from what is beside. */
function unisolated(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = []
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (texts.nextNode()) {
      const { data, parentElement: holder } = texts.currentNode as Text
      const bare = data
        .split('\u2068')
        .map((part, place) => (place === 0 ? part : part.slice(part.indexOf('\u2069') + 1)))
      if (!/[\u0590-\u08ff]/.test(bare.join('')) || holder?.closest('bdi, u, script, style')) continue
      found.push(`${holder?.tagName}: ${data}`)
    }
    return found
  })
}

test.describe('films of all scripts on a phone', { tag: '@no-gpu' }, () => {
  const width = 390
  test.use({ hasTouch: true, isMobile: true, viewport: { width, height: 844 } })

  test('widen no page and turn no arithmetic', async ({ page }) => {
    await open(page, linkOf({ ...firstExperiment, view: 'data' }, []))
    const files = { 'ml-all/ratings.csv': lines(ratings), 'ml-all/movies.csv': lines(foreign) }
    const zip = { name: 'ml-all.zip', mimeType: 'application/zip', buffer: Buffer.from(zipSync(files)) }
    await page.getByLabel('Choose a zip').setInputFiles(zip)
    await expect(page.getByText('ml-all.zip is open.')).toBeVisible()
    await settled(page)
    const dataset = /import:[0-9a-f]{16}/.exec(decodeURIComponent(await address(page, /import/)))![0]
    const pages = [
      { ...firstExperiment, dataset },
      ...catalog.map(({ spec }) => ({ ...firstExperiment, dataset, view: 'learn' as const, system: spec.id, who: 1 })),
    ]
    const found: string[] = []
    const shown = { fromRightToLeft: 0, long: 0 }
    for (const experiment of pages) {
      await paste(page, linkOf(experiment, []))
      const where = `${experiment.view} ${experiment.system}`
      found.push(...[...(await overflow(page, width)), ...(await unisolated(page))].map((one) => `${where}: ${one}`))
      shown.fromRightToLeft += await page
        .locator('bdi')
        .filter({ hasText: /[\u0590-\u08ff]/ })
        .count()
      shown.long += await page.locator('bdi').filter({ hasText: 'DonauDonauDonau' }).count()
    }
    expect(found).toEqual([])
    // else nothing was looked at
    expect(shown.fromRightToLeft).toBeGreaterThan(pages.length)
    expect(shown.long).toBeGreaterThan(pages.length)
  })
})
