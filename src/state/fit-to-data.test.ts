import { describe, expect, it } from 'vitest'
import type { DatasetInfo } from '../../workers/lab/api.ts'
import { contextOf, firstExperiment } from './experiment.ts'
import { fitRatings, fitToData } from './fit-to-data.ts'

/** Ten films, forty people. */
const info: DatasetInfo = {
  id: 'films@1',
  name: 'Films',
  simulated: true,
  people: 40,
  ratings: 0,
  items: Array.from({ length: 10 }, (_, k) => ({ title: `Film ${k}`, genres: [], tones: [] })),
  scale: { low: 1, high: 5, step: 1 },
  provenance: '',
  notes: [],
  licence: '',
  context: [],
  viewers: new Uint32Array(10),
  starters: [],
  example: 0,
}
const pair = (a: number, b: number) => ({ kind: 'pair', a, b }) as const
const fitted = (system: string, selection: ReturnType<typeof pair>) =>
  fitToData({ ...firstExperiment, view: 'learn', system, selection }, info)

describe('a pair of a link', () => {
  it('is of people where people are compared, and of films everywhere else', () => {
    expect(fitted('user-cf', pair(3, 39))).toMatchObject({ lost: [], fitted: { selection: pair(3, 39) } })
    expect(fitted('item-cf', pair(3, 9))).toMatchObject({ lost: [], fitted: { selection: pair(3, 9) } })
    expect(fitted('als', pair(3, 9)).lost).toEqual([])
  })

  it('that the data does not have is left out, and said', () => {
    for (const [system, lost] of [
      ['user-cf', pair(3, 40)],
      ['item-cf', pair(3, 10)],
      ['popularity', pair(10, 3)],
    ] as const) {
      const { fitted: left, lost: said } = fitted(system, lost)
      expect(said).toEqual(['what was selected: it is not in this data'])
      expect(left.selection).toBeUndefined()
    }
  })
})

describe('a moment of a link', () => {
  const times = { id: 'time of day', values: ['morning', 'night'] } as const
  const linked = { ...firstExperiment, now: { 'time of day': 'night', place: 'moon' } }

  it('keeps what the data knows, and says what it does not', () => {
    const { fitted: left, lost } = fitToData(linked, { ...info, context: [times, { id: 'place', values: ['home'] }] })
    expect(left.now).toEqual({ 'time of day': 'night' })
    expect(lost).toEqual(['place “moon”: there are home'])
    expect(contextOf({ ...left, system: 'fm' }, { ...info, context: [times] })).toEqual([1])
    expect(contextOf({ ...left, system: 'als' }, { ...info, context: [times] })).toBeUndefined()
  })

  it('is any where the data knows none', () => {
    const { fitted: left, lost } = fitToData(linked, info)
    expect(left).toEqual(firstExperiment)
    expect(lost).toHaveLength(2)
  })
})

describe('ratings of a link', () => {
  it('that the data cannot have are left out, each film stands once, and it is said', () => {
    const good = [
      { item: 9, rating: 5 },
      { item: 0, rating: 1 },
    ]
    expect(fitRatings(good, info)).toEqual({ fitted: good, lost: [] })
    for (const bad of [
      { item: 10, rating: 5 },
      { item: 9, rating: 4 },
      { item: 1, rating: 0 },
      { item: 1, rating: 127.5 },
      { item: 1, rating: -1000 },
      { item: 1, rating: 3.5 },
    ]) {
      const { fitted: left, lost } = fitRatings([...good, bad], info)
      expect(left).toEqual(good)
      expect(lost[0]).toMatch(/^one of its ratings: /)
    }
  })
})
