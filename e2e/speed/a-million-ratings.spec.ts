import { firstExperiment } from '../../src/state/experiment.ts'
import { linkOf } from '../../src/state/link.ts'
import { madeUpRatings } from '../support/made-up-ratings.ts'
import { noteInteractions, noteLongTasks, type Noted } from './note-timing.ts'
import { expect, press, test, timeline } from '../support/on-the-page.ts'
import { open, settled } from '../support/open.ts'
import { paceOf } from './pace.ts'

/** As many as in MovieLens-1M. */
const [films, people, each] = [3706, 6040, 166]
/** Looked at in turns of so long, of which the quietest counts: what else the machine does is none of the page's. */
const [turns, seconds] = [3, 7]

test('a network that learns from a million imported ratings leaves the page free', async ({ browser, page }) => {
  const { there, said } = await paceOf(browser)
  await page.addInitScript(noteLongTasks)
  await page.addInitScript(noteInteractions)
  const choices = { ncf: { preset: 'course', changes: {}, step: 0 } } as const
  await open(page, linkOf({ ...firstExperiment, view: 'learn', system: 'ncf', choices }, []))
  const go = (name: string) => page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click()
  await go('Data')
  await page.getByLabel('Choose a zip').setInputFiles(madeUpRatings(films, people, each))
  await expect(page.getByText('ml-made-up.zip is open.')).toBeVisible()
  await go('Learn')
  await expect(page.getByRole('heading', { name: 'Neural collaborative filtering', level: 1 })).toBeVisible()
  await settled(page)
  expect(await timeline(page).inputValue()).toBe('0')
  await press(page, 'Play')
  const longest: number[] = []
  const slowest: number[] = []
  const shown = new Set<string>()
  for (let turn = 0; turn < turns; turn++) {
    await page.evaluate(forget)
    for (const until = Date.now() + 1000 * seconds; Date.now() < until;) {
      await press(page, 'Share')
      await page.keyboard.press('Escape')
      await page.waitForTimeout(400)
      shown.add(await timeline(page).inputValue())
    }
    const { longTasks, interactions } = await page.evaluate(noted)
    expect(interactions.length).toBeGreaterThan(10)
    longest.push(Math.max(0, ...longTasks))
    slowest.push(Math.max(...interactions))
  }
  await expect(page.getByRole('button', { name: 'Pause' }), 'it still learns').toBeVisible()
  await press(page, 'Pause')
  await settled(page)
  const list = (times: readonly number[]) => times.map((ms) => ms.toFixed(0)).join(', ')
  console.log(
    `learning from a million ratings: batch ${await timeline(page).inputValue()} after ${turns * seconds} s, ` +
      `${shown.size} pictures; longest task on the main thread ${list(longest)} ms; slowest input shown after ${list(slowest)} ms (${said})`,
  )
  expect(shown.size, 'progress is shown').toBeGreaterThan(3)
  expect(there(Math.min(...slowest))).toBeLessThan(200)
  expect(there(Math.min(...longest))).toBeLessThanOrEqual(50)
})

const noted = () => {
  const { longTasks, interactions } = window as unknown as Noted
  return { longTasks, interactions }
}

function forget() {
  const { longTasks, interactions } = window as unknown as Noted
  longTasks.splice(0)
  interactions.splice(0)
}
