import type { Page } from '@playwright/test'
import { quickly } from '../workers/algorithms/quickly.ts'
import { catalog } from '../workers/catalog.ts'

/**
 * Before the page is opened: what the page asks the engine to judge is small, and trained for one epoch. For tests of a
 * page that trains every system, one after another, with its tuned settings.
 */
export async function learnBriefly(page: Page) {
  const small = Object.fromEntries(
    catalog.filter(({ spec }) => spec.byGradient).map(({ spec }) => [spec.id, { ...quickly(spec), epochs: 1 }]),
  )
  await page.addInitScript((small) => {
    interface Asked {
      readonly path?: readonly string[]
      readonly argumentList?: readonly { readonly value: unknown }[]
    }
    const Original = window.Worker
    window.Worker = class extends Original {
      override postMessage(message: Asked, ...rest: unknown[]) {
        if (message.path?.at(-1) === 'judge') {
          const run = message.argumentList![0]!.value as { algorithm: string; settings: object }
          Object.assign(run.settings, small[run.algorithm])
        }
        ;(super.postMessage as (...all: unknown[]) => void)(message, ...rest)
      }
    }
  }, small)
}
