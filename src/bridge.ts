import * as Comlink from 'comlink'
import type { DatasetSource, LabApi } from '../workers/lab-api.ts'

const worker = new Worker(new URL('../workers/lab.worker.ts', import.meta.url), { type: 'module' })
const remote = Comlink.wrap<LabApi>(worker)

/** Rejects for ever once the worker cannot be loaded, so that no request waits for an engine that is not there. */
const broken = new Promise<never>((_, reject) => {
  worker.addEventListener('error', (event) => {
    event.preventDefault()
    reject(
      new Error(`The engine did not start${event.message ? `: ${event.message}` : ''}. Reload the page to try again.`),
    )
  })
})
broken.catch(() => undefined)

let waiting = 0
const watchers = new Set<() => void>()

/** How many answers are still to come from the engine, and who wants to know when that changes. */
export const engineActivity = {
  waiting: () => waiting,
  subscribe(watcher: () => void) {
    watchers.add(watcher)
    return () => void watchers.delete(watcher)
  },
}

function count(change: 1 | -1) {
  waiting += change
  for (const watcher of watchers) watcher()
}

async function orBroken<T>(answer: Promise<T>): Promise<T> {
  count(1)
  try {
    return await Promise.race([answer, broken])
  } finally {
    count(-1)
  }
}

/** The engine, in its worker. Every method is LabApi's; errors keep their names. */
export const lab: LabApi = {
  openDataset: (source, onProgress) =>
    orBroken(remote.openDataset(handOver(source), ...(onProgress ? [Comlink.proxy(onProgress)] : []))),
  prepare: (algorithm) => orBroken(remote.prepare(algorithm)),
  view: (request, onProgress) => orBroken(remote.view(request, ...(onProgress ? [Comlink.proxy(onProgress)] : []))),
  cancel: (slot) => orBroken(remote.cancel(slot)),
  exposure: (run, n) => orBroken(remote.exposure(run, n)),
  judge: (run, by) => orBroken(remote.judge(run, by)),
  measure: (request, onProgress) =>
    orBroken(remote.measure(request, ...(onProgress ? [Comlink.proxy(onProgress)] : []))),
  pair: (run, a, b) => orBroken(remote.pair(run, a, b)),
  clusterOrder: (run) => orBroken(remote.clusterOrder(run)),
  ratingsOf: (dataset, person) => orBroken(remote.ratingsOf(dataset, person)),
  device: () => orBroken(remote.device()),
  useDevice: (preference) => orBroken(remote.useDevice(preference)),
}

/** Dropped files are handed to the worker, not copied: 1M ratings are 24 MB. */
function handOver(source: DatasetSource): DatasetSource {
  if ('zip' in source) return Comlink.transfer(source, [source.zip.buffer as ArrayBuffer])
  if ('files' in source)
    return Comlink.transfer(
      source,
      source.files.map(({ bytes }) => bytes.buffer as ArrayBuffer),
    )
  return source
}
