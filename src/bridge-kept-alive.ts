import * as Comlink from 'comlink'
import type { DatasetSource, EngineApi, LabApi } from '../workers/lab/api.ts'
import { WatchedWorker, WorkerGoneError } from '../workers/watched-worker.ts'

type Remote = Comlink.Remote<EngineApi>

/** One worker, from its start to its end. */
interface Life {
  readonly worker: WatchedWorker<Remote>
  /** the device that was chosen is in use; absent in the first life */
  readonly ready: Promise<unknown> | undefined
  /** data that is open, or on its way */
  readonly datasets: Map<string, Promise<unknown>>
  /** some of its code could not be loaded: a browser may not try that again in the same worker */
  incomplete: boolean
}

/** A question in full: whichever worker it is asked of, the answer is the same. */
interface Question<T> {
  readonly ask: (remote: Remote) => Promise<T>
  readonly dataset?: string
  /** of several in a slot, the latest counts */
  readonly slot?: string
}

/** The engine, and what the page may know of its life. */
interface KeptAlive {
  readonly lab: LabApi
  /** How many answers are still to come from the engine, and who wants to know when that changes. */
  readonly activity: { waiting(): number; subscribe(watcher: () => void): () => void }
  /** Told whenever a worker that had worked is to be replaced. */
  onRestart(watcher: () => void): void
}

const notLoaded = /dynamically imported module|importing a module script/i

/**
 * The engine, whatever becomes of its worker. One that dies or falls silent is replaced: the new one is told the device
 * that was chosen, opens the data that was open, and is asked again what was not answered. A question that ends two
 * workers is rejected.
 */
export function keptAlive(start: () => Worker): KeptAlive {
  const sources = new Map<string, DatasetSource>()
  const latest = new Map<string, Question<unknown>>()
  const watchers = new Set<() => void>()
  let waiting = 0
  let restarted = () => {}
  let preference: Parameters<LabApi['useDevice']>[0] | undefined
  /** Asked again one after another: so the one that ends the engine is found out, and the others are answered. */
  let again: Promise<unknown> = Promise.resolve()

  const begin = (): Life => {
    const worker = new WatchedWorker<Remote>(
      start,
      (made) => Comlink.wrap<EngineApi>(made),
      (remote) => remote.ping(),
      () => restarted(),
    )
    const chosen = preference
    const ready = chosen && worker.ask((remote) => remote.useDevice(chosen)).catch(() => undefined)
    return { worker, ready, datasets: new Map(), incomplete: false }
  }
  let life = begin()

  const living = (): Life => {
    const { worker, incomplete } = life
    if (incomplete && worker.idle) worker.end()
    if (worker.over) life = begin()
    return life
  }

  /** What this worker has to do first; nothing where it knows all, so that questions keep their order. */
  const before = ({ worker, ready, datasets }: Life, id = ''): Promise<unknown> | undefined => {
    const source = sources.get(id)
    if (source && !datasets.has(id)) {
      const opening = worker.ask((remote) => remote.openDataset(source))
      opening.catch(() => datasets.delete(id))
      datasets.set(id, opening)
    }
    const opening = datasets.get(id)
    return (ready ?? opening) && Promise.all([ready, opening])
  }

  const askOnce = async <T>(question: Question<T>): Promise<T> => {
    const asked = living()
    const first = before(asked, question.dataset)
    if (first) await first
    if (question.slot !== undefined && latest.get(question.slot) !== question) throw cancelled()
    try {
      return await asked.worker.ask(question.ask)
    } catch (error) {
      if (!(error instanceof Error && notLoaded.test(error.message))) throw error
      asked.incomplete = true
      throw partMissing(error)
    }
  }

  const askTwice = async <T>(question: Question<T>): Promise<T> => {
    try {
      return await askOnce(question)
    } catch (error) {
      if (!(error instanceof WorkerGoneError)) throw error
    }
    const answer = again.then(() => askOnce(question))
    again = answer.catch(() => undefined)
    return await answer.catch((error: unknown) => {
      throw error instanceof WorkerGoneError ? goneTwice(error) : error
    })
  }

  const count = (change: 1 | -1) => {
    waiting += change
    for (const watcher of watchers) watcher()
  }

  const answer = async <T>(question: Question<T>): Promise<T> => {
    const { slot } = question
    if (slot !== undefined) latest.set(slot, question)
    count(1)
    try {
      return await askTwice(question)
    } finally {
      if (slot !== undefined && latest.get(slot) === question) latest.delete(slot)
      count(-1)
    }
  }

  const lab: LabApi = {
    async openDataset(source, onProgress) {
      const info = await answer({ ask: (remote) => remote.openDataset(source, ...told(onProgress)) })
      sources.set(info.id, source)
      life.datasets.set(info.id, Promise.resolve())
      return info
    },
    prepare: (algorithm) => answer({ ask: (remote) => remote.prepare(algorithm) }),
    view: (request, onProgress) =>
      answer({
        ask: (remote) => remote.view(request, ...told(onProgress)),
        dataset: request.run.dataset,
        slot: request.slot,
      }),
    async cancel(slot) {
      latest.delete(slot)
      await life.worker.ask((remote) => remote.cancel(slot)).catch(() => undefined)
    },
    exposure: (run, n) => answer({ ask: (remote) => remote.exposure(run, n), dataset: run.dataset }),
    judge: (run, by, onProgress) =>
      answer({
        ask: (remote) => remote.judge(run, by, ...told(onProgress)),
        dataset: run.dataset,
        ...(by.slot !== undefined && { slot: by.slot }),
      }),
    measure: (request, onProgress) =>
      answer({
        ask: (remote) => remote.measure(request, ...told(onProgress)),
        dataset: request.run.dataset,
        slot: request.slot,
      }),
    pair: (run, a, b) => answer({ ask: (remote) => remote.pair(run, a, b), dataset: run.dataset }),
    clusterOrder: (run) => answer({ ask: (remote) => remote.clusterOrder(run), dataset: run.dataset }),
    ratingsOf: (dataset, person) => answer({ ask: (remote) => remote.ratingsOf(dataset, person), dataset }),
    device: () => answer({ ask: (remote) => remote.device() }),
    async useDevice(wanted) {
      const report = await answer({ ask: (remote) => remote.useDevice(wanted) })
      preference = wanted
      return report
    },
  }

  return {
    lab,
    activity: {
      waiting: () => waiting,
      subscribe(watcher) {
        watchers.add(watcher)
        return () => void watchers.delete(watcher)
      },
    },
    onRestart: (watcher) => void (restarted = watcher),
  }
}

/** Who listens to the progress, as a worker can be told. */
const told = <F>(onProgress: F | undefined) => (onProgress ? [Comlink.proxy(onProgress as F & object)] : []) as [F?]

const cancelled = () => Object.assign(new Error('a later question took its place'), { name: 'CancelledError' })

const goneTwice = ({ started, message }: WorkerGoneError) =>
  new Error(
    started
      ? 'The engine stopped twice over this. All else works, and what is on the page stays. Try again, or change a setting.'
      : `The engine did not start${message && ` (${message})`}: its code could not be loaded. Your ratings are safe. Check the connection, then try again.`,
  )

const partMissing = (cause: Error) =>
  new Error('A part of the engine could not be loaded. All else works. Check the connection, then try again.', {
    cause,
  })
