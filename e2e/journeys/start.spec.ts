import type { Page } from '@playwright/test'
import { firstExperiment } from '../../src/state/experiment.ts'
import { linkOf } from '../../src/state/link.ts'
import { films } from '../../workers/data/films.ts'
import {
  computeOn,
  deviceChip,
  expect,
  rate,
  star,
  starsOf,
  startFilms,
  startLists,
  systems,
  test,
} from '../support/on-the-page.ts'
import { open, settled } from '../support/open.ts'
import { answersFor, watchEngine } from '../support/watch-engine.ts'

const [popularity, itemBased, als] = systems
const start = { ...firstExperiment, view: 'start' } as const

/** What the chip says in each browser. */
const computes: Record<string, RegExp> = {
  webgpu: /^GPU: /,
  auto: /^CPU: software GPU only$/,
  'no-gpu': /^CPU: no GPU found$/,
}

test('a first visit: rate, see every system answer, take it back', async ({ page }, { project }) => {
  // A software GPU takes a few seconds for thirty half-steps over 600 people: six show the same.
  const fewSteps = {
    ...start,
    choices: { als: { preset: 'tuned', changes: { iterations: 3 }, step: 'last' } },
  } as const
  await open(page, project.name === 'webgpu' ? linkOf(fewSteps, []) : '')
  if (project.name === 'webgpu') await computeOn(page, 'GPU')
  await expect(deviceChip(page)).toHaveText(computes[project.name]!)

  const answers = page.getByRole('region', { name: 'What they recommend' })
  await expect(answers).toContainText(/Person 97, an example, who liked .+\. Rate a film and these lists are yours\./)
  await expect(answers).toContainText('The same list for everybody; it only drops what you rated.')
  const example = await startLists(page)
  for (const system of systems) expect(example[system]).toHaveLength(5)

  await rate(page, 'Spirited Away', 5)
  await expect(answers).not.toContainText('an example')
  await expect(deviceChip(page)).toHaveText(computes[project.name]!)
  const first = await startLists(page)
  for (const system of [itemBased, als]) {
    expect(first[system]).toHaveLength(5)
    expect(first[system], system).not.toEqual(example[system])
  }
  for (const system of systems) expect(first[system]).not.toContain('Spirited Away')

  await test.step('search for the most popular film, and rate it', async () => {
    const film = first[popularity][0]!
    await page.getByRole('combobox', { name: /^Search \d+ films$/ }).fill(film)
    await page.keyboard.press('Enter')
    await expect(star(page, film, 1)).toBeFocused()
    await rate(page, film, 5)
    await letGo(page)
    const second = await startLists(page)
    expect(second[popularity].slice(0, 4), 'popularity only drops it').toEqual(first[popularity].slice(1))
    for (const system of [itemBased, als]) expect(second[system], system).not.toEqual(first[system])
    const rated = page.getByRole('region', { name: 'Your ratings' }).getByRole('radio', { checked: true })
    await expect(rated).toHaveCount(2)
    await expect(rated.first(), 'the newest stands first').toHaveAccessibleName('5 stars')
    await expect(page.getByRole('region', { name: 'Your ratings' }).getByRole('group').first()).toHaveAccessibleName(
      new RegExp(film),
    )

    await page.getByRole('button', { name: `Undo ${film}` }).click()
    expect(await startLists(page)).toEqual(first)
  })

  await test.step('say that a film was not seen', async () => {
    await expect(starsOf(page, 'Alien')).toBeVisible()
    const offered = page.getByRole('button', { name: /^Not seen: / })
    const before = await offered.count()
    await page.getByRole('button', { name: 'Not seen: Alien' }).click()
    await letGo(page)
    await expect(starsOf(page, 'Alien')).toBeHidden()
    await expect(offered).toHaveCount(before)
    expect(await startLists(page), 'it says nothing about taste').toEqual(first)
  })

  await test.step('clear the last rating: the example is back', async () => {
    await page.getByRole('button', { name: 'Clear your rating of Spirited Away' }).click()
    await expect(answers).toContainText('an example')
    expect((await startLists(page))[als]).toHaveLength(5)
  })
})

/** The pointer leaves the list, and the keyboard too: what was held moves to where it belongs. */
async function letGo(page: Page) {
  await page.mouse.move(0, 0)
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
}

