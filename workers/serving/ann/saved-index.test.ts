import { IDBFactory } from 'fake-indexeddb'
import { afterEach, expect, test, vi } from 'vitest'
import { storageAnswers } from './saved-index.ts'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

/** What a browser's storage may be like, and what is said of it; undefined: nothing, an index can be kept. */
const storages: Record<string, readonly [storage: unknown, says: string | undefined]> = {
  there: [new IDBFactory(), undefined],
  absent: [undefined, 'keeps nothing'],
  refused: [
    {
      open() {
        throw new DOMException('denied', 'SecurityError')
      },
    },
    'denied',
  ],
  failing: [{ open: () => answering('onerror') }, 'keeps nothing'],
  blocked: [{ open: () => answering('onblocked') }, 'held by another page'],
  silent: [{ open: () => ({}) }, 'does not answer'],
}

function answering(event: 'onerror' | 'onblocked') {
  const request: Record<string, () => void> = {}
  queueMicrotask(() => request[event]())
  return request
}

test.each(Object.keys(storages))('a storage that is %s', async (kind) => {
  const [storage, says] = storages[kind]
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  vi.stubGlobal('indexedDB', storage)
  const answer = storageAnswers().then(
    () => undefined,
    (error: Error) => error.message,
  )
  for (let turn = 0; turn < 20; turn++) await new Promise((resume) => setImmediate(resume))
  if (kind === 'silent') vi.runAllTimers()
  if (says === undefined) expect(await answer).toBeUndefined()
  else expect(await answer).toContain(says)
})

test('to ask makes no database: hnswlib makes its own', async () => {
  const storage = new IDBFactory()
  vi.stubGlobal('indexedDB', storage)
  await storageAnswers()
  expect(await storage.databases()).toEqual([])
})
