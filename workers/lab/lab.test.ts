import { beforeEach, describe, expect, test, vi } from 'vitest'
import { fewestSteps, fastSettings } from '../testing/fast-settings.ts'
import { withSettings } from '../contract/spec.ts'
import { catalog, systemOf } from '../catalog.ts'
import { tunedAsComponent } from '../algorithms/catalog.ts'
import type { LabApi, RunRequest, View, ViewRequest } from './api.ts'
import { createLab } from './lab.ts'
import { nodeGpu } from '../device/node-gpu.ts'

const als: RunRequest = {
  dataset: 'films@1',
  algorithm: 'als',
  settings: { factors: 8, iterations: 6 },
  seed: 42,
}
const liked = [
  { item: 40, rating: 5 },
  { item: 130, rating: 4 },
]

function request(step: number | 'last', changes: Partial<ViewRequest> = {}): ViewRequest {
  return { run: als, slot: 'page', step, who: { ratings: liked }, n: 10, snapshot: { fromRow: 0 }, ...changes }
}

let lab: LabApi
beforeEach(async () => {
  lab = createLab(undefined)
  await lab.openDataset({ id: 'films@1' })
})

describe('what counts as right', () => {
  const qualityOf = async (algorithm: string, likedFrom: number, relevantFrom?: number) => {
    const { spec } = systemOf(algorithm)
    const shared = relevantFrom === undefined ? { likedFrom } : {}
    const settings = withSettings(spec, 'tuned', shared)
    const run = {
      dataset: 'films@1',
      algorithm,
      settings,
      seed: 42,
      ...(relevantFrom !== undefined && { relevantFrom }),
    }
    const { quality } = await lab.view({
      run,
      slot: algorithm,
      step: 'last',
      who: { person: 96 },
      n: 1,
      evaluate: 'here',
    })
    return quality!
  }
  const shown = ({ metrics }: Awaited<ReturnType<typeof qualityOf>>, name: string) => metrics[name].value.toFixed(2)

  test.each([
    [0, '0.58', '0.87'],
    [4, '0.45', '1.19'],
  ])('is what was learned from, %s stars or more, and true liking shows what that buys', async (from, ndcg, liking) => {
    const als = await qualityOf('als', from)
    expect(als.relevantFrom).toBe(from)
    expect([shown(als, 'ndcg@10'), shown(als, 'true-liking@10')]).toEqual([ndcg, liking])
    // What is made of it is judged by the same, and does not fall behind it.
    const blend = await qualityOf('learned-hybrid', from)
    expect(blend.relevantFrom).toBe(from)
    expect(blend.metrics['ndcg@10'].value).toBeGreaterThan(als.metrics['ndcg@10'].value - 0.01)
    const judged = await lab.judge(
      { dataset: 'films@1', algorithm: 'als', settings: tunedAsComponent('als', { likedFrom: from }), seed: 42 },
      { k: 10, relevantFrom: from },
    )
    expect(judged.metrics['ndcg@10']).toEqual(als.metrics['ndcg@10'])
  })

  test('is what the page says, of a system that learns from all stars', async () => {
    const [any, liked] = [await qualityOf('content', 0, 0), await qualityOf('content', 0, 4)]
    expect([any.relevantFrom, liked.relevantFrom]).toEqual([0, 4])
    // the same lists, of nearly the same people
    expect(Math.abs(liked.metrics['true-liking@10'].value - any.metrics['true-liking@10'].value)).toBeLessThan(0.1)
    expect(liked.metrics['recall@10'].value).not.toBe(any.metrics['recall@10'].value)
  })
})

