import type { Browser } from '@playwright/test'
import { fixedWork, quietWork } from '../../scripts/patience.ts'

/** What something took, and what it comes to on the machine that the limits were chosen on: only this is judged. */
export interface Pace {
  /** milliseconds here into milliseconds there */
  readonly there: (milliseconds: number) => number
  readonly said: string
}

/** By the fixed work, done first in a page of this very browser: nothing is judged by the clock alone. */
export async function paceOf(browser: Browser): Promise<Pace> {
  const page = await browser.newPage()
  const runs: number[] = []
  for (let run = 0; run < 7; run++) runs.push(await page.evaluate(fixedWork))
  await page.close()
  const times = runs.toSorted((a, b) => a - b)[3]! / quietWork
  return { there: (milliseconds) => milliseconds / times, said: `${times.toFixed(2)} times as slow a machine` }
}
