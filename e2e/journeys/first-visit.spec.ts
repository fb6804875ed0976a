import type { Page } from '@playwright/test'
import { fewestSteps } from '../../workers/testing/fast-settings.ts'
import { catalog } from '../../workers/catalog.ts'
import { defaultChoice, firstExperiment } from '../../src/state/experiment.ts'
import { linkOf } from '../../src/state/link.ts'
import { emptyBoxes, pictureOf } from '../support/emptiness.ts'
import { madeUpRatings } from '../support/made-up-ratings.ts'
import { address, expect, paste, press, rate, recommended, star, test } from '../support/on-the-page.ts'
import { open, settled } from '../support/open.ts'
import type { Size } from '../support/views.ts'

/** What recommends nothing of its own, or shows the list that it judges in its picture. */
const listless = new Set(['ab-test', 'metrics'])
/** About nobody's list: the same whatever was rated. */
const aboutNobody = new Set(['ab-test'])
/** Too small for them: of the 5 × 5 these pages say in words why there is no list, or nothing to learn it from. */
const tooSmallFor = new Set(['content', 'text-content', 'user-cf', 'item-cf', 'learned-hybrid'])

const desk: Size = { width: 1280, height: 720 }

const specs = catalog.map(({ spec }) => spec)
const linkTo = (dataset: string, spec: (typeof specs)[number], step: number | 'last' = 'last') =>
  linkOf(
    {
      ...firstExperiment,
      ...{ view: 'learn', system: spec.id, dataset },
      choices: { [spec.id]: { ...defaultChoice, changes: fewestSteps(spec), step } },
    },
    [],
  )

const seen = (page: Page) => page.getByRole('region', { name: 'What it sees' })
const picker = (page: Page) => page.getByLabel('Whose recommendations')

/** Who stands in, as the picker says. */
const exampleOf = async (page: Page): Promise<string> => {
  const shown = await picker(page).locator('option:checked').innerText()
  return shown.replace(/, an example$/, '')
}

/** Whoever is spoken of as the one that the page is about: "for Person 97", "Person 97’s profile". */
const spokenOf = (text: string): readonly string[] =>
  [...text.matchAll(/\b(?:for|to|of) (Person [\d,]*\d)|(Person [\d,]*\d)’s\b/gi)].map(([, a, b]) => (a ?? b)!)

/** Everything that a newcomer would find missing on the page that is open, a line each. */
async function missing(page: Page, id: string, example: string, inWords: boolean): Promise<string[]> {
  const found = [...(await emptyBoxes(page))]
  for (const alert of await page.getByRole('alert').allInnerTexts()) found.push(`it failed: ${alert}`)
  const picture = await pictureOf(seen(page))
  if (!(picture.marks > 2 || (inWords && picture.words > 5))) found.push(`no picture: ${JSON.stringify(picture)}`)
  if (!listless.has(id) && !inWords && (await recommended(page).count()) === 0) found.push('no list')
  if (aboutNobody.has(id)) return found
  const named = await exampleOf(page)
  if (named !== example) found.push(`the picker says ${named}, not ${example}`)
  const about = await page.locator('#stage, #stage ~ div').allInnerTexts()
  if (!about.join().includes(`You have rated nothing yet: this is ${example}, an example.`))
    found.push('not named as the example')
  for (const name of spokenOf(about.join('\n'))) if (name !== example) found.push(`speaks of ${name}, not ${example}`)
  if (/because you|\byour profile|\bfor you\b/i.test(about.join('\n')))
    found.push('speaks to the visitor as if they had rated')
  return found
}

/** Where a picture should be and neither that nor words are, a line each. */
async function withoutPicture(page: Page, id: string): Promise<string[]> {
  const picture = await pictureOf(seen(page))
  // A matrix of which no row is computed yet is of one colour, and says so.
  const saysSo = /Nothing is computed yet/.test(await seen(page).innerText())
  const boxes = (await emptyBoxes(page)).filter((line) => !(saysSo && line.startsWith('a blank canvas')))
  const lines = picture.marks <= 2 && picture.words <= 5 ? ['neither a picture nor words', ...boxes] : boxes
  return lines.map((line) => `${id}: ${line}`)
}

