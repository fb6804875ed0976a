import type { BrowserContext, Page } from '@playwright/test'

/**
 * Before the page is opened: every question of one kind to the engine is changed, or noted, on its way. `change` runs in the page,
 * with the question's first argument and `by`.
 */
export async function changeQuestions<T>(
  page: Page | BrowserContext,
  kind: string,
  change: (asked: never, by: T) => unknown,
  by: T,
) {
  const install = (kind: string, change: (asked: unknown, by: unknown) => void, by: unknown) => {
    interface Asked {
      readonly path?: readonly string[]
      readonly argumentList?: readonly { readonly value: unknown }[]
    }
    const Original = window.Worker
    window.Worker = class extends Original {
      override postMessage(message: Asked, ...rest: unknown[]) {
        if (message.path?.at(-1) === kind) change(message.argumentList![0]!.value, by)
        ;(super.postMessage as (...all: unknown[]) => void)(message, ...rest)
      }
    }
  }
  await page.addInitScript(
    `(${install.toString()})(${JSON.stringify(kind)}, ${change.toString()}, ${JSON.stringify(by)})`,
  )
}
