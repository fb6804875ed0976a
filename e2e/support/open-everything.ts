import { expect, type ElementHandle, type Page } from '@playwright/test'
import * as checks from './checks.ts'
import { settled } from './open.ts'

const closed = 'button[aria-expanded="false"], button[popovertarget], button[aria-haspopup]'

/**
 * Opens everything that opens. What a button opens may lie over the page: one after another, and of the buttons of one
 * kind the first is enough. What unfolds in its place stays so, and is looked at together.
 */
export async function openEverything(page: Page, width: number, header: boolean): Promise<string[]> {
  const found: string[] = []
  const kinds = new Set<string>()
  let opened = 0
  for (const control of await page.$$(closed)) {
    // What was opened before may have taken it away.
    if (!(await control.isVisible())) continue
    const { kind, inHeader } = await control.evaluate((element) => ({
      kind: String(element.getAttribute('class')),
      inHeader: element.closest('header') !== null,
    }))
    if (kinds.has(kind) || (inHeader && !header)) continue
    if (!inHeader) kinds.add(kind)
    const name = await openedBy(page, control)
    if (name === undefined) continue
    opened++
    const part = await partOpenedBy(control)
    found.push(...(await checks.layout(page, width)).concat(await thoroughly(page, width, part)).map(whileOpen(name)))
    await page.keyboard.press('Escape')
  }
  const unfolded: string[] = []
  for (const summary of await page.$$('summary')) {
    if (!(await summary.isVisible())) continue
    const name = await openedBy(page, summary)
    if (name === undefined) continue
    unfolded.push(name)
    found.push(...(await checks.layout(page, width)).map(whileOpen(name)))
  }
  if (unfolded.length > 0)
    found.push(...(await thoroughly(page, width, ['details[open]'])).map(whileOpen(unfolded.join('”, “'))))
  expect(opened + unfolded.length, 'something opens').toBeGreaterThan(0)
  return found
}

/** Its name; undefined where the page took it away in the same moment, drawing another in its place. */
async function openedBy(page: Page, control: ElementHandle<Element>): Promise<string | undefined> {
  const name = await control.evaluate(
    (element) => element.getAttribute('aria-label') ?? (element.textContent ?? '').trim(),
  )
  try {
    await control.click()
  } catch (error) {
    if (await control.evaluate((element) => element.isConnected)) throw error
    return undefined
  }
  await settled(page)
  return name
}

const whileOpen = (name: string) => (finding: string) => `“${name}” open: ${finding}`

/** What was there before was looked at before. */
const thoroughly = async (page: Page, width: number, opened: readonly string[]) => [
  ...(await checks.namelessControls(page)),
  // In the hand a sheet may lie over what is behind it, and tooSmall asks for more than this rule does.
  ...(await checks.axeViolations(page, opened, width < 768 ? ['target-size'] : [])),
]

/** The element that a button names as what it opens, where it does: the whole page where it does not. */
const partOpenedBy = (control: ElementHandle<Element>): Promise<string[]> =>
  control.evaluate((element) => {
    const id = element.getAttribute('aria-controls') ?? element.getAttribute('popovertarget')
    return id !== null && document.getElementById(id) ? [`[id="${id}"]`] : []
  })
