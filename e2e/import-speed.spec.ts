import { firstExperiment } from '../src/state/experiment.ts'
import { linkOf } from '../src/state/link.ts'
import { madeUpRatings } from './made-up-ratings.ts'
import { noteInteractions, noteLongTasks, type Noted } from './note-timing.ts'
import { expect, press, test, timeline } from './on-the-page.ts'
import { open, settled } from './open.ts'

/** As many as in MovieLens-1M. */
const [films, people, each] = [3706, 6040, 166]
const seconds = 20

test('a network that learns from a million imported ratings leaves the page free', async ({ page }) => {
  test.setTimeout(400_000)
  await page.addInitScript(noteLongTasks)
  await page.addInitScript(noteInteractions)
  const choices = { ncf: { preset: 'course', changes: {}, step: 0 } } as const
  await open(page, linkOf({ ...firstExperiment, view: 'learn', system: 'ncf', choices }, []))
  const go = (name: string) => page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click()
  await go('Data')
  await page.getByLabel('Choose a zip').setInputFiles(madeUpRatings(films, people, each))
  await expect(page.getByText('ml-made-up.zip is open.')).toBeVisible({ timeout: 120_000 })
  await go('Learn')
  await expect(page.getByRole('heading', { name: 'Neural collaborative filtering', level: 1 })).toBeVisible()
  await expect(page.locator('[data-state="settled"]')).toBeAttached({ timeout: 120_000 })
  expect(await timeline(page).inputValue()).toBe('0')
  await page.evaluate(() => {
    const noted = window as unknown as Noted
    noted.longTasks.splice(0)
    noted.interactions.splice(0)
  })

  await press(page, 'Play')
  const until = Date.now() + 1000 * seconds
  let shown = 0
  while (Date.now() < until) {
    await page.getByRole('button', { name: 'Share' }).click()
    await page.keyboard.press('Escape')
    await page.waitForTimeout(500)
    if (await page.getByRole('progressbar').isVisible()) shown++
  }
  const { longTasks, interactions } = await page.evaluate(() => {
    const { longTasks, interactions } = window as unknown as Noted
    return { longTasks, interactions }
  })
  await press(page, 'Pause')
  await settled(page)
  const step = Number(await timeline(page).inputValue())
  console.log(
    `${step} of ${await timeline(page).getAttribute('max')} batches in ${seconds} s; ` +
      `longest task on the main thread ${Math.max(0, ...longTasks).toFixed(0)} ms; ` +
      `slowest of ${interactions.length} inputs shown after ${Math.max(...interactions)} ms; progress shown ${shown}`,
  )
  expect(step).toBeGreaterThan(0)
  expect(interactions.length).toBeGreaterThan(10)
  expect(Math.max(...interactions)).toBeLessThan(200)
  expect(Math.max(0, ...longTasks)).toBeLessThanOrEqual(50)
})
