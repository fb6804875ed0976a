import { describe, expect, it } from 'vitest'
import { firstExperiment } from './experiment.ts'
import { filmsInfo } from './testing/fuzzed-links.ts'
import { nothingKept, withSaid } from './kept.ts'
import { fitShown, sameRatings } from './shown.ts'

const dataset = 'films@1'
const infos = { [dataset]: filmsInfo(dataset) }
const linked = (...ratings: [item: number, rating: number][]) => ({
  experiment: { ...firstExperiment, who: 'link' as const },
  linked: { dataset, ratings: ratings.map(([item, rating]) => ({ item, rating })), changed: false },
})

describe('what a link shows', () => {
  it('is of its ratings that the data can have, and yours where there are none or they are yours already', () => {
    const kept = withSaid(nothingKept, dataset, { item: 3, rating: 5 })
    expect(fitShown(linked([3, 4], [365, 4], [4, 0]), { infos, kept })).toMatchObject({
      experiment: { who: 'link' },
      linked: { ratings: [{ item: 3, rating: 4 }] },
      lost: [expect.stringMatching(/^2 of its ratings/)],
    })
    for (const shown of [linked([3, 5]), linked([3, 5], [5000, 5]), linked([5000, 5]), linked()])
      expect(fitShown(shown, { infos, kept })).toMatchObject({ experiment: { who: 'you' }, linked: undefined })
  })

  it('stays what the visitor made of it, and what is of other data stays for that', () => {
    const { experiment, linked: theirs } = linked([3, 5])
    const kept = withSaid(nothingKept, dataset, { item: 3, rating: 5 })
    const changed = { ...theirs, changed: true }
    expect(fitShown({ experiment, linked: changed }, { infos, kept })).toEqual({
      experiment,
      linked: changed,
      lost: [],
    })
    const elsewhere = { ...firstExperiment, dataset: 'course@1' }
    const shown = { experiment: elsewhere, linked: theirs }
    expect(fitShown(shown, { infos, kept })).toEqual({ ...shown, lost: [] })
  })
})

it('ratings are the same in any order', () => {
  const ratings = [
    { item: 1, rating: 4 },
    { item: 2, rating: 2 },
  ]
  expect(sameRatings(ratings, ratings.toReversed())).toBe(true)
  expect(sameRatings(ratings, [ratings[0]!, { item: 2, rating: 3 }])).toBe(false)
  expect(sameRatings(ratings, [ratings[0]!])).toBe(false)
})
