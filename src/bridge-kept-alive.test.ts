import * as Comlink from 'comlink'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { EngineApi, LabApi, RunRequest } from '../workers/lab/api.ts'
import { keptAlive } from './bridge-kept-alive.ts'

/** What may become of a worker while something is asked of it. */
const deaths = {
  'ended or hung': (worker: FakeWorker) => (worker.silent = true),
  'an answer that could not be read': (worker: FakeWorker) => worker.dispatchEvent(new Event('messageerror')),
} as const
type Death = keyof typeof deaths

/** A worker as the page sees it, over a real message channel; what it exposes is asked only while it lives. */
class FakeWorker extends EventTarget {
  silent = false
  private readonly page: MessagePort
  private readonly inside: MessagePort

  constructor(engine: EngineApi) {
    super()
    const { port1, port2 } = new MessageChannel()
    this.page = port1
    this.inside = port2
    Comlink.expose(engine, port2)
    port1.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (!this.silent) this.dispatchEvent(new MessageEvent('message', { data }))
    }
  }

  postMessage(message: unknown, transfer: Transferable[] = []) {
    if (!this.silent) this.page.postMessage(message, transfer)
  }

  terminate() {
    this.silent = true
    this.page.close()
    this.inside.close()
  }
}

interface Told {
  readonly life: number
  readonly method: string
  readonly asked: readonly unknown[]
}

/** Engines that answer, unless it is `stuck`; each life is told what was asked of it. */
function lives(
  stuck: (told: Told) => boolean = () => false,
  fails: (told: Told) => string | undefined = () => undefined,
) {
  const workers: FakeWorker[] = []
  const told: Told[] = []
  const start = () => {
    const life = workers.length
    const opened = new Set<unknown>()
    const engine = new Proxy({} as EngineApi, {
      get:
        (_, method: string) =>
        (...asked: unknown[]) => {
          if (method === 'ping') return
          const now = { life, method, asked }
          told.push(now)
          const failure = fails(now)
          if (failure) throw new Error(failure)
          if (method === 'openDataset') {
            const [{ id }] = asked as [{ id: string }]
            if (stuck(now)) return new Promise(() => {})
            opened.add(id)
            return { id }
          }
          const dataset = datasetOf(asked[0])
          if (dataset !== undefined && !opened.has(dataset)) throw new Error(`data ${dataset}: not opened`)
          return stuck(now) ? new Promise(() => {}) : `${method} answered`
        },
    })
    const worker = new FakeWorker(engine)
    workers.push(worker)
    return worker as unknown as Worker
  }
  return { start, workers, told }
}

const notLoaded = 'Failed to fetch dynamically imported module: http://127.0.0.1/assets/als.js'

const datasetOf = (asked: unknown): string | undefined => {
  const { run, dataset } = (asked ?? {}) as { run?: RunRequest; dataset?: string }
  return run?.dataset ?? dataset
}

const run = { dataset: 'films@1', algorithm: 'als', settings: {}, seed: 1 } as RunRequest
const view = { run, slot: 'page', step: 'last', who: { ratings: [] }, n: 5 } as const
const calls: Record<string, (lab: LabApi) => Promise<unknown>> = {
  openDataset: (lab) => lab.openDataset({ id: 'course@1' }),
  prepare: (lab) => lab.prepare('als'),
  view: (lab) => lab.view(view, () => undefined),
  exposure: (lab) => lab.exposure(run, 10),
  judge: (lab) => lab.judge(run, { k: 10, relevantFrom: 4 }),
  measure: (lab) => lab.measure({ run, slot: 'measure' }),
  pair: (lab) => lab.pair(run, 1, 2),
  clusterOrder: (lab) => lab.clusterOrder(run),
  ratingsOf: (lab) => lab.ratingsOf('films@1', 3),
  device: (lab) => lab.device(),
  useDevice: (lab) => lab.useDevice('cpu'),
}
const names = Object.keys(calls)

/** The call itself, and not what is done before it. */
const isCallOf = ({ method, asked }: Told, name: string) =>
  method === name && !(name === 'openDataset' && (asked[0] as { id: string }).id === 'films@1')

/** Lets messages through, on real time, and the heart beat so often. */
async function pass(beats: number) {
  for (let beat = 0; beat < beats; beat++) {
    await delivered()
    vi.advanceTimersByTime(2000)
  }
  await delivered()
}
async function delivered() {
  for (let turn = 0; turn < 12; turn++) await new Promise((resume) => setImmediate(resume))
}
/** More than any silence that is put up with, twice over. */
const longEnough = 150