describe('a run', () => {
  test('is the same seen again, and going back shows what a fresh run shows', async () => {
    await lab.view(request('last'))
    const back = await lab.view(request(7))
    const fresh = createLab(undefined)
    await fresh.openDataset({ id: 'films@1' })
    const straight = await fresh.view(request(7))
    const numbers = ({ list, loss, why, quality, snapshot, did }: typeof back) => ({
      list,
      loss,
      why,
      quality,
      snapshot,
      did,
    })
    expect(numbers(back)).toEqual(numbers(straight))
    expect(back.curve.slice(0, straight.curve.length)).toEqual(straight.curve)
    expect(back.curve).toHaveLength(13)
  })

  test('has a loss that falls and a held-out NDCG with its interval', async () => {
    const { curve } = await lab.view(request('last'))
    for (let k = 1; k < curve.length; k++) expect(curve[k].loss!).toBeLessThanOrEqual(curve[k - 1].loss! * (1 + 1e-6))
    const { value, low, high } = curve.at(-1)!.ndcg!
    expect(low).toBeLessThan(value)
    expect(high).toBeGreaterThan(value)
    expect(value).toBeGreaterThan(curve[0].ndcg!.value)
  })

  test('draws nothing that was not asked for', async () => {
    const { snapshot: _, ...rest } = request(2)
    expect(await lab.view(rest)).not.toHaveProperty('snapshot')
  })

  test('says nothing to someone without ratings', async () => {
    const view = await lab.view(request(2, { who: { ratings: [] } }))
    expect(view.list).toBeUndefined()
    expect(view.why).toBeUndefined()
  })

  test('a film rated below what counts as liked is never shown, and changes nothing else', async () => {
    const run = { ...als, settings: { ...als.settings, likedFrom: 4 } }
    const before = await lab.view(request('last', { run }))
    const first = before.list![0].item
    const after = await lab.view(request('last', { run, who: { ratings: [...liked, { item: first, rating: 1 }] } }))
    expect(after.list!.slice(0, 9).map(({ item, score }) => ({ item, score }))).toEqual(
      before.list!.slice(1).map(({ item, score }) => ({ item, score })),
    )
  })
})

describe('the moment that is asked about', () => {
  test('is one that the data knows, or refused by name', async () => {
    const { context } = await lab.openDataset({ id: 'films@1' })
    expect(context.map(({ id, values }) => [id, values.length])).toEqual([
      ['time of day', 4],
      ['place', 3],
      ['device', 3],
      ['company', 3],
    ])
    await expect(lab.view(request(1, { now: [0, 3, undefined, 0] }))).rejects.toThrow('place must be')
    await expect(lab.view(request(1, { now: [0] }))).rejects.toThrow('one value for each of time of day')
    expect((await lab.openDataset({ id: 'course@1' })).context).toEqual([])
    const course = request(1, { run: { ...als, dataset: 'course@1' }, who: { person: 1 }, now: [0] })
    await expect(lab.view(course)).rejects.toThrow('context: this data knows none, got 1')
  })

  test('changes nothing for systems that do not learn from it', async () => {
    const [any, evening] = [await lab.view(request(2)), await lab.view(request(2, { now: [2, 0, 0, 1] }))]
    expect(evening.list).toEqual(any.list)
  })
})

describe('a list that is judged', () => {
  const metrics: RunRequest = { ...als, algorithm: 'metrics', settings: {} }
  const ask = (arrangement?: readonly { item: number; rating: number }[]) =>
    lab.view({
      ...request('last', { run: metrics, who: { person: 41 }, evaluate: false }),
      snapshot: { fromRow: 0, ...(arrangement && { arrangement }) },
    })

  test('arranged by the visitor is judged anew, and nothing is trained for it', async () => {
    const own = await ask()
    const items = [...(own.snapshot!.items as Uint32Array)]
    expect(items).toEqual(own.list!.map(({ item }) => item))
    const { snapshot, device } = await ask(items.toReversed().map((item, rank) => ({ item, rating: rank < 2 ? 5 : 0 })))
    expect([...(snapshot!.items as Uint32Array)]).toEqual(items.toReversed())
    expect((snapshot!['precision running'] as Float64Array).at(-1)).toBe(0.2)
    expect(device.msPerStep).toBe(own.device.msPerStep)
    expect((await ask()).snapshot).toEqual(own.snapshot)
  })

  test('every system is judged by the lists of the same people', async () => {
    const by = { k: 10, relevantFrom: 0 }
    const popular = await lab.judge({ ...als, algorithm: 'popularity', settings: {} }, by)
    const learned = await lab.judge(als, by)
    expect(learned.people).toBe(popular.people)
    expect(learned.metrics['ndcg@10'].value).toBeGreaterThan(popular.metrics['ndcg@10'].value)
    expect(learned.metrics['novelty@10'].value).toBeGreaterThan(popular.metrics['novelty@10'].value)
    expect(learned.metrics['diversity@10'].value).toBeGreaterThan(0)
    expect(learned.coverage).toBeGreaterThan(popular.coverage)
    expect(learned.gini).toBeLessThan(popular.gini)
  })
})

