import { createHash } from 'node:crypto'
import type { Page } from '@playwright/test'
import type { View, ViewRequest } from '../../workers/lab/api.ts'

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
export const answersFor = (page: Page, slot: string): Promise<Answer[]> => sent(page, slot, 0)

/** The latest answer for a slot. */
export async function lastAnswer(page: Page, slot: string): Promise<Answer> {
  const [answer] = await sent(page, slot, -1)
  if (!answer) throw new Error(`the engine answered nothing for ${slot}`)
  return answer
}

/** As text, in which arrays of numbers are their bytes: a matrix number by number takes a browser seconds to send. */
async function sent(page: Page, slot: string, from: number): Promise<Answer[]> {
  const text = await page.evaluate(
    ([slot, from]) => {
      const { answers } = window as unknown as { answers: Answer[] }
      const asBytes = (_: string, value: unknown) => {
        if (!ArrayBuffer.isView(value)) return value
        let bytes = ''
        for (const byte of new Uint8Array(value.buffer, value.byteOffset, value.byteLength))
          bytes += String.fromCharCode(byte)
        return { numbers: value.constructor.name, base64: btoa(bytes) }
      }
      const wanted = answers.filter(({ request }) => request.slot === slot).slice(from)
      return JSON.stringify(wanted, asBytes)
    },
    [slot, from] as const,
  )
  return JSON.parse(text, (_, value: unknown) => (isBytes(value) ? numbersOf(value) : value)) as Answer[]
}

interface Bytes {
  readonly numbers: string
  readonly base64: string
}

const isBytes = (value: unknown): value is Bytes => typeof value === 'object' && value !== null && 'base64' in value

function numbersOf({ numbers, base64 }: Bytes): number[] {
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'))
  const Numbers = (globalThis as unknown as Record<string, new (buffer: ArrayBuffer) => ArrayLike<number>>)[numbers]!
  return Array.from(new Numbers(bytes.buffer))
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
