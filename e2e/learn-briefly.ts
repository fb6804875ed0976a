import type { Page } from '@playwright/test'

/**
 * Before the page is opened: what the page asks the engine to judge is trained for one epoch, where epochs are a
 * setting. For tests of a page that trains every system, one after another, with its tuned settings.
 */
export async function learnBriefly(page: Page) {
  await page.addInitScript(() => {
    interface Asked {
      readonly path?: readonly string[]
      readonly argumentList?: readonly { readonly value: unknown }[]
    }
    const Original = window.Worker
    window.Worker = class extends Original {
      override postMessage(message: Asked, ...rest: unknown[]) {
        if (message.path?.at(-1) === 'judge') {
          const { settings } = message.argumentList![0]!.value as { settings: Record<string, number | string> }
          if ('epochs' in settings) settings.epochs = 1
        }
        ;(super.postMessage as (...all: unknown[]) => void)(message, ...rest)
      }
    }
  })
}