describe('every page', () => {
  const nobody = { ratings: [] }
  const disliked = { ratings: [{ item: 1, rating: 1 }] }
  const somebody = { ratings: [{ item: 1, rating: 5 }] }

  test.each(catalog.map(({ spec }) => spec.id))('%s: can be looked at by anybody, at its start and end', async (id) => {
    await lab.openDataset({ id: 'course@1' })
    const { spec } = systemOf(id)
    for (const dataset of ['course@1', 'films@1'])
      for (const likedFrom of spec.settings.some((setting) => setting.id === 'likedFrom') ? [0, 4] : [0]) {
        const settings = { ...withSettings(spec, 'tuned', fewestSteps(spec)), ...(likedFrom > 0 && { likedFrom }) }
        const run = { dataset, algorithm: id, settings, seed: 42 }
        for (const step of [0, 'last'] as const)
          for (const who of [nobody, disliked, somebody, { person: 2 }]) {
            const view = await lab.view(request(step, { run, who, evaluate: false }))
            expect(view.snapshot).toBeDefined()
            if (who === nobody) expect(view.list).toBeUndefined()
          }
      }
  })
})

describe('a wait', () => {
  test('ends when a later one takes its slot', async () => {
    const slow = lab.view(request('last', { run: { ...als, settings: { factors: 60, iterations: 40 } } }))
    const quick = lab.view(request(1))
    await expect(slow).rejects.toThrow(/stopped/)
    expect((await quick).step).toBe(1)
  })

  test('judging tells how far it is, and ends when it is cancelled', async () => {
    const run = { ...als, settings: { factors: 60, iterations: 40 } }
    const by = { k: 10, relevantFrom: 0, slot: 'systems' }
    const told: number[] = []
    const judged = lab.judge(run, by, ({ done }) => {
      told.push(done)
      void lab.cancel('systems')
    })
    await expect(judged).rejects.toThrow('stopped')
    expect(told).toHaveLength(1)
    expect(told[0]).toBeLessThan(80)
    expect((await lab.judge(als, by)).people).toBe(200)
  })

  test('ends when it is cancelled, and what was trained stays', async () => {
    const run = { ...als, settings: { factors: 60, iterations: 40 } }
    let slow!: Promise<View>
    await new Promise<void>((begun) => {
      slow = lab.view(request('last', { run }), () => begun())
    })
    await lab.cancel('page')
    await expect(slow).rejects.toThrow(/stopped/)
    expect((await lab.view(request(1))).list).toHaveLength(10)
  })
})

describe('a part in training', () => {
  /** How many steps of a system are trained, and a wait for the third of them. */
  async function watchSteps(id: string) {
    const system = await systemOf(id).load()
    const train = system.train.bind(system)
    const steps = { trained: 0 }
    const third = new Promise<void>((reached) => {
      vi.spyOn(system, 'train').mockImplementation(async function* (...asked) {
        for await (const frame of train(...asked)) {
          steps.trained++
          if (frame.step === 3) reached()
          yield frame
        }
      })
    })
    return { steps, third }
  }

  test.each(['hybrid', 'mmr'])('is trained no further once %s is cancelled, which works again', async (id) => {
    const { spec } = systemOf(id)
    const part = spec.settings.find(({ kind, ...its }) => kind === 'choice' && JSON.stringify(its).includes('"als"'))!
    const run = { ...als, algorithm: id, settings: withSettings(spec, 'tuned', { [part.id]: 'als' }) }
    const { steps, third } = await watchSteps('als')
    const slow = lab.view(request('last', { run }))
    await third
    await lab.cancel('page')
    await expect(slow).rejects.toThrow(/stopped/)
    expect(steps.trained).toBeLessThan(30)
    vi.restoreAllMocks()
    expect((await lab.view(request('last', { run, evaluate: false }))).list).toHaveLength(10)
  })
})

describe('a run that nobody looks at any more', () => {
  const fm = (seed: number): RunRequest => {
    const { spec } = systemOf('fm')
    return { dataset: 'course@1', algorithm: 'fm', settings: withSettings(spec, 'tuned', fastSettings(spec)), seed }
  }
  const msOf = async (slot: string, seed: number) => {
    const { device } = await lab.view(request(1, { run: fm(seed), slot, who: { person: 1 }, evaluate: false }))
    return device.msPerStep
  }

  test('begins again when it is looked at again; one that another slot looks at stays as it is', async () => {
    await lab.openDataset({ id: 'course@1' })
    const first = await msOf('page', 1)
    expect(await msOf('page', 1)).toBe(first)
    await msOf('beside', 2)
    expect(await msOf('page', 1)).toBe(first)
    await msOf('page', 3)
    expect(await msOf('page', 1)).not.toBe(first)
  })
})

