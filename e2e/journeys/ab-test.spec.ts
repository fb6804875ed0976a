import type { Page } from '@playwright/test'
import { address, expect, figure, numbersBehind, press, test, timeline, whereItIs } from '../support/on-the-page.ts'
import { open, settled } from '../support/open.ts'
import { tabTo } from '../support/tab-to.ts'

const arms = 'Both arms as visitors come'
const alarms = 'False alarms in A/A tests'
/** A row of a table of results: its name and its cells. */
const cells = async (page: Page, region: string, row: string): Promise<number[]> => {
  const found = page.getByRole('region', { name: region }).getByRole('row', { name: new RegExp(`^${row}`) })
  return (await found.getByRole('cell').allInnerTexts()).map((text) => Number(text.replaceAll(/[ ,%]/g, '')))
}
const counted = (page: Page, row: string) => cells(page, 'What is counted so far', row)

test.describe('an A/B test by mouse', { tag: '@no-gpu' }, () => {
  test('visitors stream in, and each is counted in one arm', async ({ page }) => {
    await open(page, 'v1.learn/ab-test?step=200&visitors=500')
    const sum = async (row: string) => (await counted(page, row)).reduce((total, n) => total + n, 0)
    expect(await sum('visitors \\d')).toBe(200)
    expect(await sum('impressions')).toBe(2000)
    const clicks = await sum('clicks')
    await press(page, 'Step')
    await settled(page)
    expect(await sum('visitors \\d')).toBe(201)
    const [, more] = /arm [AB], (\d+) of 10 clicked/.exec(await whereItIs(page))!
    expect(await sum('clicks')).toBe(clicks + Number(more))

    await page.getByRole('combobox', { name: 'Speed, in visitors a second' }).selectOption('As fast as it goes')
    await press(page, 'Play')
    await settled(page)
    await expect(timeline(page)).toHaveValue('500')
    expect(await sum('visitors \\d')).toBe(500)
    await expect(figure(page, arms)).toContainText('At the end p is')
  })
})

test.describe('an A/B test by keys and mouse', { tag: '@no-gpu' }, () => {
  test('is read, counted in a wrong unit, and told from an A/A test', async ({ page }) => {
    await open(page, 'v1.learn/ab-test')
    const [byVisitor] = await cells(page, 'The same test 1,000 times', 'one look')
    const reading = page.getByRole('listbox', { name: new RegExp(`^${arms}`) })
    await tabTo(page, reading)
    await page.keyboard.press('End')
    await expect(reading.getByRole('option')).toContainText(
      /at 2,000 visitors, A: Popularity \d+\.\d %.*B: ALS \d+\.\d %/,
    )

    await test.step('impressions as units are wrong more often than they say', async () => {
      await page.getByRole('combobox', { name: 'Counted' }).selectOption('impressions as units (pitfall)')
      await settled(page)
      await address(page, /unit=impressions/)
      await expect(timeline(page)).toHaveValue('2000')
      const [byImpression] = await cells(page, 'The same test 1,000 times', 'one look')
      expect(byVisitor).toBeLessThanOrEqual(7)
      expect(byImpression).toBeGreaterThanOrEqual(10)
    })

    await test.step('stopping when it looks significant raises false alarms, the always-valid test does not', async () => {
      await page.getByRole('radio', { name: 'A/A', exact: true }).focus()
      await page.keyboard.press('Space')
      await settled(page)
      await address(page, /preset=a-a/)
      await expect(figure(page, arms)).toContainText('Truly there is no difference')
      const last = (await numbersBehind(page, alarms)).at(-1)!
      const [, , peeking, always] = last.split('\t').map((cell) => Number(cell.replaceAll(/[ ,%]/g, '')))
      expect(peeking).toBeGreaterThanOrEqual(20)
      expect(peeking).toBeLessThanOrEqual(32)
      expect(always).toBeLessThanOrEqual(5)
      const fixed = await cells(page, 'The same test 1,000 times', 'one look')
      expect(fixed[0]).toBe(fixed[1])
      expect(fixed[0]).toBeLessThanOrEqual(7)
    })
  })
})
