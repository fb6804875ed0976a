import type { Locator, Page } from '@playwright/test'
import { address, expect, goToStep, recommended } from './on-the-page.ts'
import { settled } from './open.ts'
import { lastAnswer, lasting } from './watch-engine.ts'

/** The reasons for two films of the list, on the page and as the engine gave them. */
export async function reasonsAddUp(page: Page, id: string) {
  for (const place of [0, 2]) {
    const film = recommended(page).nth(place)
    if (place > 0) await film.getByRole('button').click()
    const why = film.getByRole('table', { name: /^Why .+: what adds up to its score$/ })
    await expect(why).toBeVisible()
    await settled(page)
    const amounts = (await why.getByRole('cell').allInnerTexts()).map((text) =>
      Number(text.replaceAll(',', '').replace('−', '-')),
    )
    const shown = amounts.pop()!
    const sum = amounts.reduce((all, amount) => all + amount, 0)
    const digit = Number.isInteger(shown) && id === 'popularity' ? 0 : 0.01
    expect(amounts.length).toBeGreaterThan(0)
    expect(Math.abs(sum - shown), `${amounts.join(' + ')} = ${shown}`).toBeLessThanOrEqual(
      (digit / 2) * (amounts.length + 1) + 1e-9,
    )

    const { contributions, unsettled = 0, score } = (await lastAnswer(page, 'page')).view.why!.explanation
    const whole = contributions.reduce((all, { amount }) => all + amount, unsettled)
    expect(Math.abs(whole - score)).toBeLessThanOrEqual(1e-5 * Math.max(1, Math.abs(score)))
    expect(Math.abs(shown - score)).toBeLessThanOrEqual(digit / 2 + 1e-9)
    await standsTheSameElsewhere(page, film, why)
  }
}

/** Every decimal number in a text, in order. */
export const numbersIn = (words: string) =>
  [...words.matchAll(/[+−]?\d+\.\d+/g)].map(([digits]) => Number(digits.replace('−', '-')))

/** The score in the arithmetic below, and what helped in the line of the list. */
async function standsTheSameElsewhere(page: Page, film: Locator, why: Locator) {
  const score = numbersIn((await why.getByRole('cell').last().innerText()) + '.0')[0]!
  const sums = page
    .getByRole('region', { name: 'How it works' })
    .getByRole('group', { name: /as a sum|adds up to|The guess for/ })
  for (const words of await sums.allInnerTexts()) expect(numbersIn(words).at(-1)).toBe(score)
  const helped = (await film.locator('small').first().innerText()).replace(/^(for|near|from) /, '')
  const against = why.locator('tbody', { hasText: 'Counted against it' })
  if ((await against.count()) > 0)
    for (const row of await against.getByRole('rowheader').allInnerTexts()) expect(helped).not.toContain(row.trim())
}

/** Left at a step before the last, and opened again by its address: the same list, the same numbers, the same address. */
export async function linkOpensAsLeft(page: Page) {
  const steps = (await lastAnswer(page, 'page')).view.steps
  const step = Math.min(5, steps - 1)
  await goToStep(page, step)
  const left = await lastAnswer(page, 'page')
  const list = await recommended(page).allInnerTexts()
  const here = new RegExp(`[?&]step=${step}\\b`)
  const link = await address(page, here)
  await page.reload()
  await settled(page)
  expect(await recommended(page).allInnerTexts()).toEqual(list)
  expect(lasting(await lastAnswer(page, 'page'))).toEqual(lasting(left))
  expect(await address(page, here)).toBe(link)
}
