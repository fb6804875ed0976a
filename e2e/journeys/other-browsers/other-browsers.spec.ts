import { writeFile } from 'node:fs/promises'
import { firstExperiment, specs, type Choice, type Experiment } from '../../../src/state/experiment.ts'
import { linkOf } from '../../../src/state/link.ts'
import { fewestSteps } from '../../../workers/testing/fast-settings.ts'
import { withSettings } from '../../../workers/contract/spec.ts'
import { madeUpRatings } from '../../support/made-up-ratings.ts'
import { expect, test } from './browser-test.ts'
import * as shown from './on-the-screen.ts'
import { key, type Tab } from './tab.ts'
import { fingerprintsOf } from './watched-app.ts'

const rated = [231, 121, 201, 61, 311].map((item, place) => ({ item, rating: [5, 4, 1, 5, 2][place]! }))

function learn(system: string, choice: Partial<Choice> = {}, ratings = rated): string {
  const choices = { [system]: { preset: 'tuned', changes: {}, step: 'last', ...choice } as Choice }
  return linkOf({ ...firstExperiment, view: 'learn', system, choices } satisfies Experiment, ratings)
}

async function open(tab: Tab, address: string, link: string) {
  await tab.goto(`${address}#${link}`)
  await settled(tab)
}

/** Settled, and still so after two frames. */
async function settled(tab: Tab) {
  await tab.until(shown.settled)
}

test('Start: rate a film, and every list is one’s own', async ({ tab, address }) => {
  await open(tab, address, '')
  const example = await tab.run(shown.startLists)
  expect(example.map(({ films }) => films.length)).toEqual([5, 5, 5])
  await tab.click(tab.element(shown.starOf, 'Spirited Away', 5))
  await settled(tab)
  const [popularity, ...personal] = await tab.run(shown.startLists)
  expect(popularity!.films).toHaveLength(5)
  for (const [place, { system, films }] of personal.entries()) {
    expect(films, system).toHaveLength(5)
    expect(films, system).not.toEqual(example[place + 1]!.films)
    expect(films, system).not.toContain('Spirited Away')
  }
})

test('ALS plays to its end, and goes where the timeline is moved', async ({ tab, address }) => {
  await open(tab, address, learn('als', { step: 0 }))
  expect(await tab.run(shown.whereItIs)).toMatch(/^half-step 0 of 30/)
  await tab.click(tab.find('option', 'As fast as it goes'))
  await tab.click(tab.find('button', 'Play'))
  await tab.until(() => document.querySelector<HTMLInputElement>('input[aria-label="Timeline"]')?.value === '30')
  await settled(tab)
  const end = await tab.run(shown.recommended)
  expect(end).toHaveLength(5)
  await tab.run(shown.focusOn, 'input[aria-label="Timeline"]')
  await tab.press(key.home, key.right, key.right, key.right)
  await settled(tab)
  expect(await tab.run(shown.whereItIs)).toMatch(/^half-step 3 of 30, people solved, loss [\d,]+$/)
  expect(await tab.run(shown.recommended)).not.toEqual(end)
  await tab.press(key.end)
  await settled(tab)
  expect(await tab.run(shown.whereItIs)).toMatch(/^half-step 30 of 30, films solved/)
  expect(await tab.run(shown.recommended)).toEqual(end)
})

test('a matrix is ordered by cluster', async ({ tab, address }) => {
  await open(tab, address, learn('item-cf'))
  const before = await tab.run(shown.picture)
  await tab.click(tab.find('button', 'Order by cluster'))
  await tab.until(() => document.querySelector('button[aria-pressed="true"]')?.textContent === 'Order by cluster')
  await settled(tab)
  await expect.poll(() => tab.run(shown.picture)).not.toBe(before)
})

