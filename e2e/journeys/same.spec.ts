import type { Browser, Page } from '@playwright/test'
import { firstExperiment, specs, type Choice, type Experiment } from '../../src/state/experiment.ts'
import { linkOf } from '../../src/state/link.ts'
import { ncfSpec } from '../../workers/algorithms/ncf/spec.ts'
import { fastSettings } from '../../workers/testing/fast-settings.ts'
import { films } from '../../workers/data/films.ts'
import { measureOnly } from '../support/measure-only.ts'
import {
  address,
  computeOn,
  expect,
  goToStep,
  numbersBehind,
  paste,
  rate,
  recommended,
  starsOf,
  startLists,
  test,
} from '../support/on-the-page.ts'
import { open } from '../support/open.ts'
import { lastAnswer, lasting, watchEngine, type Answer } from '../support/watch-engine.ts'

const rated = [231, 121, 201, 61, 311].map((item, place) => ({ item, rating: [5, 4, 1, 5, 2][place]! }))

/** A link to a system at a step, for somebody with five ratings. */
function linkTo(system: string, choice: Partial<Choice>, more: Partial<Experiment> = {}): string {
  const choices = { [system]: { preset: 'tuned', changes: {}, step: 'last', ...choice } as Choice }
  return linkOf({ ...firstExperiment, view: 'learn', system, choices, ...more }, rated)
}

/** Opens a link as somebody who was never here. */
async function openAfresh<T>(browser: Browser, link: string, look: (page: Page) => Promise<T>): Promise<T> {
  const page = await browser.newPage()
  try {
    await measureOnly(page, 'here')
    await watchEngine(page)
    await open(page, link)
    return await look(page)
  } finally {
    await page.close()
  }
}

test.describe('the same link', { tag: '@auto' }, () => {
  test('gives the same numbers twice, bit for bit, whatever was opened before', async ({ browser }) => {
    // What trains in steps is opened again at one of them by the journey that left it there.
    const links = specs
      .filter(({ atOnce, judges }) => atOnce || judges)
      .map((spec) => linkTo(spec.id, { step: 8, changes: fastSettings(spec) }))
    const inTurn = ([first, ...others]: readonly string[]) =>
      openAfresh(browser, first!, async (page) => {
        const seen = [lasting(await lastAnswer(page, 'page'))]
        for (const link of others) {
          await paste(page, link)
          seen.push(lasting(await lastAnswer(page, 'page')))
        }
        return seen
      })
    const once = await inTurn(links)
    const again = await inTurn(links.toReversed())
    expect(again.toReversed()).toEqual(once)
    expect(new Set(once.map((answer) => JSON.stringify(answer))).size).toBe(links.length)
  })

  test('scrubbing back shows what a fresh run shows, map included', async ({ browser }) => {
    const look = async (page: Page) => ({
      answer: lasting(await lastAnswer(page, 'page')),
      map: await numbersBehind(page, 'Where people and films stand'),
      list: await recommended(page).allInnerTexts(),
      quality: await page.getByRole('region', { name: /^How good is it/ }).innerText(),
    })
    const scrubbed = await openAfresh(browser, linkTo('als', { step: 20 }), async (page) => {
      const later = await numbersBehind(page, 'Where people and films stand')
      await goToStep(page, 7)
      const seen = await look(page)
      expect(seen.map).not.toEqual(later)
      return seen
    })
    const fresh = await openAfresh(browser, linkTo('als', { step: 7 }), look)
    expect(scrubbed.map).toEqual(fresh.map)
    expect(fresh.map.length).toBeGreaterThan(900)
    expect(scrubbed).toEqual(fresh)
  })
})

test.describe('the same link', { tag: '@webgpu' }, () => {
  /**
   * One of each kind, a few steps over 600 people: a software GPU takes its time. Their kernels are the same in Node,
   * where every system is held against the CPU.
   */
  const cases = [
    ['item-cf', linkTo('item-cf', { step: 70 })],
    ['als', linkTo('als', { step: 4, changes: { iterations: 2, factors: 8 } })],
    ['ncf', linkTo('ncf', { step: 2, changes: fastSettings(ncfSpec) })],
  ] as const
  for (const [system, link] of cases)
    test(`${system}: gives the same on a GPU, and to 1e-3 on the CPU`, async ({ browser }) => {
      const on = (device: 'GPU' | 'CPU') =>
        openAfresh(browser, linkOf({ ...firstExperiment, view: 'data' }, []), async (page) => {
          await computeOn(page, device)
          await paste(page, link)
          const answer = await lastAnswer(page, 'page')
          expect(answer.view.device.kind).toBe(device === 'GPU' ? 'webgpu' : 'cpu')
          return answer
        })
      const gpu = await on('GPU')
      // Once is enough of a network: a software GPU takes longest to ready its kernels.
      if (system !== 'ncf') expect(lasting(await on('GPU'))).toEqual(lasting(gpu))
      expectClose(gpu, await on('CPU'))
    })
})

function expectClose({ view: a }: Answer, { view: b }: Answer) {
  expect(a.list!.map(({ item }) => item)).toEqual(b.list!.map(({ item }) => item))
  const numbers = (view: Answer['view']) => [
    ...view.list!.map(({ score }) => score),
    ...view.curve.flatMap(({ loss }) => loss ?? []),
  ]
  const [first, second] = [numbers(a), numbers(b)]
  expect(first).toHaveLength(second.length)
  expect(first.length).toBeGreaterThan(0)
  first.forEach((number, i) => expect(Math.abs(number / second[i]! - 1)).toBeLessThan(1e-3))
}

test.describe('a link with ratings', { tag: '@no-gpu' }, () => {
  test('leaves the visitor’s own untouched', async ({ page, context }) => {
    await open(page, '')
    await rate(page, 'Alien', 5)
    await rate(page, 'Amélie', 4)
    const mine = await startLists(page)

    await paste(page, linkOf({ ...firstExperiment, view: 'start' }, rated))
    const ratings = page.getByRole('region', { name: 'From the link' })
    await expect(ratings).toContainText('From the link 5')
    await expect(ratings).toContainText('Your own 2 ratings are untouched.')
    await expect(page.getByText('For the ratings in the link.')).toBeVisible()
    const theirs = await startLists(page)
    expect(theirs).not.toEqual(mine)

    await rate(page, 'Toy Story', 5)
    await expect(ratings).toContainText('A copy of the link’s ratings, with your changes.')
    await expect(ratings).toContainText('From the link 6')

    await page.getByRole('button', { name: 'Use mine' }).click()
    expect(await startLists(page)).toEqual(mine)
    await expect(page.getByRole('region', { name: 'Your ratings' })).toContainText('Your ratings 2')
    const own = [
      { item: films.findIndex(({ title }) => title === 'Amélie'), rating: 4 },
      { item: films.findIndex(({ title }) => title === 'Alien'), rating: 5 },
    ]
    await expect.poll(() => address(page, /r=/)).toBe(linkOf({ ...firstExperiment, view: 'start' }, own))
    await page.reload()
    expect(await startLists(page)).toEqual(mine)
    await expect(starsOf(page, 'Alien').getByRole('radio', { name: '5 stars' })).toBeChecked()
    await expect(starsOf(page, 'Amélie').getByRole('radio', { name: '4 stars' })).toBeChecked()

    const another = await context.newPage()
    await open(another, '')
    expect(await startLists(another), 'in another tab').toEqual(mine)
  })
})