describe('quality in context', () => {
  test('stands beside the usual one where a system learns from them and the data knows them', async () => {
    const { spec } = systemOf('fm')
    const ask = async (algorithm: string, dataset: string, settings: RunRequest['settings']) => {
      await lab.openDataset({ id: dataset as 'films@1' | 'course@1' })
      return await lab.view(request('last', { run: { dataset, algorithm, settings, seed: 42 }, who: { person: 1 } }))
    }
    const few = withSettings(spec, 'tuned', { ...fastSettings(spec), epochs: 1, negatives: 1 })
    const { quality, curve } = await ask('fm', 'films@1', few)
    expect(quality!.metrics['event-ndcg@10'].value).toBeGreaterThan(0)
    expect(curve.map(({ atItsMoment }) => atItsMoment)).toContainEqual(quality!.metrics['event-ndcg@10'])
    expect((await ask('fm', 'films@1', few)).quality).toEqual(quality)
    for (const [algorithm, dataset, settings] of [
      ['fm', 'course@1', few],
      ['popularity', 'films@1', {}],
    ] as const) {
      const { metrics } = (await ask(algorithm, dataset, settings)).quality!
      expect(metrics).not.toHaveProperty('event-ndcg@10')
    }
  })
})

describe('an error', () => {
  test('names an unknown person, setting and dataset', async () => {
    await expect(lab.view(request(1, { who: { person: 600 } }))).rejects.toThrow('person 601: there are only 600')
    await expect(lab.view(request(1, { run: { ...als, settings: { factors: 0 } } }))).rejects.toThrow(
      'als: factors must be a whole number from 1 to 128, got 0',
    )
    await expect(lab.view(request(1, { run: { ...als, dataset: 'import:abc' } }))).rejects.toThrow(
      'import:abc: not opened',
    )
  })
})

describe('the device', () => {
  test('a device lost in mid-training is replaced, and training ends where it would have', async () => {
    const made: GPUDevice[] = []
    const onGpu = createLab(watched((await nodeGpu())!, made))
    await onGpu.openDataset({ id: 'course@1' })
    await onGpu.useDevice('webgpu')
    const run = { ...als, dataset: 'course@1' }
    const ask = (step: number | 'last') => ({ ...request(step, { run, who: { ratings: [{ item: 1, rating: 5 }] } }) })
    await onGpu.view(ask(5))
    made.at(-1)!.destroy()
    const view = await onGpu.view(ask('last'))
    expect(view.step).toBe(12)
    expect(view.notices).toEqual([expect.stringMatching(/The GPU went away at half-step 5; .* went on from there/)])

    const undisturbed = createLab(watched((await nodeGpu())!, made))
    await undisturbed.openDataset({ id: 'course@1' })
    await undisturbed.useDevice('webgpu')
    expect((await undisturbed.view(ask('last'))).loss).toBe(view.loss)
    expect(view.device.dispatches).toBeGreaterThan(0)
    for (const device of made) device.destroy()
  })

  test('a device that is not there is refused, and the one in use stays', async () => {
    await expect(lab.useDevice('webgpu')).rejects.toThrow(/WebGPU/)
    expect((await lab.view(request(1))).device.kind).toBe('cpu')
  })
})

/** A GPU whose devices are noted as they are made. */
function watched(gpu: GPU, made: GPUDevice[]): GPU {
  const requestAdapter = async (options?: GPURequestAdapterOptions) => {
    const adapter = await gpu.requestAdapter(options)
    if (!adapter) return null
    const requestDevice = adapter.requestDevice.bind(adapter)
    adapter.requestDevice = async (descriptor) => {
      const device = await requestDevice(descriptor)
      made.push(device)
      return device
    }
    return adapter
  }
  return Object.assign(Object.create(gpu) as GPU, { requestAdapter })
}

describe('a system made of others', () => {
  test('does not train its parts again when only its own settings change', async () => {
    const made: GPUDevice[] = []
    const onGpu = createLab(watched((await nodeGpu())!, made))
    await onGpu.openDataset({ id: 'course@1' })
    await onGpu.useDevice('webgpu')
    const ask = (settings: RunRequest['settings']) =>
      onGpu.view(
        request('last', { run: { dataset: 'course@1', algorithm: 'cold-start', settings, seed: 42 }, evaluate: false }),
      )
    const { dispatches: first } = (await ask({ threshold: 2 })).device
    const { dispatches: second } = (await ask({ threshold: 3 })).device
    expect(first).toBeGreaterThan(0)
    expect(second).toBe(first)
    expect((await ask({ main: 'item-cf' })).device.dispatches).toBeGreaterThan(first!)
    for (const device of made) device.destroy()
  })
})