test('a zip of ratings opens, and trains', async ({ tab, address }, info) => {
  const { name, buffer } = madeUpRatings(60, 80, 15)
  const file = info.outputPath(name)
  await writeFile(file, buffer)
  await open(tab, address, linkOf({ ...firstExperiment, view: 'data' }, []))
  await tab.upload(await tab.find('input[type=file]', 'Choose a zip'), file)
  await tab.until((name) => document.body.innerText.includes(`${name} is open.`), name)
  await tab.click(tab.find('nav a', 'Learn'))
  await tab.until(() => document.querySelector('h1')?.textContent === 'Alternating least squares')
  await settled(tab)
  expect(await tab.run(shown.whereItIs)).toMatch(/ of 30/)
  await tab.click(tab.find('option', 'A person of the data'))
  await settled(tab)
  expect((await tab.run(shown.recommended))[0]).toMatch(/Film \d+/)
})

test('a link opens elsewhere as it was left', async ({ tab, address, another }) => {
  await open(tab, address, learn('als', { step: 20 }))
  await tab.run(shown.focusOn, 'input[aria-label="Timeline"]')
  await tab.press(key.home, key.right, key.right, key.right, key.right, key.right)
  await settled(tab)
  const left = await look(tab)
  expect(left.where).toMatch(/^half-step 5 of 30/)
  await tab.until(() => location.hash.includes('step=5'))
  const link = await tab.run(() => location.hash.slice(1))
  await open(tab, another, link)
  expect(await look(tab)).toEqual(left)
})

const look = async (tab: Tab) => ({
  where: await tab.run(shown.whereItIs),
  list: await tab.run(shown.recommended),
  picture: await pictureAtRest(tab),
})

/** A map glides to where its points are now: looked at until it is the same ten times. */
async function pictureAtRest(tab: Tab): Promise<number> {
  let last = await tab.run(shown.picture)
  for (let same = 0; same < 10; same++) {
    const now = await tab.run(shown.picture)
    if (now !== last) same = 0
    last = now
  }
  return last
}

test('NCF learns, and says why', async ({ tab, address }) => {
  const ncf = specs.find(({ id }) => id === 'ncf')!
  await open(tab, address, learn('ncf', { changes: fewestSteps(ncf) }))
  expect(await tab.run(shown.whereItIs)).toMatch(/epoch 1 of 1.*, loss 0\.\d+$/)
  expect(await tab.run(shown.recommended)).toHaveLength(5)
  expect(await tab.run(shown.reasons)).not.toEqual([])
})

test.describe('every page is drawn', () => {
  const pages: readonly { name: string; link: string; marks: number }[] = [
    { name: 'Start', link: linkOf({ ...firstExperiment, view: 'start' }, rated), marks: 0 },
    { name: 'Data', link: linkOf({ ...firstExperiment, view: 'data' }, rated), marks: 0 },
    ...specs.map((spec) => ({ name: spec.name, link: learn(spec.id, { changes: fewestSteps(spec) }), marks: 10 })),
  ]
  for (const { name, link, marks } of pages)
    test(name, async ({ tab, address }) => {
      await open(tab, address, link)
      expect(
        await tab.run(() => [...document.querySelectorAll('[role=alert]')].map((alert) => alert.textContent)),
      ).toEqual([])
      expect(await tab.run(shown.widerThanTheWindow)).toBe(0)
      expect(await tab.run(shown.marks)).toBeGreaterThanOrEqual(marks)
    })
})

test('every system gives the numbers that it gives in Chromium, bit for bit', async ({ tab, address, page }) => {
  await Promise.all([open(tab, address, linkOf({ ...firstExperiment, view: 'data' }, [])), page.goto(address)])
  for (const spec of specs)
    await test.step(spec.name, async () => {
      const run = {
        dataset: firstExperiment.dataset,
        algorithm: spec.id,
        settings: withSettings(spec, 'tuned', fewestSteps(spec)),
        seed: 42,
      }
      // Networks are not measured, which takes longer than their training: all scores of one person tell as much.
      const request = {
        run,
        slot: 'test',
        step: 'last',
        who: { ratings: rated },
        n: 500,
        snapshot: { fromRow: 0 },
        evaluate: spec.byGradient ? false : 'here',
      }
      const [here, there] = await Promise.all([
        tab.run(fingerprintsOf, ['view', request] as const),
        page.evaluate(fingerprintsOf, ['view', request] as const),
      ])
      expect(here).toEqual(there)
    })
})
