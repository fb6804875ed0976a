import { env, getBackend } from '@tensorflow/tfjs-core'
import { afterEach, expect, test, vi } from 'vitest'
import { startWasm } from './cpu-tensors.ts'

const { WebAssembly: real } = globalThis
const changed = (change: object) => vi.stubGlobal('WebAssembly', { ...ownOf(real), ...change })
const ownOf = (all: typeof WebAssembly) =>
  Object.fromEntries(Object.getOwnPropertyNames(all).map((name) => [name, all[name as keyof typeof all]]))
const fetched = (answer: Promise<Response>) => vi.spyOn(env().platform, 'fetch').mockReturnValue(answer)

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

/** What may be wrong with WebAssembly, and what is said of it. tfjs itself waits for ever in most of them. */
const causes: Record<string, readonly [spoil: () => unknown, says: string]> = {
  'it is off': [() => vi.stubGlobal('WebAssembly', undefined), 'is off in this browser'],
  'a policy refuses it': [
    () =>
      changed({
        Module: class {
          constructor() {
            throw new real.CompileError('refused by the policy of the page')
          }
        },
      }),
    'is not allowed here',
  ],
  'its file is missing': [() => fetched(Promise.resolve(new Response('', { status: 404 }))), 'is missing'],
  'there is no network': [() => fetched(Promise.reject(new TypeError('Failed to fetch'))), 'Failed to fetch'],
  'its file is a page': [() => fetched(Promise.resolve(new Response('<!doctype html>'))), 'could not be started'],
  'its file is empty': [() => fetched(Promise.resolve(new Response(''))), 'could not be started'],
  'it has no memory': [
    () => changed({ instantiate: () => Promise.reject(new RangeError('out of memory')) }),
    'could not be started',
  ],
}

test.each(Object.keys(causes))('%s: that is said, and tried again next time', async (cause) => {
  const [spoil, says] = causes[cause]!
  spoil()
  await expect(startWasm()).rejects.toThrow(says)
})

test('once nothing is wrong it starts, whatever failed before', async () => {
  await startWasm()
  expect(getBackend()).toBe('wasm')
})
