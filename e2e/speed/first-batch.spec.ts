import { expect, test, type Browser } from '@playwright/test'
import { firstExperiment, specs } from '../../src/state/experiment.ts'
import { linkOf } from '../../src/state/link.ts'
import { notedPictures, noteFirstPictures } from '../support/first-pictures.ts'
import { slowNetwork } from '../support/slow-network.ts'
import { paceOf } from './pace.ts'

/** Opens a link where nothing is cached, over 10 Mbit/s. */
async function openCold(browser: Browser, target: string, link: string) {
  const network = await slowNetwork(target, 10_000_000, 40)
  const context = await browser.newContext()
  try {
    const page = await context.newPage()
    await page.addInitScript(noteFirstPictures)
    await page.goto(`${network.address}#${link}`, { waitUntil: 'commit' })
    return await notedPictures(page)
  } finally {
    await context.close()
    await network.close()
  }
}

const rated = [230, 120, 200, 60, 310].map((item, place) => ({ item, rating: [5, 4, 1, 5, 2][place]! }))

for (const { id, name } of specs.filter(({ byGradient }) => byGradient))
  test(`${name}: opened cold it is seen untrained, and learning soon after`, async ({ browser, baseURL }) => {
    const { there, said } = await paceOf(browser)
    const link = linkOf({ ...firstExperiment, view: 'learn', system: id }, rated)
    const { untrained, learning } = await openCold(browser, baseURL!, link)
    console.log(
      `${id}: untrained list after ${untrained!.toFixed(0)} ms, first batch after ${learning!.toFixed(0)} ms (${said})`,
    )
    expect(there(learning!)).toBeLessThan(4000)
  })
