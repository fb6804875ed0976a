import './trusted-programs.ts'
import * as Comlink from 'comlink'
import type { AnnApi, OnProgress } from './contract/ann-api.ts'
import { browserGpu } from './device/device.ts'
import { createLab, fetchWhatComesFirst } from './lab/lab.ts'
import type { EngineApi } from './lab/api.ts'
import { WatchedWorker, WorkerGoneError } from './watched-worker.ts'

fetchWhatComesFirst()
const lab = createLab(browserGpu(), annInWorker())

/** The lab, with large arrays handed over instead of copied. */
const exposed: EngineApi = {
  ...lab,
  ping: () => Promise.resolve(),
  view: async (request, onProgress) => {
    const view = await lab.view(request, onProgress)
    const arrays = Object.values(view.snapshot ?? {}).filter((value) => ArrayBuffer.isView(value))
    // Two names may stand for the same array; it is handed over once.
    return Comlink.transfer(view, [...new Set(arrays.map((array) => array.buffer))])
  },
}

Comlink.expose(exposed)

/** The indexes, in a worker of their own, which the first search starts: most visits never search one. */
function annInWorker(): AnnApi {
  let worker: WatchedWorker<Comlink.Remote<AnnApi & Pick<EngineApi, 'ping'>>> | undefined
  /** Whatever is asked of one that does not start, or dies, is rejected; the next question starts another. */
  const answer = async <T>(question: (remote: Comlink.Remote<AnnApi>) => Promise<T>): Promise<T> => {
    if (!worker || worker.over)
      worker = new WatchedWorker(
        () => new Worker(new URL('./ann.worker.ts', import.meta.url), { type: 'module' }),
        (made) => Comlink.wrap(made),
        (remote) => remote.ping(),
      )
    return await worker.ask(question).catch((error: unknown) => {
      if (!(error instanceof WorkerGoneError)) throw error
      throw new Error(error.started ? 'its worker stopped' : 'its worker did not start')
    })
  }
  /** What is gone has nothing to stop, and nothing to free. */
  const ifThere = async (question: Parameters<typeof answer<void>>[0]) => {
    if (worker && !worker.over) await answer(question).catch(() => undefined)
  }
  const told = (onProgress: OnProgress | undefined) => (onProgress ? [Comlink.proxy(onProgress)] : [])
  return {
    build: (name, vectors, options, onProgress) =>
      answer((ann) => ann.build(name, vectors, options, ...told(onProgress))),
    cancel: (name) => ifThere((ann) => ann.cancel(name)),
    search: (...query) => answer((ann) => ann.search(...query)),
    measure: (name, queries, k, efs, onProgress) =>
      answer((ann) => ann.measure(name, queries, k, efs, ...told(onProgress))),
    save: (name) => answer((ann) => ann.save(name)),
    load: (name, vectors, options) => answer((ann) => ann.load(name, vectors, options)),
    remove: (name, ids) => answer((ann) => ann.remove(name, ids)),
    end: (name) => ifThere((ann) => ann.end(name)),
  }
}
