import fc from 'fast-check'
import type * as Fflate from 'fflate'
import { describe, expect, it, vi } from 'vitest'
import type { Rated } from '../../workers/contract/system.ts'
import { listMetrics } from '../../workers/evaluation/metrics/spec.ts'
import { firstExperiment, settingsOf, specs } from './experiment.ts'
import { isRatingOf } from './fit-to-data.ts'
import { filmsInfo, fuzzedLinks, plainExperiments, ratingsOf } from './testing/fuzzed-links.ts'
import { mostFilms, nothingKept } from './kept.ts'
import { checkOf, linkDigits } from './link-check.ts'
import { linkOf, openLink, type Opened } from './link.ts'
import { highestId, longestLink } from './link-ratings.ts'
import { fitShown } from './shown.ts'

/** Bytes that there was room to unpack to, since it was last reset. */
const unpacked = vi.hoisted(() => ({ bytes: 0 }))
vi.mock('fflate', async (original) => {
  const fflate = await original<typeof Fflate>()
  const inflateSync = (data: Uint8Array, options?: { out?: Uint8Array }) => {
    unpacked.bytes += options?.out?.length ?? Infinity
    return fflate.inflateSync(data, options)
  }
  return { ...fflate, inflateSync }
})

const isId = (value: number) => Number.isInteger(value) && value >= 0 && value <= highestId
const distinct = (ratings: readonly Rated[]) => new Set(ratings.map(({ item }) => item)).size === ratings.length
const inHalves = ({ item, rating }: Rated) => isId(item) && Number.isInteger(2 * rating) && rating >= 0 && rating <= 5

/** Every field is within its bounds: says which are not. */
function outOfBounds({ experiment, ratings = [], unread }: Opened): string[] {
  const { view, system, dataset, choices, likedFrom, seed, who, selection, n, arrangement, metric, now } = experiment
  const ids = !selection ? [] : selection.kind === 'pair' ? [selection.a, selection.b] : [selection.id]
  for (const id of Object.keys(choices)) settingsOf(experiment, id) // throws on what no setting can be
  const bounds: Record<string, boolean> = {
    view: ['start', 'learn', 'data'].includes(view),
    system: specs.some(({ id }) => id === system),
    dataset: /^(films@1|course@1|import:[0-9a-z]{1,64})$/.test(dataset),
    step: Object.values(choices).every(({ step }) => step === 'last' || isId(step)),
    likedFrom: [0, 2, 3, 4, 5].includes(likedFrom),
    seed: Number.isInteger(seed) && seed >= 0 && seed <= 0xffffffff,
    who: who === 'you' || (who === 'link' ? ratings.length > 0 : isId(who)),
    selection: ids.every(isId),
    n: [5, 10, 20].includes(n),
    arrangement: !arrangement || (arrangement.length > 0 && arrangement.length <= 20),
    grades: !arrangement || (arrangement.every(inHalves) && distinct(arrangement)),
    ratings: ratings.length <= mostFilms && ratings.every(inHalves) && distinct(ratings),
    metric: metric === undefined || listMetrics.some(({ id }) => id === metric),
    now: !now || Object.values(now).every((value) => /^[a-z ]{1,24}$/.test(value)),
    unread: unread.length <= 13 && unread.every((words) => words.length <= 160 && !/[\p{Cc}\p{Cs}\u202e]/u.test(words)),
  }
  return Object.keys(bounds).filter((field) => !bounds[field])
}

/** Every field is of the data: says which are not. */
function notOfData({ experiment, ratings = [] }: Opened): string[] {
  const { info, shown } = fitted(experiment, ratings)
  const { who, selection, arrangement = [], now } = shown.experiment
  const isFilm = (id: number) => id < info.items.length
  const bounds: Record<string, boolean> = {
    who: who === 'you' || (who === 'link' ? shown.linked !== undefined : who < info.people),
    film: selection?.kind !== 'item' || isFilm(selection.id),
    person: selection?.kind !== 'person' || selection.id < info.people,
    pair: selection?.kind !== 'pair' || Math.max(selection.a, selection.b) < Math.max(info.people, info.items.length),
    arrangement: arrangement.every(({ item, rating }) => isFilm(item) && (rating === 0 || rating >= info.scale.low)),
    ratings: shown.linked?.ratings.every((rated) => isRatingOf(info, rated)) !== false,
    now: now === undefined,
  }
  return Object.keys(bounds).filter((field) => !bounds[field])
}

function fitted(experiment: Opened['experiment'], ratings: readonly Rated[]) {
  const info = filmsInfo(experiment.dataset)
  const linked = { dataset: experiment.dataset, ratings, changed: false }
  return { info, shown: fitShown({ experiment, linked }, { infos: { [info.id]: info }, kept: nothingKept }) }
}

