import type { BrowserContext, Page } from '@playwright/test'
import { changeQuestions } from './change-questions.ts'

/**
 * Before the page is opened: the held-out quality is measured where the playhead stands, and not along the curve as well;
 * or not at all. For tests that train run after run, or are of something else: six hundred lists are most of the work.
 */
export async function measureOnly(page: Page | BrowserContext, evaluate: 'here' | false) {
  const change = (request: { evaluate?: boolean | 'here' }, evaluate: 'here' | false) => {
    if (request.evaluate === true) request.evaluate = evaluate
  }
  await changeQuestions(page, 'view', change, evaluate)
}
