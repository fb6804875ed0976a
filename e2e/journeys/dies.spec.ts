import { expect, test, type Page } from '@playwright/test'
import { firstExperiment } from '../../src/state/experiment.ts'
import { linkOf } from '../../src/state/link.ts'
import { fastSettings } from '../../workers/testing/fast-settings.ts'
import { catalog } from '../../workers/catalog.ts'
import { paste, recommended } from '../support/on-the-page.ts'
import { open, settled } from '../support/open.ts'
import { withSpoiledFile } from '../support/spoiled-file.ts'

const rated = [230, 120, 200, 60].map((item) => ({ item, rating: 5 }))
const link = (system: string, changes = fastSettings(catalog.find(({ spec }) => spec.id === system)!.spec)) =>
  linkOf(
    {
      ...firstExperiment,
      view: 'learn',
      system,
      choices: { [system]: { preset: 'tuned', changes, step: 'last' } },
    },
    rated,
  )

/** An engine that does what it is told to: "end", "hang" or "stray". */
const obedient = (worker: string) => `self.addEventListener('message', ({ data }) => {
  if (data === 'end') self.close()
  if (data === 'hang') for (;;);
  if (data === 'stray') setTimeout(() => { throw new Error('a stray error') })
});\n${worker}`

/** Keeps the page's workers at hand. Before it is opened. */
const holdWorkers = (page: Page) =>
  page.addInitScript(() => {
    const workers: Worker[] = []
    Object.assign(window, { workers })
    window.Worker = class extends Worker {
      constructor(...made: ConstructorParameters<typeof Worker>) {
        super(...made)
        workers.push(this)
      }
    }
  })
const tell = (page: Page, what: string) =>
  page.evaluate((what) => (window as unknown as { workers: Worker[] }).workers.at(-1)!.postMessage(what), what)
const workersSoFar = (page: Page) => page.evaluate(() => (window as unknown as { workers: Worker[] }).workers.length)

/** Lets the page's own clock run ahead until something is so. */
async function runUntil(page: Page, so: () => Promise<boolean>) {
  await expect
    .poll(
      async () => {
        await page.clock.runFor(2000)
        return await so()
      },
      { intervals: [50] },
    )
    .toBe(true)
}

const state = (page: Page) => page.evaluate(() => document.documentElement.dataset.state)
const sees = (page: Page) => page.getByRole('region', { name: 'What it sees' })

