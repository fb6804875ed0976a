import { expect, test as base, type Locator, type Page } from '@playwright/test'
import { measureOnly } from './measure-only.ts'
import { settled } from './open.ts'
import { saveData } from './save-data.ts'

/**
 * A test that also fails on an error that nobody caught, or that the page wrote to its console. Its visitor saves data,
 * and quality is measured where the playhead stands: to be sent everything ahead, and to measure all along the curve
 * (`quality: 'everywhere'`), takes time, and is tested by itself.
 */
export const test = base.extend<{ noErrors: undefined; quality: 'here' | 'everywhere' }>({
  quality: ['here', { option: true }],
  noErrors: [
    async ({ context, quality }, use) => {
      const errors: string[] = []
      context.on('weberror', (error) => errors.push(error.error().message))
      context.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
      await context.addInitScript(saveData)
      if (quality === 'here') await measureOnly(context, 'here')
      await use(undefined)
      expect(errors, 'errors in the console').toEqual([])
    },
    { auto: true },
  ],
})
export { expect }

/** As the start page names them, in its order. */
export const systems = ['Popularity', 'Item-based neighbours', 'Alternating least squares'] as const
export type SystemName = (typeof systems)[number]

/** Start: the films in one system's list, best first. */
export const startFilms = (page: Page, system: SystemName): Locator =>
  page
    .getByRole('region', { name: 'What they recommend' })
    .getByRole('heading', { name: system })
    .locator('..')
    .locator('ol li b')

/** Start: every system's list, once all have answered. */
export async function startLists(page: Page): Promise<Record<SystemName, string[]>> {
  await settled(page)
  const lists = await Promise.all(
    systems.map(async (system) => [system, await startFilms(page, system).allTextContents()] as const),
  )
  return Object.fromEntries(lists) as Record<SystemName, string[]>
}

export const starsOf = (page: Page, film: string): Locator =>
  page.getByRole('group', { name: new RegExp(`^Your rating of ${escape(film)}`) })

export const star = (page: Page, film: string, stars: number): Locator =>
  starsOf(page, film).getByRole('radio', { name: stars === 1 ? '1 star' : `${stars} stars`, exact: true })

export async function rate(page: Page, film: string, stars: number) {
  await star(page, film, stars).check({ force: true })
  await settled(page)
}

/** Learn: the parts of its transport, list and settings. */
export const timeline = (page: Page): Locator => page.getByRole('slider', { name: 'Timeline' })
export const press = (page: Page, button: string) => page.getByRole('button', { name: button, exact: true }).click()
export const recommended = (page: Page): Locator =>
  page.getByRole('region', { name: 'What it recommends' }).locator('ol > li')
export const figure = (page: Page, name: string): Locator =>
  page.getByRole('figure').filter({ has: page.getByText(name, { exact: true }) })

/** "half-step 7 of 30, people solved, loss 19,100" */
export const whereItIs = async (page: Page): Promise<string> =>
  (await timeline(page).getAttribute('aria-valuetext')) ?? ''

/** Moves the playhead by keyboard, and waits until the page shows it. */
export async function goToStep(page: Page, step: number) {
  const slider = timeline(page)
  await slider.focus()
  const last = Number(await slider.getAttribute('max'))
  const fromEnd = step > last / 2
  await page.keyboard.press(fromEnd ? 'End' : 'Home')
  for (let k = 0; k < (fromEnd ? last - step : step); k++)
    await page.keyboard.press(fromEnd ? 'ArrowLeft' : 'ArrowRight')
  await expect(slider).toHaveValue(String(step))
  await frame(page)
  await settled(page)
}

/** What a chart shows, in the table behind it: a line a row. */
export async function numbersBehind(page: Page, name: string): Promise<string[]> {
  const chart = figure(page, name)
  const details = chart.locator('details')
  if ((await details.getAttribute('open')) === null) await details.locator('summary').click()
  await expect(chart.locator('tbody tr').first()).toBeVisible()
  return await chart.locator('tbody tr').evaluateAll((rows) => rows.map((row) => (row as HTMLElement).innerText))
}

/** The address of the experiment as it stands: of several changes, the last is written a moment later, or on leaving. */
export async function address(page: Page, like: RegExp): Promise<string> {
  await expect(page).toHaveURL(like)
  await page.evaluate(() => void dispatchEvent(new Event('pagehide')))
  await expect(page).toHaveURL(like)
  return new URL(page.url()).hash.slice(1)
}

/** Pastes a link into the open tab: once the address says what is there, or it might be the link already. */
export async function paste(page: Page, link: string) {
  await page.evaluate((hash) => {
    dispatchEvent(new Event('pagehide'))
    location.hash = hash
  }, link)
  await frame(page)
  await settled(page)
}

const frame = (page: Page) =>
  page.evaluate(() => new Promise<void>((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn()))))

const chip = (page: Page): Locator => page.getByRole('button', { name: /^(GPU|CPU|Starting)/ })
export { chip as deviceChip }

/** Chooses what computes in the panel behind the chip. */
export async function computeOn(page: Page, device: 'Automatic' | 'GPU' | 'CPU') {
  await chip(page).click()
  await page
    .getByRole('dialog', { name: 'What computes' })
    .getByRole('radio', { name: device, exact: true })
    .click({ force: true })
  await page.keyboard.press('Escape')
  if (device !== 'Automatic') await expect(chip(page)).toHaveText(new RegExp(`^${device}: `))
  await settled(page)
}

/** Kernels run on the GPU so far, as the chip's panel says. */
export async function kernelsRun(page: Page): Promise<number> {
  await chip(page).click()
  const facts = page.getByRole('dialog', { name: 'What computes' })
  const text = await facts.locator('dt:text-is("Kernels run") + dd').innerText()
  await page.keyboard.press('Escape')
  return Number(text.replaceAll(',', ''))
}

const escape = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
