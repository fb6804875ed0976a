import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { strToU8, zipSync } from 'fflate'
import { firstExperiment } from '../src/state/experiment.ts'
import { linkOf } from '../src/state/link.ts'
import { address, expect, numbersBehind, press, recommended, test, timeline, whereItIs } from './on-the-page.ts'
import { open, settled } from './open.ts'

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
