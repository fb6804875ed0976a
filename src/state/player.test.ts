import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { DatasetInfo, LabApi, View, ViewRequest } from '../../workers/lab/api.ts'
import { CancelledError } from '../../workers/lab/api.ts'
import { choiceOf, firstExperiment, withSetting, type Choice } from './experiment.ts'
import { withSaid } from './kept.ts'
import { createPlayer, stepUnder, type Player } from './player.ts'
import { newStore, type Store } from './store.ts'

const steps = 30
const batches = 300

const films: DatasetInfo = {
  id: 'films@1',
  name: 'Films',
  simulated: true,
  people: 5,
  ratings: 9,
  items: [],
  scale: { low: 1, high: 5, step: 1 },
  provenance: '',
  notes: [],
  licence: '',
  context: [],
  viewers: new Uint32Array(0),
  starters: [],
  example: 0,
}

/** A lab that answers after a while, as the worker does: a later view of a slot ends an earlier one. */
function fakeLab(
  ms: number,
  stops: { readonly best: number; readonly trained: number } = { best: steps, trained: steps },
) {
  const asked: ViewRequest[] = []
  let latest = 0
  let known = false
  const viewOf = (request: ViewRequest): View => ({
    ...placeOf(request),
    did: 'films solved',
    loss: 100 - placeOf(request).step,
    curve: [],
    list: [{ item: Number(request.run.settings.factors), score: 1, because: [] }],
    quality: { people: 5, relevantFrom: 0, metrics: { 'ndcg@10': { value: 0.5, low: 0.4, high: 0.6 } } },
    device: { kind: 'cpu', reason: 'no GPU found', ...(request.run.settings.batchSize === 8192 && { msPerStep: 250 }) },
    notices: [],
  })
  /** Until training has stopped, there are as many steps as there can be. */
  const placeOf = ({ step: wanted, run }: ViewRequest) => {
    if (run.algorithm === 'ncf') return { step: wanted === 'last' ? batches : wanted, steps: batches }
    known ||= wanted === 'last' || wanted >= stops.trained
    const step = known && (wanted === 'last' || wanted > stops.best) ? stops.best : Number(wanted)
    return { step, steps: known ? stops.best : steps }
  }
  const view = async (request: ViewRequest) => {
    const turn = ++latest
    asked.push(request)
    await new Promise((resume) => setTimeout(resume, ms))
    if (turn !== latest) throw new CancelledError('als: stopped by the visitor')
    if (request.run.settings.alpha === 13) throw new Error('als: out of luck')
    return viewOf(request)
  }
  const lab = { view, cancel: () => Promise.resolve() } as Partial<LabApi> as LabApi
  return { lab, asked }
}

function storeOnAls(): Store {
  const store = newStore()
  const als: Choice = { preset: 'tuned', changes: {}, step: 0 }
  store.setState({ experiment: { ...firstExperiment, view: 'learn', system: 'als', choices: { als } } })
  return store
}