/** Where a list should be and neither that nor a reason is. */
async function withoutList(page: Page, id: string): Promise<string[]> {
  const list = page.getByRole('region', { name: 'What it recommends' })
  if ((await list.count()) === 0 || (await recommended(page).count()) > 0) return []
  const text = await list.innerText()
  return /None of your ratings is/.test(text) ? [] : [`${id}: neither a list nor a reason: ${text}`]
}

/** Every page in one tab, one after another, as a newcomer opens it from the list. */
async function firstVisit(page: Page, dataset: string, example: string, sizes: readonly Size[] = [desk]) {
  const found: string[] = []
  await paste(page, linkOf({ ...firstExperiment, dataset }, []))
  await expect(page.getByRole('region', { name: 'What they recommend' })).toContainText(`${example}, an example`)
  found.push(...(await emptyBoxes(page)).map((line) => `start: ${line}`))
  for (const spec of specs)
    await test.step(spec.id, async () => {
      await paste(page, linkTo(dataset, spec))
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(spec.name)
      const inWords = dataset === 'course@1' && tooSmallFor.has(spec.id)
      for (const size of sizes) {
        await page.setViewportSize(size)
        await settled(page)
        const lines = await missing(page, spec.id, example, inWords)
        found.push(...lines.map((line) => `${spec.id}, ${size.width} × ${size.height}: ${line}`))
      }
    })
  return found
}

test.describe('a first visit', { tag: '@no-gpu' }, () => {
  test('finds every page of the films full, on a screen and on a phone, and Person 97 on each', async ({ page }) => {
    await open(page, '')
    const found = await firstVisit(page, 'films@1', 'Person 97', [desk, { width: 390, height: 844 }])
    await test.step('before anything is learned, a page says in words what there is not', async () => {
      for (const spec of specs) {
        await paste(page, linkTo('films@1', spec, 0))
        found.push(...(await withoutPicture(page, spec.id)))
      }
    })
    await test.step('to whoever liked nothing yet it says so, in list and picture', async () => {
      await paste(page, 'v1.start')
      await rate(page, 'Toy Story', 1)
      for (const spec of specs) {
        await paste(page, linkTo('films@1', spec))
        found.push(...(await withoutPicture(page, spec.id)), ...(await withoutList(page, spec.id)))
      }
    })
    expect(found, found.join('\n')).toEqual([])
  })

  test('finds every page of the 5 × 5 full', async ({ page }) => {
    await open(
      page,
      linkTo(
        'course@1',
        specs.find(({ id }) => id === 'als')!,
      ),
    )
    const found = await firstVisit(page, 'course@1', await exampleOf(page))
    expect(found, found.join('\n')).toEqual([])
  })

  test('finds every page of imported data full', async ({ page }) => {
    await open(page, 'v1.data')
    await page
      .locator('input[type="file"]')
      .first()
      .setInputFiles(madeUpRatings(400, 100, 12))
    const link = await address(page, /data=import/)
    const dataset = new URLSearchParams(link.slice(link.indexOf('?'))).get('data')!
    await paste(
      page,
      linkTo(
        dataset,
        specs.find(({ id }) => id === 'als')!,
      ),
    )
    const found = await firstVisit(page, dataset, await exampleOf(page))
    expect(found, found.join('\n')).toEqual([])
  })

  test('ends with the first rating, made right there, and begins again when it is taken back', async ({ page }) => {
    await open(
      page,
      linkTo(
        'films@1',
        specs.find(({ id }) => id === 'als')!,
      ),
    )
    await expect(recommended(page).first()).toContainText('because they watched')
    await press(page, 'Rate a film')
    await star(page, 'Toy Story', 5).click({ force: true })
    await settled(page)
    await expect(picker(page).locator('option:checked')).toHaveText('You (1 rating)')
    await expect(recommended(page).first()).toContainText('because you watched')
    await expect(page.locator('main')).not.toContainText('an example')
    await paste(page, 'v1.learn/content')
    await expect(seen(page).getByText('you', { exact: true }).first()).toBeVisible()
    await page.getByRole('link', { name: 'Start', exact: true }).first().click()
    await settled(page)
    const answers = page.getByRole('region', { name: 'What they recommend' })
    await expect(answers).toContainText('For you, from what you rated.')
    await page.getByRole('button', { name: 'Clear your rating of Toy Story' }).click()
    await settled(page)
    await expect(answers).toContainText('Person 97, an example')
  })
})
