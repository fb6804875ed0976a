import fc from 'fast-check'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { DatasetSource, LabApi } from '../../workers/lab/api.ts'
import { pushNext, watchAddress } from './address.ts'
import { chooseData, importData, watchData } from './data.ts'
import { withChoice, type Experiment } from './experiment.ts'
import { fakeTab } from './testing/fake-tab.ts'
import { filmsInfo, linkBefore, plainExperiments, ratingsOf } from './testing/fuzzed-links.ts'
import { withSaid } from './kept.ts'
import { linkOf, openLink } from './link.ts'
import { newStore, type Store } from './store.ts'

const id = 'import:9f3a2b'

/** Opens the data of a first visit by name; a file is the data that the links are of, unless it is called another. */
const lab = {
  openDataset: (source: DatasetSource) =>
    Promise.resolve(filmsInfo('id' in source ? source.id : source.name === 'another' ? 'import:7' : id)),
} as LabApi

const file = (name: string) => ({ zip: new Blob(), name })

/** Experiments with imported data, of people and films that it has, but for the moment, of which it knows nothing. */
const imported = plainExperiments.map(({ now: _, selection: __, who, arrangement, ...rest }): Experiment => {
  const list = arrangement?.filter(({ item, rating }) => item < 365 && (rating === 0 || Number.isInteger(rating)))
  const ofData = { ...rest, dataset: id, who: typeof who === 'number' ? who % 600 : who }
  return list?.length ? { ...ofData, arrangement: list } : ofData
})
const stars = ratingsOf(20).map((ratings) =>
  ratings.filter(({ item, rating }) => item < 365 && rating > 0 && Number.isInteger(rating)),
)
const links = fc
  .tuple(imported, stars, fc.boolean())
  .map(([experiment, ratings, before]) =>
    before ? linkBefore(experiment, ratings, true) : linkOf(experiment, ratings),
  )

const acts = [
  'seed',
  'step',
  'rate',
  'to data',
  'course',
  'another file',
  'back',
  'forward',
  'reload',
  'crash',
] as const

describe('a link to imported data that is not here', () => {
  let store: Store
  let tab: ReturnType<typeof fakeTab>
  const experiment = () => store.getState().experiment
  const set = (change: Partial<Experiment>) => store.setState({ experiment: { ...experiment(), ...change } })

  const visit = async () => {
    store = newStore()
    watchAddress(store)
    watchData(lab, store)
    await settled()
  }
  const settled = () => vi.advanceTimersByTimeAsync(1000)
  const opens = async (link: string) => {
    tab = fakeTab(`#${link}`)
    await visit()
  }

  const act: Record<(typeof acts)[number], () => void | Promise<void>> = {
    seed: () => set({ seed: experiment().seed + 1 }),
    step: () => store.setState({ experiment: withChoice(experiment(), { step: 3 }) }),
    rate: () => store.setState(({ kept }) => ({ kept: withSaid(kept, experiment().dataset, { item: 3, rating: 5 }) })),
    'to data': () => {
      pushNext()
      set({ view: 'data' })
    },
    course: () => chooseData(store, 'course@1'),
    'another file': () => importData(lab, store, file('another')),
    back: () => (tab.at() > 0 ? tab.back() : undefined),
    forward: () => (tab.at() < tab.entries.length - 1 ? tab.forward() : undefined),
    reload: () => {
      tab.reload()
      return visit()
    },
    crash: () => {
      tab.end()
      return visit()
    },
  }

  /** What a link shows where its data is open. */
  const shownBy = (link: string) => {
    const { experiment, ratings = [] } = openLink(link)!
    return { experiment, ratings }
  }
  const shown = () => ({ experiment: experiment(), ratings: store.getState().linked?.ratings ?? [] })

  beforeEach(() => vi.useFakeTimers())

  it('is whole in the address while other data stands in, and says what it waits for', async () => {
    await fc.assert(
      fc.asyncProperty(links, async (link) => {
        await opens(link)
        expect(experiment()).toMatchObject({ dataset: 'films@1', who: 'you' })
        expect(store.getState().unread).toEqual([expect.stringMatching(/^the imported data: .*under Data/)])
        expect(shownBy(tab.hash())).toEqual(shownBy(link))
        await act.reload()
        expect(shownBy(tab.hash())).toEqual(shownBy(link))
        expect(store.getState().unread).toHaveLength(1)
        tab.end()
      }),
      { numRuns: 50 },
    )
  })

  it('opens as it was once the file comes, whatever was done meanwhile; Back returns to that', async () => {
    await fc.assert(
      fc.asyncProperty(links, fc.array(fc.constantFrom(...acts), { maxLength: 8 }), async (link, meanwhile) => {
        await opens(link)
        for (const name of meanwhile) {
          await act[name]()
          await settled()
        }
        const before = experiment()
        await importData(lab, store, file('the file'))
        await settled()
        expect(shown()).toEqual(shownBy(link))
        const { awaited, unread } = store.getState()
        expect(awaited.map(({ experiment }) => experiment.dataset)).not.toContain(id)
        expect(unread).toHaveLength(awaited.length)
        // While a person is shown, an address holds your own ratings.
        const { ratings, experiment: opened } = shownBy(link)
        expect(shownBy(tab.hash())).toEqual({ experiment: opened, ratings: opened.who === 'link' ? ratings : [] })
        tab.back()
        await settled()
        const isLink = openLink(tab.hash())?.experiment.dataset === id
        expect(shown()).toEqual(isLink ? shownBy(link) : { experiment: before, ratings: [] })
        tab.end()
      }),
      { numRuns: 200 },
    )
  })

  it('waits on after a reload of the page that had the file', async () => {
    await fc.assert(
      fc.asyncProperty(links, async (link) => {
        await opens(link)
        await importData(lab, store, file('the file'))
        await settled()
        await act.reload()
        expect(experiment().dataset).toBe('films@1')
        expect(shownBy(tab.hash())).toEqual(shownBy(link))
        await importData(lab, store, file('the file'))
        await settled()
        expect(shown()).toEqual(shownBy(link))
        tab.end()
      }),
      { numRuns: 50 },
    )
  })

  it('gives way to another link, and Back to it finds it whole', async () => {
    await fc.assert(
      fc.asyncProperty(links, async (link) => {
        await opens(link)
        tab.paste('#v1.start?seed=3')
        await settled()
        expect(experiment()).toMatchObject({ dataset: 'films@1', seed: 3 })
        expect(store.getState().awaited).toEqual([])
        tab.back()
        await settled()
        await importData(lab, store, file('the file'))
        await settled()
        expect(shown()).toEqual(shownBy(link))
        tab.end()
      }),
      { numRuns: 50 },
    )
  })
})