describe('the playhead', () => {
  let store: Store
  let player: Player
  let asked: ViewRequest[]
  const step = () => stepUnder(store.getState())
  const page = () => store.getState().pages.als!
  const after = (ms: number) => vi.advanceTimersByTimeAsync(ms)

  beforeEach(async () => {
    vi.useFakeTimers()
    store = storeOnAls()
    const fake = fakeLab(10)
    asked = fake.asked
    player = createPlayer(fake.lab, store)
    store.setState({ data: { status: 'ready' }, info: films })
    await after(20)
  })

  it('asks for what the experiment says as soon as there is data', () => {
    expect(asked.map((request) => request.step)).toEqual([0])
    expect(page().view?.step).toBe(0)
  })

  it.each([2, 12, 400, 2000])('stands where a link says that is opened %i ms after a change', async (ms) => {
    const link = store.getState().experiment
    player.seek(8)
    await after(20)
    player.change(withSetting(store.getState().experiment, 'factors', 4))
    await after(ms)
    store.setState({ experiment: { ...link, choices: { als: { preset: 'tuned', changes: {}, step: 2 } } } })
    await after(60_000)
    expect(step()).toBe(2)
    expect(page().view?.step).toBe(2)
    expect(store.getState().playback.playing).toBe(false)
  })

  it('plays so many steps a second, pauses where it is, and goes on from there', async () => {
    player.play()
    await after(1800)
    expect(step()).toBe(4)
    player.pause()
    await after(3000)
    expect(step()).toBe(4)
    expect(page().view?.step).toBe(4)
    expect(store.getState().playback.playing).toBe(false)
    player.play()
    await after(40_000)
    expect(step()).toBe(steps)
    expect(store.getState().playback.playing).toBe(false)
    expect(choiceOf(store.getState().experiment).step).toBe('last')
    expect(store.getState().announcement.text).toBe('Finished: 30 half-steps. Held-out NDCG@10 0.500.')
  })

  it('ends where training stopped early, and plays up to there again', async () => {
    const early = fakeLab(10, { best: 6, trained: 9 })
    player = createPlayer(early.lab, store)
    player.play()
    await after(20_000)
    expect(store.getState().playback.playing).toBe(false)
    expect(choiceOf(store.getState().experiment).step).toBe('last')
    expect([step(), page().view?.steps]).toEqual([6, 6])
    expect(store.getState().announcement.text).toMatch('Finished: 6 half-steps.')
    expect(early.asked.at(-1)!.step).toBe(9)
    player.play()
    await after(20_000)
    expect([step(), early.asked.at(-1)!.step]).toEqual([6, 'last'])
  })

  it('a link to a step that training never reached shows the end, and becomes a link to it', async () => {
    const early = fakeLab(10, { best: 6, trained: 9 })
    player = createPlayer(early.lab, store)
    player.seek(20)
    await after(200)
    expect(page().view?.step).toBe(6)
    expect(choiceOf(store.getState().experiment).step).toBe('last')
  })

  it('shows what a link says that is another only by its step', async () => {
    const link = (step: Choice['step']) => ({ als: { preset: 'tuned', changes: {}, step } }) as const
    for (const [to, at] of [
      ['last', steps],
      [7, 7],
      [0, 0],
      ['last', steps],
    ] as const) {
      store.setState(({ experiment }) => ({ experiment: { ...experiment, choices: link(to) } }))
      await after(20)
      expect([step(), page().view?.step]).toEqual([at, at])
    }
    expect(asked.map((request) => request.step)).toEqual([0, 'last', 7, 0, 'last'])
  })

  it('steps on and back, not past the ends', async () => {
    player.step(1)
    await after(20)
    player.step(1)
    await after(20)
    expect(page().view?.step).toBe(2)
    player.step(-1)
    await after(20)
    expect(page().view?.step).toBe(1)
    player.seek(0)
    await after(20)
    player.step(-1)
    await after(20)
    expect(step()).toBe(0)
    player.seek(steps)
    await after(20)
    player.step(1)
    await after(20)
    expect(step()).toBe(steps)
  })

  it('shows where a dragged timeline ends, without asking for every place between', async () => {
    const before = asked.length
    for (let to = 1; to <= 25; to++) {
      player.seek(to)
      await after(1)
    }
    await after(50)
    expect(page().view?.step).toBe(25)
    expect(asked.length - before).toBeLessThan(6)
  })

  it('starts a changed setting from step 0 with the same seed, and runs to where the playhead was', async () => {
    player.seek(12)
    await after(20)
    player.change(withSetting(store.getState().experiment, 'alpha', 40))
    expect(step()).toBe(0)
    await after(5000)
    const request = asked.at(-1)!
    expect(asked.find(({ run }) => run.settings.alpha === 40)!.step).toBe(0)
    expect(request).toMatchObject({ step: 12, run: { seed: 42, settings: { alpha: 40 } } })
    expect(store.getState().playback.playing).toBe(false)
    expect(page().before).toMatchObject({ name: 'α 2', view: { step: 12 }, run: { settings: { alpha: 2 } } })
  })

  it('compares with the run that was looked at, not with one that was still on its way', async () => {
    player.seek(steps)
    await after(20)
    player.change(withSetting(store.getState().experiment, 'alpha', 10))
    await after(30)
    player.change(withSetting(store.getState().experiment, 'alpha', 40))
    await after(5000)
    expect(page().before).toMatchObject({ name: 'α 2', view: { step: steps } })
    player.change(withSetting(store.getState().experiment, 'alpha', 2))
    await after(5000)
    expect(page().before).toMatchObject({ name: 'α 40' })
  })

  it('keeps the last good picture when a step fails, and says what failed', async () => {
    player.seek(5)
    await after(20)
    player.change(withSetting(store.getState().experiment, 'alpha', 13))
    await after(100)
    expect(page()).toMatchObject({ error: 'als: out of luck', view: { step: 5 } })
    expect(store.getState().playback.playing).toBe(false)
  })

  it('goes on playing when the visitor rates a film in between', async () => {
    player.play()
    await after(700)
    store.setState(({ kept }) => ({ kept: withSaid(kept, 'films@1', { item: 3, rating: 5 }) }))
    await after(20)
    expect(asked.at(-1)!.who).toEqual({ ratings: [{ item: 3, rating: 5 }] })
    await after(2000)
    expect(step()).toBeGreaterThan(3)
    expect(store.getState().playback.playing).toBe(true)
  })

  it('resets to step 0 with the same seed', async () => {
    player.seek(9)
    await after(20)
    player.reset()
    await after(20)
    expect(page().view?.step).toBe(0)
    expect(asked.at(-1)!.run.seed).toBe(42)
  })

  it('shows what learns by gradient untrained, then its first batch, then as its curve grows up to the playhead', async () => {
    const before = asked.length
    const ncf: Choice = { preset: 'tuned', changes: {}, step: 'last' }
    store.setState(({ experiment }) => ({
      experiment: { ...experiment, system: 'ncf', choices: { ...experiment.choices, ncf } },
    }))
    await after(5000)
    expect(asked.slice(before)).toHaveLength(1) // its page is not there yet
    store.setState({ onScreen: 'ncf' })
    await after(5000)
    const pictures = asked.slice(before).map((request) => [request.step, request.evaluate])
    expect(pictures.slice(0, 4)).toEqual([
      [0, false],
      [1, false],
      [30, true],
      [60, true],
    ])
    expect(pictures.at(-1)).toEqual(['last', true])
    expect(store.getState().playback.playing).toBe(false)
    expect(choiceOf(store.getState().experiment).step).toBe('last')

    // What is open is not trained again: another question is asked where the playhead stands.
    store.setState(({ experiment }) => ({ experiment: { ...experiment, who: 3 } }))
    await after(50)
    expect(asked.at(-1)).toMatchObject({ step: 'last', who: { person: 3 } })
    expect(asked.length - before).toBe(pictures.length + 1)
  })

  it('shows what learns slowly more often than its curve grows', async () => {
    const before = asked.length
    const ncf: Choice = { preset: 'tuned', changes: { batchSize: 8192 }, step: 'last' }
    store.setState(({ experiment }) => ({
      onScreen: 'ncf',
      experiment: { ...experiment, system: 'ncf', choices: { ...experiment.choices, ncf } },
    }))
    await after(5000)
    const pictures = asked.slice(before).map((request) => [request.step, request.evaluate])
    expect(pictures.slice(1, 7)).toEqual([
      [1, false],
      [5, false],
      [9, false],
      [13, false],
      [17, false],
      [21, false],
    ])
  })

  it('stops when another page is opened', async () => {
    player.play()
    await after(100)
    store.setState(({ experiment }) => ({ experiment: { ...experiment, view: 'start' } }))
    const count = asked.length
    await after(5000)
    expect(asked.length).toBe(count)
    expect(store.getState().playback.playing).toBe(false)
  })
})