/** The answer as it comes, without waiting for it. */
function heard(answer: Promise<unknown>) {
  const said: { answer?: unknown; error?: Error } = {}
  answer.then(
    (value) => (said.answer = value),
    (error: Error) => (said.error = error),
  )
  return said
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

describe.each(Object.keys(deaths) as Death[])('%s', (death) => {
  test.each(names)('while %s is asked: another worker answers it', async (name) => {
    const engine = lives((now) => now.life === 0 && isCallOf(now, name))
    const { lab, activity, onRestart } = keptAlive(engine.start)
    const restarted = vi.fn()
    onRestart(restarted)
    await lab.openDataset({ id: 'films@1' })
    if (name !== 'useDevice') await lab.useDevice('cpu')
    const said = heard(calls[name]!(lab))
    await pass(1)
    expect(activity.waiting()).toBe(1)
    deaths[death](engine.workers[0]!)
    await pass(30)
    expect(said.error).toBeUndefined()
    expect(said.answer).toBeDefined()
    expect(activity.waiting()).toBe(0)
    expect(restarted).toHaveBeenCalledTimes(1)
    expect(engine.workers).toHaveLength(2)
    const second = engine.told.filter(({ life }) => life === 1).map(({ method }) => method)
    // the device that was chosen, and the data that it needs, come before it
    const needsData = !['openDataset', 'prepare', 'device', 'useDevice'].includes(name)
    expect(second).toEqual([
      ...(name === 'useDevice' ? [] : ['useDevice']),
      ...(needsData ? ['openDataset'] : []),
      name,
    ])
  })
})

describe('what is asked', () => {
  test.each(names)(
    '%s ends two workers: it is rejected, and the next question is answered by a third',
    async (name) => {
      const engine = lives((now) => isCallOf(now, name) && now.life < 2)
      const { lab, activity } = keptAlive(engine.start)
      await lab.openDataset({ id: 'films@1' })
      const said = heard(calls[name]!(lab))
      await pass(longEnough)
      expect(said).toEqual({})
      for (const life of [0, 1]) {
        engine.workers[life]!.silent = true
        await pass(longEnough)
      }
      expect(said.error?.message).toContain('stopped twice')
      expect(activity.waiting()).toBe(0)
      expect(await answered(lab.pair(run, 1, 2))).toBe('pair answered')
    },
  )

  test.each(names)('%s, and no worker can be loaded: it is rejected, and answered once there is one', async (name) => {
    let missing = true
    const engine = lives()
    const { lab, onRestart } = keptAlive(() => {
      const worker = engine.start()
      if (missing) {
        engine.workers.at(-1)!.silent = true
        queueMicrotask(() => worker.dispatchEvent(new Event('error', { cancelable: true })))
      }
      return worker
    })
    const restarted = vi.fn()
    onRestart(restarted)
    const said = heard(calls[name]!(lab))
    await pass(1)
    expect(said.error?.message).toContain('did not start')
    expect(restarted).not.toHaveBeenCalled()
    missing = false
    await answered(lab.openDataset({ id: 'films@1' }))
    await answered(calls[name]!(lab))
  })

  test('of a worker that may not be made is rejected, with the reason', async () => {
    const { lab } = keptAlive(() => {
      throw new Error('no workers in this frame')
    })
    const said = heard(lab.device())
    await pass(1)
    expect(said.error?.message).toContain('did not start (no workers in this frame)')
  })

  test('beside what ends every worker is answered all the same', async () => {
    const engine = lives(({ method }) => method === 'exposure')
    const { lab } = keptAlive(engine.start)
    await lab.openDataset({ id: 'films@1' })
    const guilty = heard(lab.exposure(run, 10))
    // it hangs whatever worker is asked for it
    const hang = setInterval(() => {
      const { life } = engine.told.findLast(({ method }) => method === 'exposure')!
      engine.workers[life]!.silent = true
    })
    await delivered()
    const others = [lab.judge(run, { k: 10, relevantFrom: 4 }), lab.pair(run, 1, 2), lab.view(view)].map(heard)
    await pass(longEnough)
    clearInterval(hang)
    expect(guilty.error?.message).toContain('stopped twice')
    expect(others.map(({ answer }) => answer)).toEqual(['judge answered', 'pair answered', 'view answered'])
  })
})

test('a stray error in a worker that has answered is none: the question is answered by it', async () => {
  const engine = lives()
  const { lab, onRestart } = keptAlive(engine.start)
  const restarted = vi.fn()
  onRestart(restarted)
  await answered(lab.device())
  const said = heard(lab.device())
  const event = new Event('error', { cancelable: true })
  engine.workers[0]!.dispatchEvent(event)
  await pass(longEnough)
  expect(said.answer).toBe('device answered')
  expect(event.defaultPrevented).toBe(true)
  expect(engine.workers).toHaveLength(1)
  expect(restarted).not.toHaveBeenCalled()
})

test('work that takes long and answers its heartbeat is left alone', async () => {
  const engine = lives(({ method }) => method === 'judge')
  const { lab, activity } = keptAlive(engine.start)
  await lab.openDataset({ id: 'films@1' })
  heard(lab.judge(run, { k: 10, relevantFrom: 4 }))
  await pass(1000)
  expect(activity.waiting()).toBe(1)
  expect(engine.workers).toHaveLength(1)
})

test('a page that nothing is asked on does not look after its worker', async () => {
  const engine = lives()
  const { lab } = keptAlive(engine.start)
  await answered(lab.device())
  engine.workers[0]!.silent = true
  await pass(longEnough)
  expect(vi.getTimerCount()).toBe(0)
  expect(engine.workers).toHaveLength(1)
  const said = heard(lab.device())
  await pass(longEnough)
  expect(said.answer).toBe('device answered')
})

test('of several questions in a slot only the latest is asked again; one that was cancelled is not', async () => {
  const engine = lives(({ life, method }) => life === 0 && method === 'view')
  const { lab } = keptAlive(engine.start)
  await answered(lab.openDataset({ id: 'films@1' }))
  const first = heard(lab.view({ ...view, step: 1 }))
  const other = heard(lab.view({ ...view, slot: 'beside' }))
  const latest = heard(lab.view({ ...view, step: 2 }))
  await answered(lab.cancel('beside'))
  engine.workers[0]!.silent = true
  await pass(longEnough)
  expect([first.error?.name, other.error?.name]).toEqual(['CancelledError', 'CancelledError'])
  expect(latest.answer).toBe('view answered')
  expect(engine.told.filter(({ life, method }) => life === 1 && method === 'view')).toHaveLength(1)
})

test('code that could not be loaded is tried again in another worker', async () => {
  const engine = lives(
    () => false,
    ({ life, method }) => (life === 0 && method === 'view' ? notLoaded : undefined),
  )
  const { lab, onRestart } = keptAlive(engine.start)
  const restarted = vi.fn()
  onRestart(restarted)
  await answered(lab.openDataset({ id: 'films@1' }))
  const said = heard(lab.view(view))
  await pass(1)
  expect(said.error?.message).toContain('could not be loaded')
  expect(await answered(lab.view(view))).toBe('view answered')
  expect(engine.workers).toHaveLength(2)
  expect(restarted).not.toHaveBeenCalled()
})

/** Whatever becomes of workers, in whatever order: every question is answered or rejected, and then nothing is waited for. */
test('every question comes to an end', async () => {
  const fates = ['lives', 'silent', 'messageerror', 'not loaded', 'not made'] as const
  const asks = fc.record({ name: fc.constantFrom(...names), after: fc.integer({ min: 0, max: 2 }) })
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ fate: fc.constantFrom(...fates), at: fc.integer({ min: 0, max: 3 }) }), { maxLength: 6 }),
      fc.array(asks, { minLength: 1, maxLength: 8 }),
      async (course, questions) => {
        const engine = lives(({ life, method }) => life < course.length && method !== 'openDataset')
        const { lab, activity } = keptAlive(() => {
          const fate = course[engine.workers.length]
          if (fate?.fate === 'not made') {
            course.splice(engine.workers.length, 1)
            throw new Error('not made')
          }
          const worker = engine.start()
          const made = engine.workers.at(-1)!
          if (fate?.fate === 'not loaded') {
            made.silent = true
            queueMicrotask(() => made.dispatchEvent(new Event('error', { cancelable: true })))
          }
          return worker
        })
        const said = [heard(lab.openDataset({ id: 'films@1' }))]
        for (const { name, after } of questions) {
          await pass(after)
          said.push(heard(calls[name]!(lab)))
        }
        for (let turn = 0; turn < 2 * course.length + 2; turn++) {
          const life = engine.workers.length - 1
          const made = engine.workers[life]
          await pass(course[life]?.at ?? 1)
          if (made && life < course.length) {
            const { fate } = course[life]!
            if (fate === 'messageerror') made.dispatchEvent(new Event('messageerror'))
            else made.silent = true
          }
          await pass(70)
        }
        expect(said.filter(({ answer, error }) => answer === undefined && !error)).toEqual([])
        expect(activity.waiting()).toBe(0)
        expect(vi.getTimerCount()).toBe(0)
      },
    ),
    { numRuns: 40 },
  )
})

/** The answer, with the heart beating meanwhile. */
async function answered(answer: Promise<unknown>): Promise<unknown> {
  const said = heard(answer)
  await pass(2)
  expect(said.error).toBeUndefined()
  return said.answer
}
