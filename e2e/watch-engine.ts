import { createHash } from 'node:crypto'
import type { Page } from '@playwright/test'
import type { View, ViewRequest } from '../workers/lab-api.ts'

/** One answer of the engine as it left its worker, every bit of it: the page rounds what it shows. */
export interface Answer {
  readonly request: ViewRequest
  readonly view: View
}

/** Reads along what page and engine say to each other (comlink's messages). Before the page is opened. */
export async function watchEngine(page: Page) {
  await page.addInitScript(() => {
    const answers: unknown[] = []
    Object.assign(window, { answers })
    interface Asked {
      readonly id: string
      readonly path?: readonly string[]
      readonly argumentList?: readonly { readonly value: unknown }[]
    }
    const asked = new Map<string, unknown>()
    const Original = window.Worker
    window.Worker = class extends Original {
      constructor(...made: ConstructorParameters<typeof Worker>) {
        super(...made)
        this.addEventListener('message', ({ data }: MessageEvent<{ id: string; value?: unknown }>) => {
          const request = asked.get(data.id)
          // A copy: what is a large array is handed on, and the page may write into it.
          if (request && typeof data.value === 'object' && data.value && 'curve' in data.value)
            answers.push(structuredClone({ request, view: data.value }))
        })
      }
      override postMessage(message: Asked, ...rest: unknown[]) {
        if (message.path?.at(-1) === 'view') asked.set(message.id, message.argumentList?.[0]?.value)
        ;(super.postMessage as (...all: unknown[]) => void)(message, ...rest)
      }
    }
  })
}

/** Everything answered so far for one slot ("page", "start:als"), oldest first. */
export function answersFor(page: Page, slot: string): Promise<Answer[]> {
  return page.evaluate((slot) => {
    const plain = (value: unknown): unknown =>
      ArrayBuffer.isView(value)
        ? Array.from(value as Float32Array)
        : Array.isArray(value)
          ? value.map(plain)
          : typeof value === 'object' && value
            ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]))
            : value
    const { answers } = window as unknown as { answers: Answer[] }
    return answers.filter(({ request }) => request.slot === slot).map(plain) as Answer[]
  }, slot)
}

/** The latest answer for a slot. */
export async function lastAnswer(page: Page, slot: string): Promise<Answer> {
  const answer = (await answersFor(page, slot)).at(-1)
  if (!answer) throw new Error(`the engine answered nothing for ${slot}`)
  return answer
}

/**
 * What must be the same whenever a link is opened on one device: all but how long it took and on what. The page is sent
 * those rows of a matrix that it has not yet, so they are left out.
 */
export function lasting({ view: { device: _, notices: __, curve, snapshot, ...view } }: Answer): unknown {
  return { ...view, curve: curve.filter(({ step }) => step <= view.step), snapshot: fingerprints(snapshot ?? {}) }
}

const fingerprints = ({ fromRow: _, rows: __, ...snapshot }: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(snapshot).map(([name, value]) => [
      name,
      Array.isArray(value) ? createHash('sha256').update(JSON.stringify(value)).digest('hex') : value,
    ]),
  )
