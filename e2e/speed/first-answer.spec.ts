import { expect, test, type Page } from '@playwright/test'
import { linkOf } from '../../src/state/link.ts'
import { firstExperiment } from '../../src/state/experiment.ts'
import { open } from '../support/open.ts'
import { rateAtOnce } from '../support/rate-at-once.ts'
import { slowNetwork } from '../support/slow-network.ts'
import { noteInteractions, noteLongTasks, type Noted } from './note-timing.ts'
import { paceOf } from './pace.ts'

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!

test('a first answer', async ({ browser, baseURL }) => {
  const { there, said } = await paceOf(browser)
  const times: number[] = []
  for (let run = 0; run < 5; run++) {
    const network = await slowNetwork(baseURL!, 10_000_000, 40)
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.addInitScript(rateAtOnce)
    await page.goto(network.address, { waitUntil: 'commit' })
    const answered = page.locator('html[data-answered]')
    await answered.waitFor({ state: 'attached' })
    times.push(Number(await answered.getAttribute('data-answered')))
    await context.close()
    await network.close()
  }
  const all = times.map((ms) => ms.toFixed(0)).join(', ')
  console.log(`navigation to changed lists: ${all} ms; median ${median(times).toFixed(0)} ms (${said})`)
  expect(there(median(times))).toBeLessThan(2000)
})

test('training and scrubbing leave the page free', async ({ browser, page }) => {
  const { there, said } = await paceOf(browser)
  const longest: number[] = []
  for (let run = 0; run < 3; run++) {
    await page.addInitScript(noteLongTasks)
    await open(page, linkOf({ ...firstExperiment, view: 'learn', system: 'als' }, [{ item: 3, rating: 5 }]))
    await page.evaluate(() => (performance.clearMeasures(), (window as unknown as Noted).longTasks.splice(0)))
    await page.getByRole('button', { name: /reset/i }).click()
    await page.getByRole('button', { name: 'Play' }).click()
    await page.waitForTimeout(3000)
    await scrub(page)
    longest.push(Math.max(0, ...(await page.evaluate(() => (window as unknown as Noted).longTasks))))
  }
  console.log(
    `longest task on the main thread while training and scrubbing: ${longest.map((ms) => ms.toFixed(0)).join(', ')} ms (${said})`,
  )
  expect(there(Math.min(...longest))).toBeLessThanOrEqual(50)
})

test('at a quarter of the speed a key or pointer still shows soon', async ({ browser, page }) => {
  const { there, said } = await paceOf(browser)
  await page.addInitScript(noteInteractions)
  await open(page, linkOf({ ...firstExperiment, view: 'learn', system: 'als' }, [{ item: 3, rating: 5 }]))
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await scrub(page)
  for (const name of ['Step back', 'Step', 'Step back', 'Play', 'Pause']) {
    await page.getByRole('button', { name, exact: true }).click()
    await page.waitForTimeout(150)
  }
  const durations = await page.evaluate(() => (window as unknown as Noted).interactions)
  const p95 = durations.toSorted((a, b) => a - b)[Math.floor(0.95 * (durations.length - 1))]!
  console.log(`input to next paint at 4× slowdown: p95 ${p95} ms over ${durations.length} events (${said})`)
  expect(durations.length).toBeGreaterThan(10)
  expect(there(p95)).toBeLessThan(200)
})

/** Drags the timeline to and fro, and walks it by keys. */
async function scrub(page: Page) {
  const timeline = page.getByRole('slider', { name: 'Timeline' })
  const box = (await timeline.boundingBox())!
  await page.mouse.move(box.x + box.width - 5, box.y + box.height / 2)
  await page.mouse.down()
  for (let k = 0; k <= 20; k++) {
    await page.mouse.move(box.x + 5 + ((box.width - 10) * Math.abs(10 - k)) / 10, box.y + box.height / 2)
    await page.waitForTimeout(50)
  }
  await page.mouse.up()
  await timeline.focus()
  for (let k = 0; k < 10; k++) {
    await page.keyboard.press('ArrowRight')
    await page.waitForTimeout(50)
  }
}
