import {
  recommend,
  type Frame,
  type Person,
  type Rated,
  type Recommender,
  type SnapshotRequest,
} from './algorithms/algorithm.ts'
import { checkCircumstances } from './algorithms/circumstances.ts'
import { startSystems } from './algorithms/catalog.ts'
import { systemOf } from './catalog.ts'
import { ratingsOfRow } from './algorithms/liked.ts'
import { oldestFirst } from './algorithms/order-of-time.ts'
import { withSettings } from './algorithms/spec.ts'
import type { Dataset, Interactions } from './data/dataset.ts'
import { splitPerPerson, withValidation } from './data/splits.ts'
import { chooseDevice, type Device, type DevicePreference } from './device/device.ts'
import { evaluateRanking, evaluateRatings } from './evaluation/protocol.ts'
import {
  type DatasetInfo,
  type DatasetSource,
  type Judged,
  type JudgedBy,
  type LabApi,
  type Listed,
  type Progress,
  type Quality,
  type RunRequest,
  type View,
  type ViewRequest,
  type Who,
} from './lab-api.ts'
import { clusterOrder } from './lib/cluster-order.ts'
import { topK } from './lib/top-k.ts'
import { breathMs, Run, type Cancellation, type DeviceSource, type Journey, type RunContext } from './run.ts'

/** Held-out quality is measured on at most so many people, drawn once by seed; fewer where there are many items. */
const judgedPeople = 600
const judgedCells = 1_500_000
const splitSeed = 42
const keptRuns = 24

interface OpenDataset {
  readonly dataset: Dataset
  readonly train: Interactions
  readonly test: Interactions
}

/** Nearly every visit begins with the films and the systems of the start page: on their way while it is being drawn. */
export function fetchWhatComesFirst(): void {
  void import('./data/audience.ts')
  for (const id of startSystems) void systemOf(id).load()
}

