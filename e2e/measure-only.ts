import type { Page } from '@playwright/test'

/**
 * Before the page is opened: the held-out quality is measured where the playhead stands, and not along the curve as well;
 * or not at all. For tests that train run after run, or are of something else: six hundred lists are most of the work.
 */
export async function measureOnly(page: Page, evaluate: 'here' | false) {
  await page.addInitScript((evaluate) => {
    interface Asked {
      readonly path?: readonly string[]
      readonly argumentList?: readonly { readonly value: unknown }[]
    }
    const Original = window.Worker
    window.Worker = class extends Original {
      override postMessage(message: Asked, ...rest: unknown[]) {
        if (message.path?.at(-1) === 'view') {
          const request = message.argumentList![0]!.value as { evaluate?: boolean | 'here' }
          if (request.evaluate === true) request.evaluate = evaluate
        }
        ;(super.postMessage as (...all: unknown[]) => void)(message, ...rest)
      }
    }
  }, evaluate)
}
