import type { Browser, BrowserContext } from '@playwright/test'
import { firstExperiment, specs } from '../../src/state/experiment.ts'
import { linkOf } from '../../src/state/link.ts'
import { notedPictures, noteFirstPictures } from '../support/first-pictures.ts'
import { expect, test } from '../support/on-the-page.ts'
import { rateAtOnce } from '../support/rate-at-once.ts'
import { slowNetwork, type SlowNetwork, type Transfer } from '../support/slow-network.ts'

const kB = (transfers: readonly { readonly bytes: number }[]) =>
  transfers.reduce((sum, { bytes }) => sum + bytes, 0) / 1000
const scripts = (transfers: readonly Transfer[]) => transfers.filter(({ type }) => type.includes('javascript'))
const tensors = (transfers: readonly Transfer[]) => transfers.filter(({ path }) => /tfjs|tensors/.test(path))

/** As somebody who was never here, over 10 Mbit/s. */
async function coldly<T>(
  browser: Browser,
  target: string,
  look: (at: BrowserContext, over: SlowNetwork) => Promise<T>,
) {
  const network = await slowNetwork(target, 10_000_000, 40)
  const context = await browser.newContext()
  try {
    return await look(context, network)
  } finally {
    await context.close()
    await network.close()
  }
}

test.describe('what is sent, gzipped', { tag: '@no-gpu' }, () => {
  test('before the first paint: at most 150 kB of scripts, and nothing of the engine', async ({ page }) => {
    // Held back, so that what is painted is painted without it, however slow the machine.
    await page.route('**/assets/lab.worker-*', () => undefined)
    await page.goto('./', { waitUntil: 'commit' })
    const painted = await page.waitForFunction(() => {
      const [paint] = performance.getEntriesByName('first-contentful-paint')
      const resources = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
      return (
        paint &&
        resources
          .filter(({ name, responseEnd }) => name.endsWith('.js') && responseEnd <= paint.startTime)
          .map(({ encodedBodySize }) => ({ bytes: encodedBodySize }))
      )
    })
    const sent = kB((await painted.jsonValue()) as { bytes: number }[])
    console.log(`${sent.toFixed(0)} kB of scripts before the first paint`)
    expect(sent).toBeGreaterThan(20)
    expect(sent).toBeLessThanOrEqual(150)
  })

  test('by the first answer: at most 250 kB of scripts, and no tfjs', async ({ browser, baseURL }) => {
    const sent = await coldly(browser, baseURL!, async (context, { address, transfers }) => {
      const page = await context.newPage()
      await page.addInitScript(rateAtOnce)
      await page.goto(address, { waitUntil: 'commit' })
      const answered = page.locator('html[data-answered]')
      await answered.waitFor({ state: 'attached' })
      const at = Number(await answered.getAttribute('data-answered'))
      const start = await page.evaluate(() => performance.timeOrigin)
      return transfers.filter(({ ended }) => ended <= start + at)
    })
    console.log(`${kB(scripts(sent)).toFixed(0)} kB of scripts by the first answer`)
    expect(kB(scripts(sent))).toBeGreaterThan(50)
    expect(kB(scripts(sent))).toBeLessThanOrEqual(250)
    expect(tensors(sent)).toEqual([])
  })

  const rated = [230, 120, 200, 60, 310].map((item, place) => ({ item, rating: [5, 4, 1, 5, 2][place]! }))
  /** One that needs tfjs, and one that does not; of the others, the journey of each says whether it is fetched. */
  const two = [true, false].map((tensors) =>
    specs.find((spec) => spec.byGradient && Boolean(spec.tensors) === tensors)!,
  )
  for (const spec of two)
    test(`${spec.name}: says what is on its way, is seen untrained, and then learns`, async ({ browser, baseURL }) => {
      const { untrained, learning, said, fetched } = await coldly(
        browser,
        baseURL!,
        async (context, { address, transfers }) => {
          const page = await context.newPage()
          await page.addInitScript(noteFirstPictures)
          await page.goto(`${address}#${linkOf({ ...firstExperiment, view: 'learn', system: spec.id }, rated)}`)
          return { ...(await notedPictures(page)), fetched: kB(tensors(transfers)) }
        },
      )
      expect(untrained).toBeLessThan(learning!)
      if (!spec.tensors) return expect([said, fetched]).toEqual([undefined, 0])
      const [, size] = /^Loading the engine for networks \(tfjs, (\d+) kB\)$/.exec(said ?? '') ?? []
      console.log(
        `${spec.id}: said ${size} kB; ${fetched.toFixed(0)} kB of it came in files that have tfjs in their names`,
      )
      // The rest is in chunks that are shared, and named after something else.
      expect(fetched).toBeLessThanOrEqual(Number(size) + 1)
      expect(fetched).toBeGreaterThan(0.75 * Number(size))
    })
})
