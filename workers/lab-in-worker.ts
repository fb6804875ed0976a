import './trusted-programs.ts'
import * as Comlink from 'comlink'
import type { AnnApi } from './algorithms/ann-api.ts'
import { browserGpu } from './device/device.ts'
import { createLab, fetchWhatComesFirst } from './lab.ts'
import type { LabApi } from './lab-api.ts'

fetchWhatComesFirst()
const lab = createLab(browserGpu(), startedWhenAsked(startAnn))

/** The lab, with large arrays handed over instead of copied. */
const exposed: LabApi = {
  ...lab,
  view: async (request, onProgress) => {
    const view = await lab.view(request, onProgress)
    const arrays = Object.values(view.snapshot ?? {}).filter((value) => ArrayBuffer.isView(value))
    // Two names may stand for the same array; it is handed over once.
    return Comlink.transfer(view, [...new Set(arrays.map((array) => array.buffer))])
  },
}

Comlink.expose(exposed)

/** The indexes, in a worker of their own. Whatever is asked of one that does not start is rejected. */
function startAnn(): AnnApi {
  const worker = new Worker(new URL('./ann.worker.ts', import.meta.url), { type: 'module' })
  const remote = Comlink.wrap<AnnApi>(worker)
  const broken = new Promise<never>((_, reject) => {
    worker.addEventListener('error', (event) => {
      event.preventDefault()
      reject(new Error('its worker did not start'))
    })
  })
  broken.catch(() => undefined)
  const answer = <T>(asked: Promise<T>): Promise<T> => Promise.race([asked, broken])
  return {
    build: (name, vectors, options, onProgress) =>
      answer(remote.build(name, vectors, options, ...(onProgress ? [Comlink.proxy(onProgress)] : []))),
    cancel: (name) => answer(remote.cancel(name)),
    search: (...query) => answer(remote.search(...query)),
    measure: (name, queries, k, efs, onProgress) =>
      answer(remote.measure(name, queries, k, efs, ...(onProgress ? [Comlink.proxy(onProgress)] : []))),
    save: (name) => answer(remote.save(name)),
    load: (name, vectors, options) => answer(remote.load(name, vectors, options)),
    remove: (name, ids) => answer(remote.remove(name, ids)),
    end: (name) => answer(remote.end(name)),
  }
}

/** Most visits never search an index: its worker is started by the first that does. */
function startedWhenAsked(start: () => AnnApi): AnnApi {
  let started: AnnApi | undefined
  return new Proxy({} as AnnApi, { get: (_, method: keyof AnnApi) => (started ??= start())[method] })
}
