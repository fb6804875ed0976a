import { expect, test, type Browser } from '@playwright/test'
import { firstExperiment, specs } from '../src/state/experiment.ts'
import { linkOf } from '../src/state/link.ts'
import { slowNetwork } from './slow-network.ts'

/** Milliseconds since navigation, and what was said meanwhile. */
interface Seen {
  untrained?: number
  learning?: number
  said?: string
}

/** Notes when the untrained list stands there, when the first picture of training does, and what the page says till then. */
function noteFirstPictures() {
  const seen: Seen = {}
  Object.assign(window, { seen })
  const look = () => {
    const said = document.querySelector('#stage [role=status]')?.textContent
    if (said?.includes('tfjs')) seen.said ??= said
    const section = document.querySelector('[aria-labelledby=recommends]')
    if (!section?.querySelector('ol > li')) return
    if (section.querySelector('h2')!.textContent!.includes('untrained')) seen.untrained ??= performance.now()
    const step = Number(document.querySelector<HTMLInputElement>('[aria-label=Timeline]')?.value)
    if (step > 0 && seen.untrained) seen.learning ??= performance.now()
    if (seen.learning) watcher.disconnect()
  }
  const watcher = new MutationObserver(look)
  watcher.observe(document, { childList: true, subtree: true, characterData: true, attributes: true })
}

/** Opens a link where nothing is cached, over 10 Mbit/s. */
async function openCold(browser: Browser, target: string, link: string) {
  const network = await slowNetwork(target, 10_000_000, 40)
  const context = await browser.newContext()
  try {
    const page = await context.newPage()
    await page.addInitScript(noteFirstPictures)
    await page.goto(`${network.address}#${link}`, { waitUntil: 'commit' })
    const seen = () => page.evaluate(() => (window as unknown as { seen: Seen }).seen)
    await expect.poll(async () => (await seen()).learning, { timeout: 20_000, intervals: [100] }).toBeDefined()
    return { ...(await seen()), transfers: [...network.transfers] }
  } finally {
    await context.close()
    await network.close()
  }
}

const rated = [230, 120, 200, 60, 310].map((item, place) => ({ item, rating: [5, 4, 1, 5, 2][place]! }))

test.describe('@no-gpu', () => {
  for (const { id, name, tensors } of specs.filter(({ byGradient }) => byGradient))
    test(`${name}: opened cold it is seen untrained, and learning, within four seconds`, async ({
      browser,
      baseURL,
    }) => {
      const link = linkOf({ ...firstExperiment, view: 'learn', system: id }, rated)
      const { untrained, learning, said, transfers } = await openCold(browser, baseURL!, link)
      console.log(
        `${id}: untrained list after ${untrained!.toFixed(0)} ms, first batch after ${learning!.toFixed(0)} ms`,
      )
      expect(learning).toBeLessThan(4000)

      const kB = transfers
        .filter(({ path }) => /tfjs|tensors/.test(path))
        .reduce((sum, { bytes }) => sum + bytes / 1000, 0)
      if (!tensors) return expect([said, kB]).toEqual([undefined, 0])
      const [, size] = /^Loading the engine for networks \(tfjs, (\d+) kB\)$/.exec(said ?? '') ?? []
      console.log(`${id}: said ${size} kB; ${kB.toFixed(0)} kB of it came in files that have tfjs in their names`)
      // The rest is in chunks that are shared, and named after something else.
      expect(kB).toBeLessThanOrEqual(Number(size) + 1)
      expect(kB).toBeGreaterThan(0.75 * Number(size))
    })
})
