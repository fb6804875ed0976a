import type { Page } from '@playwright/test'
import { firstInWorker } from './first-in-worker.ts'

/** What the engine's worker holds once garbage is collected, in bytes. */
export interface WorkerMemory {
  /** objects of the JavaScript heap */
  readonly heap: number
  /** what stands behind typed arrays: ratings, states of runs */
  readonly arrays: number
  /** the memories of WebAssembly, which hold the tensors on the CPU and never shrink */
  readonly wasm: number
}

/** Attaches to the only worker of a page. `page` is opened afterwards. */
export async function watchMemory(page: Page): Promise<() => Promise<WorkerMemory>> {
  await firstInWorker(page, keepWasmMemories)
  const session = await page.context().newCDPSession(page)
  const answers = new Map<number, (answer: Answer) => void>()
  let worker: string | undefined
  let asked = 0
  session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (targetInfo.type === 'worker') worker = sessionId
  })
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const answer = JSON.parse(message) as Answer
    if (answer.id !== undefined) answers.get(answer.id)?.(answer)
  })
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false })

  const ask = async <T>(method: string, params: object = {}): Promise<T> => {
    const id = ++asked
    const answered = new Promise<Answer>((resolve) => answers.set(id, resolve))
    const message = JSON.stringify({ id, method, params })
    await session.send('Target.sendMessageToTarget', { sessionId: worker!, message })
    const { result, error } = await answered
    if (error) throw new Error(`${method}: ${error.message}`)
    return result as T
  }

  return async () => {
    await ask('HeapProfiler.collectGarbage')
    const wasm = await ask<Evaluated>('Runtime.evaluate', {
      expression: 'wasmMemories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0)',
      returnByValue: true,
    })
    const usage = await ask<Usage>('Runtime.getHeapUsage')
    return { heap: usage.usedSize, arrays: usage.backingStorageSize, wasm: wasm.result.value }
  }
}

/** In the worker: keeps hold of every memory that WebAssembly is given, or makes for itself. */
function keepWasmMemories() {
  const memories: WebAssembly.Memory[] = []
  Object.assign(globalThis, { wasmMemories: memories })
  const keep = (all: object) =>
    memories.push(...Object.values(all).filter((one): one is WebAssembly.Memory => one instanceof WebAssembly.Memory))
  const { instantiate, instantiateStreaming } = WebAssembly
  const kept =
    <Asked extends unknown[], Made>(make: (...asked: Asked) => Promise<Made>) =>
    async (...asked: Asked): Promise<Made> => {
      const made = await make(...asked)
      const { exports } =
        made instanceof WebAssembly.Instance ? made : (made as WebAssembly.WebAssemblyInstantiatedSource).instance
      keep(exports)
      for (const given of Object.values((asked[1] ?? {}) as WebAssembly.Imports)) keep(given)
      return made
    }
  Object.assign(WebAssembly, { instantiate: kept(instantiate), instantiateStreaming: kept(instantiateStreaming) })
}

interface Answer {
  readonly id?: number
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

interface Usage {
  readonly usedSize: number
  readonly backingStorageSize: number
}

interface Evaluated {
  readonly result: { readonly value: number }
}