test.describe('nothing moves under a pointer or a focus', { tag: '@no-gpu' }, () => {
  const names = (page: Page) =>
    page
      .getByRole('region', { name: 'Your ratings' })
      .getByRole('group')
      .evaluateAll((groups) => groups.map((group) => group.getAttribute('aria-label') ?? group.textContent))
  const checked = (page: Page) =>
    page.getByRole('region', { name: 'Your ratings' }).getByRole('radio', { checked: true })

  test('twice on one spot is twice on one film, whichever row it is and whatever is clicked there', async ({
    page,
  }) => {
    await open(page, '')
    for (const [rated, place] of [3, 0, 4].entries()) {
      const film = page.getByRole('region', { name: 'Your ratings' }).getByRole('group').nth(place)
      const before = await names(page)
      const { x, y, width, height } = (await film.boundingBox())!
      for (let click = 0; click < 2; click++) {
        await page.mouse.click(x + width / 2, y + height / 2)
        await settled(page)
      }
      expect(await names(page)).toEqual(before)
      await expect(checked(page)).toHaveCount(rated + 1)
    }
    await letGo(page)
    await settled(page)
    await expect(
      page
        .getByRole('region', { name: 'Your ratings' })
        .getByRole('group')
        .first()
        .getByRole('radio', { checked: true }),
    ).toHaveCount(1)
    const notSeen = page.getByRole('button', { name: /^Not seen: / }).first()
    const { x, y, width, height } = (await notSeen.boundingBox())!
    const before = await names(page)
    for (let click = 0; click < 2; click++) await page.mouse.click(x + width / 2, y + height / 2)
    expect(await names(page)).toEqual(before)
    await letGo(page)
    expect((await names(page)).filter((name) => !before.includes(name))).toHaveLength(1)
  })

  test('by keys, the focus and its row stay where they are', async ({ page }) => {
    await open(page, '')
    const before = await names(page)
    await page
      .getByRole('region', { name: 'Your ratings' })
      .getByRole('group')
      .nth(4)
      .getByRole('radio')
      .first()
      .focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await settled(page)
    expect(await names(page)).toEqual(before)
    await expect(checked(page)).toBeFocused()
  })
})

test.describe('low ratings', { tag: '@no-gpu' }, () => {
  test('nothing but low ratings gives nothing to go on', async ({ page }) => {
    await open(page, '')
    await rate(page, 'Toy Story', 1)
    for (const system of [itemBased, als]) {
      await expect(startFilms(page, system)).toHaveCount(0)
      const answer = page.getByRole('heading', { name: system }).locator('..')
      await expect(answer).toContainText('none of your ratings is 4 stars or more')
    }
    await expect(startFilms(page, popularity)).toHaveCount(5)
  })

  test('one star never raises the films nearest to it', async ({ page }) => {
    await watchEngine(page)
    await open(page, linkOf({ ...firstExperiment, view: 'learn', system: 'item-cf', who: 0 }, []))
    const nearest = await nearestFilms(page)
    await open(page, linkOf(start, []))
    await rate(page, 'Spirited Away', 5)
    await rate(page, 'Blade Runner', 5)

    const raised: string[] = []
    let before = await startLists(page)
    const known = ['Spirited Away', 'Blade Runner', ...Object.values(before).flat()]
    for (const listed of before[itemBased].slice(1, 4)) {
      const disliked = nearest(listed).find((film) => !known.includes(film))!
      expect(nearest(disliked).length).toBeGreaterThan(0)
      known.push(disliked)
      await page.getByRole('combobox', { name: /^Search \d+ films$/ }).fill(disliked)
      await page.keyboard.press('Enter')
      await rate(page, disliked, 1)
      const after = await startLists(page)
      for (const system of systems)
        for (const film of nearest(disliked))
          if (place(after[system], film) < place(before[system], film))
            raised.push(`${system}: ${disliked} raised ${film}`)
      before = after
    }
    expect(raised).toEqual([])
  })
})

/** Ten films by similarity to a film, from its row of the matrix that the page was sent. */
async function nearestFilms(page: Page): Promise<(film: string) => string[]> {
  const answers = await answersFor(page, 'page')
  const rows = answers
    .map(({ view }) => view.snapshot?.rows as unknown as number[])
    .find((all) => all.length === films.length ** 2)!
  return (film) => {
    const row = films.findIndex(({ title }) => title === film) * films.length
    return films
      .map(({ title }, other) => ({ title, similarity: rows[row + other]! }))
      .filter(({ title, similarity }) => title !== film && similarity > 0)
      .toSorted((a, b) => b.similarity - a.similarity)
      .slice(0, 10)
      .map(({ title }) => title)
  }
}

const place = (list: readonly string[], film: string) => (list.includes(film) ? list.indexOf(film) : Infinity)
