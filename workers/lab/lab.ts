import type { Frame, Recommender, CompositeContext } from '../contract/system.ts'
import type { AnnApi } from '../contract/ann-api.ts'
import { startSystems } from '../algorithms/catalog.ts'
import { oldestFirst } from '../contract/history.ts'
import { withSettings, type Spec } from '../contract/spec.ts'
import { systemOf } from '../catalog.ts'
import { chooseDevice, type Device, type DevicePreference } from '../device/device.ts'
import { withoutWasm } from '../device/without-wasm.ts'
import { lessData } from './train-to-end.ts'
import { exposureOf, evaluateLists, qualityOf } from './quality.ts'
import { CancelledError, type LabApi, type Progress, type RunRequest, type View } from './api.ts'
import { breather } from '../lib/breath.ts'
import { clusterOrder } from '../lib/cluster-order.ts'
import { infoOf, openData, trainingData, type OpenDataset } from './opened-data.ts'
import { Run, type Cancellation, type DeviceSource, type Journey, type RunContext } from './run.ts'
import { viewAt } from './view.ts'
import { timeLeftOf } from './time-left.ts'

const keptRuns = 24

const keyOf = ({ dataset, algorithm, settings, seed, relevantFrom, on }: RunRequest) =>
  JSON.stringify([dataset, algorithm, settings, seed, relevantFrom, on])

/** Of a wait that nobody ends. */
const forEver = (): Cancellation => ({ cancelled: false })

/** Trains what another run is made of, to its end. */
type Train = (request: RunRequest, cancellation: Cancellation) => Promise<Recommender>

/** Nearly every visit begins with the films and the systems of the start page: on their way while it is being drawn. */
export function fetchWhatComesFirst(): void {
  void import('../data/audience.ts')
  for (const id of startSystems) void systemOf(id).load()
}

