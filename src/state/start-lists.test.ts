import { beforeEach, describe, expect, it } from 'vitest'
import type { DatasetInfo, LabApi, View, ViewRequest } from '../../workers/lab/api.ts'
import { CancelledError } from '../../workers/lab/api.ts'
import { firstExperiment, withSetting } from './experiment.ts'
import { watchReference } from './start-lists.ts'
import { newStore, type Store } from './store.ts'

const films: DatasetInfo = {
  ...{
    id: 'films@1',
    name: 'Films',
    simulated: true,
    people: 5,
    ratings: 9,
    items: [],
    provenance: '',
    notes: [],
    licence: '',
  },
  ...{ scale: { low: 1, high: 5, step: 1 }, context: [], viewers: new Uint32Array(0), starters: [], example: 0 },
}
const seen: View = {
  ...{ step: 3, steps: 3, did: '', curve: [], notices: [] },
  device: { kind: 'cpu', reason: 'a test' },
}

/** A lab that answers when it is told to. */
function slowLab() {
  const asked: ViewRequest[] = []
  const waiting = new Map<string, { answer: (view: View) => void; end: (error: Error) => void }>()
  const lab = {
    view: (request: ViewRequest) => {
      asked.push(request)
      return new Promise<View>((answer, end) => waiting.set(request.slot, { answer, end }))
    },
    cancel: (slot: string) => Promise.resolve(waiting.get(slot)?.end(new CancelledError('stopped'))),
  } as Partial<LabApi> as LabApi
  const settled = () => new Promise((resume) => setTimeout(resume, 0))
  const answer = async (slot: string) => {
    waiting.get(slot)!.answer(seen)
    await settled()
  }
  return { lab, answer, settled, baselines: () => asked.filter(({ slot }) => slot === 'baseline') }
}

describe('the same system with less of it', () => {
  let store: Store
  let slow: ReturnType<typeof slowLab>
  const setPlaying = (playing: boolean) =>
    store.setState(({ playback }) => ({ playback: { ...playback, playing, catchingUp: false } }))
  const open = (system: string) => {
    store.setState({ experiment: { ...firstExperiment, view: 'learn', system } })
    store.setState({ pages: { [system]: { waiting: false, view: seen } } })
  }

  beforeEach(() => {
    store = newStore()
    store.setState({ data: { status: 'ready' }, info: films })
    slow = slowLab()
    watchReference(slow.lab, store)
  })

  it('is not trained while the page trains batch by batch, and put off when it begins to', async () => {
    setPlaying(true)
    open('fm')
    expect(slow.baselines()).toHaveLength(0)
    setPlaying(false)
    expect(slow.baselines().map(({ run }) => run.settings.context)).toEqual(['none'])
    setPlaying(true)
    await slow.settled()
    expect(store.getState().baseline).toBeUndefined()
    setPlaying(false)
    expect(slow.baselines()).toHaveLength(2)
    await slow.answer('baseline')
    expect(store.getState().baseline?.view).toBe(seen)
    setPlaying(true)
    setPlaying(false)
    expect(slow.baselines()).toHaveLength(2)
  })

  it('is at once forgotten when a setting changes, and asked for anew', async () => {
    open('fm')
    await slow.answer('baseline')
    store.setState(({ experiment }) => ({ experiment: withSetting(experiment, 'factors', 20) }))
    expect(store.getState().baseline).toBeUndefined()
    expect(slow.baselines().map(({ run }) => run.settings.factors)).toEqual([10, 20])
  })

  it('does not wait where a run is short', () => {
    setPlaying(true)
    open('funk-svd')
    expect(slow.baselines()).toHaveLength(1)
  })
})
