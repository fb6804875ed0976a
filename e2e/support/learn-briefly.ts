import type { Page } from '@playwright/test'
import { fewestSteps } from '../../workers/testing/fast-settings.ts'
import { catalog } from '../../workers/catalog.ts'
import { changeQuestions } from './change-questions.ts'

/**
 * Before the page is opened: what the page asks the engine to judge is small, and trained for one epoch. For tests of a
 * page that trains every system, one after another, with its tuned settings.
 */
export async function learnBriefly(page: Page) {
  const small = Object.fromEntries(
    catalog.filter(({ spec }) => spec.byGradient).map(({ spec }) => [spec.id, fewestSteps(spec)]),
  )
  const change = (run: { algorithm: string; settings: object }, small: Record<string, object>) =>
    Object.assign(run.settings, small[run.algorithm])
  await changeQuestions(page, 'judge', change, small)
}