/** The engine as the page sees it. `gpu` is `navigator.gpu` where there is one, `ann` the worker that holds indexes. */
export function createLab(gpu: GPU | undefined, ann?: AnnApi): LabApi {
  const datasets = new Map<string, OpenDataset>()
  const runs = new Map<string, Promise<Run>>()
  const lookedAt = new Map<string, string>()
  const waiting = new Map<string, Cancellation>()
  const devices = deviceSource(gpu)

  const open = (id: string): OpenDataset => {
    const dataset = datasets.get(id)
    if (!dataset) throw new Error(`data ${id}: not opened`)
    return dataset
  }

  const runOf = (request: RunRequest): Promise<Run> => {
    const key = keyOf(request)
    const run = runs.get(key) ?? startRun(request, open(request.dataset), devices, trained, ann)
    runs.delete(key)
    runs.set(key, run) // the latest used stand last
    run.catch(() => runs.delete(key))
    for (const [oldest, old] of runs) {
      if (runs.size <= keptRuns) break
      runs.delete(oldest)
      void old.then((ended) => ended.end())
    }
    return run
  }

  /** What no slot looks at lets go of what it holds on a device. */
  const restUnseen = (key: string) => {
    if (![...lookedAt.values()].includes(key)) void runs.get(key)?.then((run) => run.rest())
  }

  /** A slot looks at a run from now on, and no longer at the one before. */
  const lookAt = (slot: string, request: RunRequest): Promise<Run> => {
    const before = lookedAt.get(slot)
    lookedAt.set(slot, keyOf(request))
    if (before !== undefined) restUnseen(before)
    return runOf(request)
  }

  const atTheEnd = async <T>(
    request: RunRequest,
    look: (frame: Frame) => Promise<T>,
    wait: Pick<Journey, 'cancellation' | 'onStep'> = { cancellation: forEver() },
  ): Promise<T> => {
    const run = await runOf(request)
    try {
      return await run.at({ step: 'last', measured: false, ...wait }, look)
    } finally {
      restUnseen(keyOf(request))
    }
  }

  const trained: Train = (request, cancellation) => atTheEnd(request, (frame) => frame.recommender(), { cancellation })

  /** Waits in a slot: a later wait in the same slot ends this one. */
  const inSlot = async <T>(slot: string, wait: (cancellation: Cancellation) => Promise<T>): Promise<T> => {
    const earlier = waiting.get(slot)
    if (earlier) earlier.cancelled = true
    const cancellation = { cancelled: false }
    waiting.set(slot, cancellation)
    try {
      return await wait(cancellation)
    } finally {
      if (waiting.get(slot) === cancellation) waiting.delete(slot)
    }
  }

  return {
    async openDataset(source, onProgress) {
      const opened = await openData(source, onProgress)
      datasets.set(opened.dataset.id, opened)
      return await infoOf(opened)
    },

    async prepare(algorithm) {
      const { spec, load } = systemOf(algorithm)
      await Promise.all([load(), spec.tensors && loadTensors(await devices.current())])
    },

    async view(request, onProgress) {
      return await inSlot(request.slot, async (cancellation) => {
        const run = await lookAt(request.slot, request.run)
        const { spec } = systemOf(request.run.algorithm)
        const what = spec.step.many
        const timeLeft = timeLeftOf(performance.now())
        const journey = {
          step: request.step,
          measured: (request.evaluate ?? true) === true,
          cancellation,
          onStep: (done: number, total: number) => {
            const secondsLeft = timeLeft(done, total, performance.now())
            onProgress?.({ done, total, what, secondsLeft, mayEndSooner: run.mayEndSooner })
          },
        }
        return await run.at(journey, async (frame) => ({
          ...(await viewAt(run, frame, request, open(request.run.dataset))),
          steps: run.stepsFrom(frame.step),
          curve: run.curve.map((point) => ({ ...point })),
          device: reportOf(await devices.current(), run),
          notices: [...run.notices, ...(frame.note ? [frame.note] : []), ...slowly(spec)],
        }))
      })
    },

    cancel(slot) {
      const wait = waiting.get(slot)
      if (wait) wait.cancelled = true
      return Promise.resolve()
    },

    async exposure(request, n) {
      const { train } = open(request.dataset)
      return await atTheEnd(request, async (frame) => await exposureOf(await frame.recommender(), train, n))
    },

    async judge(request, { slot, ...by }, onProgress) {
      const opened = open(request.dataset)
      const what = systemOf(request.algorithm).spec.step.many
      const judged = async (cancellation: Cancellation) => {
        const onStep = (done: number, total: number) => onProgress?.({ done, total, what })
        const look = async (frame: Frame) => evaluateLists(await frame.recommender(), opened, by)
        return await atTheEnd(request, look, { cancellation, onStep })
      }
      return await (slot === undefined ? judged(forEver()) : inSlot(slot, judged))
    },

    async measure({ run, slot, items }, onProgress) {
      const { spec, load } = systemOf(run.algorithm)
      const { measure } = await load()
      if (!measure) throw new Error(`${run.algorithm}: there is nothing to measure`)
      return await inSlot(slot, async (cancellation) => {
        const ofRun = contextOf(run, open(run.dataset), trained, ann)
        const context: CompositeContext = {
          ...ofRun,
          device: await devices.current(),
          trained: (id, changes, on) => ofRun.trained(id, changes, on, cancellation),
        }
        const measuring = {
          isCancelled: () => cancellation.cancelled,
          breathe: breathing(spec.id, cancellation),
          onProgress: (progress: Progress) => onProgress?.(progress),
        }
        return await measure(context, withSettings(spec, 'tuned', run.settings), items, measuring)
      })
    },

    async pair(request, a, b) {
      const algorithm = await systemOf(request.algorithm).load()
      if (!algorithm.pair) throw new Error(`${request.algorithm}: compares no pairs`)
      return algorithm.pair(trainingData(open(request.dataset)), request.settings, a, b)
    },

    async clusterOrder(request) {
      return await atTheEnd(request, async (frame) => {
        const { rows, size } = await frame.snapshot({ fromRow: 0 })
        return clusterOrder(rows as Float32Array, size as number)
      })
    },

    ratingsOf(dataset, person) {
      return Promise.resolve(oldestFirst(open(dataset).train, person).reverse())
    },

    device: async () => reportOf(await devices.current()),

    async useDevice(preference) {
      const device = await devices.prefer(preference)
      for (const run of runs.values()) void run.then((ended) => ended.end())
      runs.clear()
      lookedAt.clear()
      return reportOf(device)
    },
  }
}