test.describe('what dies is noticed', { tag: '@no-gpu' }, () => {
  for (const death of ['end', 'hang'])
    test(`the engine is told to ${death} in mid-training: another goes on, and it is said`, async ({
      browser,
      baseURL,
    }) => {
      const app = await withSpoiledFile(baseURL!, /lab\.worker.*\.js$/, obedient)
      const page = await browser.newPage({ baseURL: app.address })
      await page.clock.install()
      await holdWorkers(page)
      await page.goto(`./#${link('ncf', { epochs: 6 })}`)
      await expect(sees(page).locator('svg, canvas').first()).toBeVisible()
      await tell(page, death)
      await runUntil(page, async () => (await workersSoFar(page)) === 2)
      await expect(page.getByText('The engine stopped and was started again.')).toBeVisible()
      // Training is not waited for to its end: another system answers beside it.
      await paste(page, link('popularity'))
      await runUntil(page, async () => (await state(page)) === 'settled')
      await expect(recommended(page).first()).toBeVisible()
      await page.getByRole('button', { name: 'Close' }).click()
      await expect(page.getByText('The engine stopped and was started again.')).toBeHidden()
      await page.close()
      await app.close()
    })

  test('a stray error of the engine in a timer ends nothing', async ({ browser, baseURL }) => {
    const app = await withSpoiledFile(baseURL!, /lab\.worker.*\.js$/, obedient)
    const page = await browser.newPage({ baseURL: app.address })
    await holdWorkers(page)
    await open(page, link('als'))
    await tell(page, 'stray')
    await paste(page, link('popularity'))
    await settled(page)
    await expect(page.getByRole('alert')).toHaveCount(0)
    expect(await workersSoFar(page)).toBe(1)
    await page.close()
    await app.close()
  })

  for (const [what, file, spoil] of [
    ['is missing', /\.wasm$/, () => undefined],
    ['is garbage', /\.wasm$/, () => '<!doctype html>'],
    ['is off', /lab\.worker.*\.js$/, (worker: string) => `delete self.WebAssembly;\n${worker}`],
  ] as const)
    test(`WebAssembly ${what}: a network learns all the same, and other systems as ever`, async ({
      browser,
      baseURL,
    }) => {
      const app = await withSpoiledFile(baseURL!, file, spoil)
      const page = await browser.newPage({ baseURL: app.address })
      await open(page, link('ncf'))
      await expect(sees(page)).toContainText(/learns in plain JavaScript.*WebAssembly/)
      await expect(recommended(page).first()).toBeVisible()
      await paste(page, link('als'))
      await settled(page)
      await expect(recommended(page).first()).toBeVisible()
      await page.close()
      await app.close()
    })

  for (const [what, file] of [
    ['the engine', /lab\.worker.*\.js$/],
    ['a part of the engine', /assets\/popularity-.*\.js$/],
  ] as const)
    test(`${what} is not to be had, and then it is: "Try again" helps`, async ({ browser, baseURL }) => {
      let missing = true
      const app = await withSpoiledFile(baseURL!, file, (text) =>
        // the listing of a system's source has the same name as the system
        missing && !text.includes('workers/algorithms/') ? undefined : text,
      )
      const page = await browser.newPage({ baseURL: app.address })
      await page.goto(`./#${link('popularity')}`)
      const alert = page.getByRole('alert').first()
      await expect(alert).toContainText(/engine.*try again/i)
      await page.waitForFunction(() => document.documentElement.dataset.state === 'failed')
      missing = false
      await alert.getByRole('button', { name: 'Try again' }).click()
      await settled(page)
      await expect(page.getByRole('alert')).toHaveCount(0)
      await expect(recommended(page).first()).toBeVisible()
      await page.close()
      await app.close()
    })

  test('the code of a page is not to be had, and then it is: other pages work, and "Try again" helps', async ({
    page,
  }) => {
    let missing: string | undefined
    await page.route(/assets\/system-[^/]*\.js$/, (route) => {
      missing ??= route.request().url()
      return route.request().url() === missing ? route.abort() : route.continue()
    })
    await page.goto(`./#${link('als')}`)
    const alert = page.getByRole('alert').first()
    await expect(alert).toContainText('This page could not be fetched.')
    await page.waitForFunction(() => document.documentElement.dataset.state === 'failed')
    await page.getByRole('navigation', { name: 'Systems' }).getByRole('link', { name: 'Popularity' }).click()
    await settled(page)
    await expect(recommended(page).first()).toBeVisible()
    await page.goBack()
    await expect(alert).toContainText('This page could not be fetched.')
    await page.unroute(/assets\/system-[^/]*\.js$/)
    await alert.getByRole('button', { name: 'Try again' }).click()
    await expect(alert).toHaveCount(0)
    await settled(page)
    await expect(recommended(page).first()).toBeVisible()
  })

  for (const [what, spoil, says] of [
    ['absent', `Object.defineProperty(self, 'indexedDB', { value: undefined });`, 'keeps nothing'],
    ['silent', `indexedDB.open = () => ({});`, 'does not answer'],
  ] as const)
    test(`storage for an index is ${what}: exact search takes its place, and it is said why`, async ({
      browser,
      baseURL,
    }) => {
      const app = await withSpoiledFile(baseURL!, /ann\.worker.*\.js$/, (worker) => `${spoil}\n${worker}`)
      const page = await browser.newPage({ baseURL: app.address })
      await open(page, link('pipeline'))
      await expect(sees(page)).toContainText(
        new RegExp(`The index could not be built .*${says}.*: exact search is used`),
      )
      await expect(recommended(page).first()).toBeVisible()
      await page.close()
      await app.close()
    })

  test('a matrix is settled only once it is painted, and until then its rows look like none of its cells', async ({
    page,
  }) => {
    await page.addInitScript(() => {
      const clear: number[] = []
      Object.assign(window, { clear })
      const look = () => {
        const ground = document.querySelector('[role=grid] [aria-busy=true]')
        const canvas = ground?.querySelector('canvas')
        // only what is undefined lets the hatch through
        const last = canvas && canvas.width - 1
        if (canvas && last) clear.push(canvas.getContext('2d')!.getImageData(last, last, 1, 1).data[3]!)
        requestAnimationFrame(look)
      }
      requestAnimationFrame(look)
    })
    await open(page, link('user-cf', {}))
    expect(await page.locator('[role=grid] [aria-busy=true]').count()).toBe(0)
    const clear = await page.evaluate(() => (window as unknown as { clear: number[] }).clear)
    // before anything of it is painted
    expect(clear[0]).toBe(255)
  })
})