describe('a link, whatever it says', () => {
  it('opens within every bound or is refused, and costs no more than its length', () => {
    const ends = { opened: 0, whole: 0, refused: 0, withRatings: 0 }
    fc.assert(
      fc.property(fuzzedLinks(), (link) => {
        unpacked.bytes = 0
        const opened = openLink(link)
        if (!opened) return link === '' || link === '#'
        const wrong = [...outOfBounds(opened), ...notOfData(opened)]
        if (wrong.length > 0) expect(wrong, 'out of bounds').toEqual([])
        if (opened.refused) expect(opened).toMatchObject({ experiment: firstExperiment, unread: [expect.any(String)] })
        const entries = (opened.ratings?.length ?? 0) + (opened.experiment.arrangement?.length ?? 0)
        if (entries > link.length) expect(entries, 'entries decoded').toBeLessThanOrEqual(link.length)
        if (unpacked.bytes > 8 * link.length) expect(unpacked.bytes, 'unpacked').toBeLessThanOrEqual(8 * link.length)
        if (opened.refused) ends.refused++
        else if (opened.unread.length === 0) ends.whole++
        else ends.opened++
        if (opened.ratings) ends.withRatings++
        return true
      }),
      { numRuns: 100_000 },
    )
    for (const count of Object.values(ends)) expect(count, JSON.stringify(ends)).toBeGreaterThan(1000)
  })

  it('is read or refused as it is where it is as long as nobody makes one', () => {
    unpacked.bytes = 0
    for (const link of [`v1.start?r=0${'A'.repeat(1e6)}`, `v1.${'%'.repeat(1e6)}`, 'v'.repeat(1e6)])
      expect(openLink(link)).toMatchObject({ refused: true })
    const longest = [0, 1, 2].map((version) => `v1.start?r=${version}${'A'.repeat(longestLink)}`)
    for (const link of longest) expect(openLink(link)!.unread).toEqual([expect.stringMatching(/^r=/)])
    expect(unpacked.bytes).toBe(0)
  })
})

describe('a link that was damaged on its way', () => {
  /** Its experiment or ratings are other than were sent, and nothing says so. */
  const passes = (damaged: string, sent: Opened) => {
    const opened = openLink(damaged)
    return opened?.unread.length === 0 && !sameAs(opened, sent)
  }
  const sameAs = (a: Opened, b: Opened) => JSON.stringify(a) === JSON.stringify(b)
  const links = fc.tuple(plainExperiments, ratingsOf(20)).map(([experiment, ratings]) => linkOf(experiment, ratings))
  /** Units of which a link is made, and some that it is not. */
  const units = [...'ABCabcxyz012789-_=&?/.+%@:#é🎬'.slice(0, -2), '\ud83c', '\u0000']

  it('by one character, wherever it is, never passes for another', () => {
    fc.assert(
      fc.property(links, fc.nat(units.length - 1), (link, first) => {
        const sent = openLink(link)!
        for (let at = 0; at < link.length; at++) {
          const unit = units[(first + at) % units.length]!
          const damaged = link.slice(0, at) + unit + link.slice(at + 1)
          expect(passes(damaged, sent), damaged).toBe(false)
          const exchanged =
            link.slice(0, at) +
            link
              .slice(at, at + 2)
              .split('')
              .reverse()
              .join('') +
            link.slice(at + 2)
          expect(passes(exchanged, sent), exchanged).toBe(false)
        }
      }),
      { numRuns: 25 },
    )
  })

  it('by a cut, wherever it is, passes for another once in 262,139 times, but where only the page is left', () => {
    const count = { cut: 0, passed: 0 }
    fc.assert(
      fc.property(links, (link) => {
        const sent = openLink(link)!
        for (let length = 1; length < link.length; length++) {
          if (link[length] === '?') continue // the page as it comes says nothing that could be cut
          count.cut++
          if (passes(link.slice(0, length), sent)) count.passed++
        }
      }),
      { numRuns: 60 },
    )
    expect(count.cut).toBeGreaterThan(10_000)
    expect(count.passed, `of ${count.cut}, more than chance has it`).toBeLessThanOrEqual(3)
  })

  it('in its ratings loses these alone, and says so', () => {
    const ratings = fc.array(fc.record({ item: fc.nat(364), rating: fc.integer({ min: 1, max: 5 }) }), { minLength: 1 })
    const count = { changed: 0, passed: 0 }
    fc.assert(
      fc.property(plainExperiments, ratings, fc.nat(63), ({ arrangement: _, ...experiment }, ratings, other) => {
        const link = linkOf(experiment, ratings)
        const from = link.lastIndexOf('&r=') + 3
        for (let at = from; at < link.length; at++) {
          const digit = linkDigits[(linkDigits.indexOf(link[at]!) + 1 + (other % 63)) % 64]!
          for (const damaged of [link.slice(0, at), link.slice(0, at) + digit + link.slice(at + 1)]) {
            const opened = openLink(damaged)!
            count.changed++
            if (opened.ratings) count.passed++
            expect(opened.unread).not.toEqual([])
            const who = experiment.who === 'you' && opened.ratings ? 'link' : experiment.who
            expect(opened.experiment).toEqual({ ...experiment, who })
          }
        }
      }),
    )
    expect(count.passed, `of ${count.changed}`).toBeLessThanOrEqual(1)
  })

  it('at random has the same check digits once in 262,139 times', () => {
    const total = 262_139
    const seen = new Set(Array.from({ length: total }, (_, k) => checkOf(`${linkDigits[k % 64]}seed=${k * k}`)))
    expect(seen.size / total, 'as balls into urns').toBeCloseTo(1 - 1 / Math.E, 2)
  })
})