/** The engine as the page sees it. `gpu` is `navigator.gpu` where there is one. */
export function createLab(gpu: GPU | undefined): LabApi {
  const datasets = new Map<string, OpenDataset>()
  const runs = new Map<string, Promise<Run>>()
  const waiting = new Map<string, Cancellation>()
  const devices = deviceSource(gpu)

  const open = (id: string): OpenDataset => {
    const dataset = datasets.get(id)
    if (!dataset) throw new Error(`data ${id}: not opened`)
    return dataset
  }

  const runOf = (request: RunRequest): Promise<Run> => {
    const key = JSON.stringify([request.dataset, request.algorithm, request.settings, request.seed])
    const run = runs.get(key) ?? startRun(request, open(request.dataset), devices, trained)
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

  const trained = async (request: RunRequest): Promise<Recommender> => {
    const run = await runOf(request)
    return await run.at(toTheEnd(run), (frame) => frame.recommender())
  }

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
      const dataset = await load(source, onProgress)
      const split = splitPerPerson(dataset.interactions, { seed: splitSeed })
      const opened = { dataset, train: withValidation(split), test: split.test }
      datasets.set(dataset.id, opened)
      return await infoOf(opened)
    },

    async view(request, onProgress) {
      return await inSlot(request.slot, async (cancellation) => {
        const run = await runOf(request.run)
        const step = request.step === 'last' ? run.steps : request.step
        const what = systemOf(request.run.algorithm).spec.step.many
        const journey = {
          step,
          measured: (request.evaluate ?? true) === true,
          cancellation,
          onStep: (done: number) => onProgress?.({ done, total: step, what }),
        }
        return await run.at(journey, async (frame) => ({
          ...(await seenAt(run, frame, request, open(request.run.dataset))),
          steps: run.steps,
          curve: run.curve.map((point) => ({ ...point })),
          device: reportOf(await devices.current(), run),
          notices: [...run.notices, ...(frame.note ? [frame.note] : [])],
        }))
      })
    },

    cancel(slot) {
      const wait = waiting.get(slot)
      if (wait) wait.cancelled = true
      return Promise.resolve()
    },

    async exposure(request, n) {
      const run = await runOf(request)
      const { train } = open(request.dataset)
      return await run.at(toTheEnd(run), async (frame) => await exposureOf(await frame.recommender(), train, n))
    },

    async judge(request, by) {
      const run = await runOf(request)
      const opened = open(request.dataset)
      return await run.at(toTheEnd(run), async (frame) => judgedOf(await frame.recommender(), opened, by))
    },

    async pair(request, a, b) {
      const algorithm = await systemOf(request.algorithm).load()
      if (!algorithm.pair) throw new Error(`${request.algorithm}: compares no pairs`)
      return algorithm.pair(trainingData(open(request.dataset)), request.settings, a, b)
    },

    async clusterOrder(request) {
      const run = await runOf(request)
      return await run.at(toTheEnd(run), async (frame) => {
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
      return reportOf(device)
    },
  }
}

function toTheEnd(run: Run): Journey {
  return { step: run.steps, measured: false, cancellation: { cancelled: false } }
}

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

async function load(source: DatasetSource, onProgress?: (progress: Progress) => void): Promise<Dataset> {
  if ('id' in source) {
    if (source.id === 'course@1') return (await import('./data/course.ts')).courseDataset()
    return (await import('./data/audience.ts')).filmsDataset()
  }
  const { readMovieLens } = await import('./data/movielens.ts')
  return readMovieLens(source, (done, total, what) => onProgress?.({ done, total, what }))
}

async function infoOf({ dataset, train }: OpenDataset): Promise<DatasetInfo> {
  const viewers = new Uint32Array(dataset.items.length)
  for (const item of train.ratings.column) viewers[item]++
  const starters =
    dataset.id === 'films@1'
      ? (await import('./data/audience.ts')).starterFilms
      : topK(viewers, 12).map(({ item }) => item)
  const { id, name, simulated, items, scale, provenance, licence, interactions } = dataset
  const [people, ratings] = [interactions.ratings.rows, interactions.time.length]
  const context = interactions.context.map(({ id, values }) => ({ id, values }))
  return { id, name, simulated, people, ratings, items, scale, provenance, licence, context, viewers, starters }
}

function trainingData({ dataset, train }: OpenDataset) {
  return { interactions: train, items: dataset.items, scale: dataset.scale }
}

async function startRun(
  request: RunRequest,
  opened: OpenDataset,
  devices: DeviceSource,
  trained: (run: RunRequest) => Promise<Recommender>,
): Promise<Run> {
  const { spec, load: loadEngine } = systemOf(request.algorithm)
  const settings = withSettings(spec, 'tuned', request.settings)
  const context: RunContext = {
    data: trainingData(opened),
    seed: request.seed,
    heldOut: opened.test,
    trained: (id, changes) =>
      trained({ ...request, algorithm: id, settings: withSettings(systemOf(id).spec, 'tuned', changes) }),
  }
  const measure = async (frame: Frame) => qualityOf(await frame.recommender(), opened)
  return new Run(await loadEngine(), context, settings, devices, measure)
}

async function seenAt(run: Run, frame: Frame, request: ViewRequest, opened: OpenDataset) {
  const recommender = await frame.recommender()
  const person = personOf(recommender, request, opened)
  const list = person && listFor(person, request, opened.train)
  const asked = request.why ?? list?.[0]?.item
  return {
    step: frame.step,
    did: frame.did,
    ...(frame.loss && { loss: await frame.loss() }),
    ...(list && { list }),
    ...(person && asked !== undefined && { why: { item: asked, explanation: person.explain(asked) } }),
    ...(request.evaluate !== false && { quality: await run.qualityAt(frame) }),
    ...(request.snapshot && { snapshot: await frame.snapshot(snapshotRequest(request, person, opened)) }),
  }
}

function snapshotRequest(
  { snapshot, who, now }: ViewRequest,
  person: Person | undefined,
  { train }: OpenDataset,
): SnapshotRequest {
  const shown = { fromRow: 0, ...snapshot }
  if (!person) return shown
  return {
    ...shown,
    person,
    rated: ratedBy(who, train),
    ...('person' in who && { user: who.person }),
    ...(now && { now }),
  }
}

const ratedBy = (who: Who, train: Interactions): readonly Rated[] =>
  'ratings' in who ? who.ratings : ratingsOfRow(train.ratings, who.person)

function personOf(recommender: Recommender, { who, now }: ViewRequest, { dataset }: OpenDataset): Person | undefined {
  if (now) checkCircumstances(now, dataset.interactions.context)
  if ('ratings' in who) return who.ratings.length > 0 ? recommender.foldIn(who.ratings, now) : undefined
  const people = dataset.interactions.ratings.rows
  if (who.person >= people) throw new Error(`person ${who.person + 1}: there are only ${people} people in this data`)
  return recommender.person(who.person, now)
}

function listFor(person: Person, { who, n }: ViewRequest, train: Interactions): Listed[] {
  const best = recommend(
    person,
    n,
    ratedBy(who, train).map(({ item }) => item),
  )
  return best.map(({ item, score }) => ({
    item,
    score,
    ...(person.predict && { rating: person.predict(item) }),
    because: person
      .explain(item)
      .contributions.filter(({ always }) => !always)
      .slice(0, 2)
      .map(({ item, person, label }) => ({
        ...(item !== undefined && { item }),
        ...(person !== undefined && { person }),
        ...(label !== undefined && { label }),
      })),
  }))
}

/** So many of the people, the same for every system, that judging them takes a moment only. */
function sampleOf({ dataset }: OpenDataset) {
  const affordable = Math.max(100, Math.floor(judgedCells / dataset.items.length))
  return { count: Math.min(judgedPeople, affordable), seed: splitSeed }
}

function qualityOf(recommender: Recommender, opened: OpenDataset): Quality {
  const { dataset, train, test } = opened
  const judged = withPeopleOnce(recommender)
  const { people, metrics } = evaluateRanking(judged, train, test, {
    k: 10,
    people: sampleOf(opened),
    ...(dataset.truth && { truth: dataset.truth }),
  })
  const ratings = evaluateRatings(judged, test, people)
  return { people: people.length, metrics: { ...metrics, ...(ratings && { rmse: ratings.rmse, mae: ratings.mae }) } }
}

/** Everybody is worked out once, for their list and for their stars. */
function withPeopleOnce(recommender: Recommender): Pick<Recommender, 'person'> {
  const people = new Map<number, Person>()
  return {
    person(user) {
      const person = people.get(user) ?? recommender.person(user)
      people.set(user, person)
      return person
    },
  }
}

function judgedOf(recommender: Recommender, opened: OpenDataset, by: JudgedBy): Judged {
  const { dataset, train, test } = opened
  const options = { ...by, people: sampleOf(opened), beyondAccuracy: true, items: dataset.items }
  const { people, metrics, coverage, gini = 0 } = evaluateRanking(recommender, train, test, options)
  return { people: people.length, metrics, coverage, gini }
}

/** Other messages are let in between two people. */
async function exposureOf(recommender: Recommender, train: Interactions, n: number) {
  const people = train.ratings.rows
  const times = new Uint32Array(train.ratings.columns)
  let breath = performance.now()
  for (let user = 0; user < people; user++) {
    if (performance.now() - breath > breathMs) {
      await new Promise((resume) => setTimeout(resume, 0))
      breath = performance.now()
    }
    const seen = ratingsOfRow(train.ratings, user).map(({ item }) => item)
    for (const { item } of recommend(recommender.person(user), n, seen)) times[item]++
  }
  return { times, people, n }
}