async function loadTensors(device: Device) {
  // the backend is asked for beside what will ask for it: opening the data keeps this thread busy in between
  const [{ tensorsOn, tensorsOnCpu }] = await Promise.all([
    import('../device/tensors.ts'),
    import('../device/cpu-tensors.ts'),
  ])
  await Promise.all([tensorsOnCpu(), tensorsOn(device)])
}

/** What a visitor should know of a network that learns without WebAssembly. */
const slowly = ({ tensors, name }: Spec): string[] =>
  tensors && withoutWasm.why
    ? [`${name} learns in plain JavaScript: the same numbers, some times slower. Reason: ${withoutWasm.why}.`]
    : []

interface PreferredDevice extends DeviceSource {
  prefer(preference: DevicePreference): Promise<Device>
}

function deviceSource(gpu: GPU | undefined): PreferredDevice {
  let preference: DevicePreference = 'auto'
  let chosen: Promise<Device> | undefined
  const current = () => (chosen ??= chooseDevice(preference, gpu))
  return {
    current,
    async replace(lost) {
      if ((await current()) === lost) chosen = chooseDevice(preference, gpu).catch(() => chooseDevice('cpu', undefined))
      return await current()
    },
    async prefer(wanted) {
      const device = chooseDevice(wanted, gpu)
      await device // a device that is not there leaves the one in use
      preference = wanted
      chosen = device
      return await device
    },
  }
}

function reportOf(device: Device, run?: Run): View['device'] {
  const ms = run?.msPerStep
  const gpu = device.kind === 'webgpu' && { adapter: device.adapter, dispatches: device.dispatches }
  return { kind: device.kind, reason: device.reason, ...gpu, ...(ms !== undefined && { msPerStep: ms }) }
}

async function startRun(
  request: RunRequest,
  opened: OpenDataset,
  devices: DeviceSource,
  trained: Train,
  ann: AnnApi | undefined,
): Promise<Run> {
  const { spec, load: loadEngine } = systemOf(request.algorithm)
  const settings = withSettings(spec, 'tuned', request.settings)
  // What a moment adds is told against the same system without it; where there is none, scoring every moment anew is not worth its time.
  const inItsMoment = spec.inContext && spec.baseline !== undefined
  const relevantFrom = Number(settings.likedFrom ?? request.relevantFrom ?? 0)
  const measure = async (frame: Frame) => qualityOf(await frame.recommender(), opened, relevantFrom, inItsMoment)
  return new Run(await loadEngine(), contextOf(request, opened, trained, ann), settings, devices, measure)
}

function contextOf(request: RunRequest, opened: OpenDataset, trained: Train, ann: AnnApi | undefined): RunContext {
  return {
    data: request.on ? lessData({ data: trainingData(opened), seed: request.seed }, request.on) : trainingData(opened),
    seed: request.seed,
    heldOut: opened.test,
    ...(opened.dataset.truth && { truth: opened.dataset.truth }),
    ...(ann && { ann }),
    trained(id, changes, on, cancellation) {
      const settings = withSettings(systemOf(id).spec, 'tuned', changes)
      return trained({ ...request, algorithm: id, settings, ...(on && { on }) }, cancellation)
    },
  }
}

/** Lets other messages in every so often; throws CancelledError once the wait was ended. */
function breathing(system: string, cancellation: Cancellation): () => Promise<void> {
  const breathe = breather()
  return async () => {
    await breathe()
    if (cancellation.cancelled) throw new CancelledError(`${system}: stopped by the visitor`)
  }
}
