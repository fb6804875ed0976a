import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Rated } from '../../workers/algorithms/algorithm.ts'
import type { PresetName, Setting, SettingValue, Spec } from '../../workers/algorithms/spec.ts'
import { listMetrics } from '../../workers/evaluation/metrics/spec.ts'
import {
  defaultChoice,
  firstExperiment,
  momentFields,
  settingsOf,
  specs,
  type Choice,
  type Experiment,
} from './experiment.ts'
import { linkOf, longestLink, openLink, reservedKeys, sameRatings } from './link.ts'
import { packRatings, unpackRatings } from './link-ratings.ts'

const ratingsOf = (most: number): fc.Arbitrary<Rated[]> =>
  fc.uniqueArray(
    fc.record({
      item: fc.nat(10_000),
      rating: fc.oneof(
        fc.integer({ min: 1, max: 10 }).map((halves) => halves / 2),
        fc.integer({ min: -10_000, max: 10_000 }).map((thousandths) => thousandths / 1000),
      ),
    }),
    { selector: ({ item }) => item, maxLength: most },
  )

function valueOf(setting: Setting) {
  if (setting.kind === 'choice') return fc.constantFrom(...setting.options.map(({ value }) => value))
  if (setting.whole) return fc.integer({ min: setting.low, max: setting.high })
  return fc.double({ min: setting.low, max: setting.high, noNaN: true })
}

function choiceFor(spec: Spec): fc.Arbitrary<Choice> {
  const ids = spec.settings.filter(({ id }) => id !== 'likedFrom')
  return fc
    .record({
      preset: fc.constantFrom(...(Object.keys(spec.presets) as PresetName[])),
      changes: fc.record(Object.fromEntries(ids.map((setting) => [setting.id, valueOf(setting)])), {
        requiredKeys: [],
      }),
      step: fc.oneof(fc.constant('last' as const), fc.nat(1000)),
    })
    .map(({ preset, changes, step }) => ({
      preset,
      step,
      changes: Object.fromEntries(
        Object.entries(changes as Record<string, SettingValue>).filter(
          ([id, value]) => value !== undefined && value !== spec.presets[preset]!.values[id],
        ),
      ),
    }))
}

const isDefault = ({ preset, changes, step }: Choice) =>
  preset === defaultChoice.preset && step === defaultChoice.step && Object.keys(changes).length === 0

const choicesOf = fc
  .record(Object.fromEntries(specs.map((spec) => [spec.id, choiceFor(spec)])), { requiredKeys: [] })
  .map((choices) =>
    Object.fromEntries(Object.entries(choices as Record<string, Choice>).filter(([, choice]) => !isDefault(choice))),
  )

const place = fc.oneof(
  fc.constantFrom(...specs).map(({ id }) => ({ view: 'learn' as const, system: id })),
  fc.constantFrom('start' as const, 'data' as const).map((view) => ({ view, system: firstExperiment.system })),
)

const experiments: fc.Arbitrary<Experiment> = fc
  .record({
    place,
    dataset: fc.constantFrom('films@1', 'course@1', 'import:9f3a2b'),
    choices: choicesOf,
    likedFrom: fc.constantFrom(0, 2, 3, 4, 5),
    seed: fc.integer({ min: 0, max: 0xffffffff }),
    who: fc.oneof(fc.constant('you' as const), fc.nat(7000)),
    n: fc.constantFrom(5, 10, 20),
    metric: fc.option(fc.constantFrom(...listMetrics.map(({ id }) => id)), { nil: undefined }),
    now: fc
      .record(
        Object.fromEntries(momentFields.map((field) => [field, fc.constantFrom('night', 'home', 'big screen')])),
        {
          requiredKeys: [],
        },
      )
      .map((now) => (Object.keys(now).length > 0 ? now : undefined)),
    arrangement: fc.option(
      ratingsOf(20).filter((list) => list.length > 0),
      { nil: undefined },
    ),
    selection: fc.option(
      fc.oneof(
        fc.record({ kind: fc.constantFrom('item' as const, 'person' as const), id: fc.nat(9999) }),
        fc.record({ kind: fc.constant('pair' as const), a: fc.nat(9999), b: fc.nat(9999) }),
      ),
      { nil: undefined },
    ),
  })
  .map(({ place, selection, metric, arrangement, now, ...rest }) => ({
    ...rest,
    ...place,
    ...(selection ? { selection } : {}),
    ...(metric ? { metric } : {}),
    ...(now ? { now } : {}),
    ...(arrangement ? { arrangement } : {}),
  }))

describe('links', () => {
  it('open as the experiment they were made of', () => {
    fc.assert(
      fc.property(experiments, ratingsOf(60), (experiment, ratings) => {
        const opened = openLink(`#${linkOf(experiment, ratings)}`)!
        const who = experiment.who === 'you' && ratings.length > 0 ? 'link' : experiment.who
        expect(opened.unread).toEqual([])
        expect(opened.experiment).toEqual({ ...experiment, who })
        expect(opened.ratings ?? []).toEqual(ratings)
        for (const { id } of specs) expect(settingsOf(opened.experiment, id)).toEqual(settingsOf(experiment, id))
      }),
    )
  })

  it('are short and readable in common cases', () => {
    expect(linkOf(firstExperiment, [])).toBe('v1.start')
    const als: Choice = { preset: 'tuned', changes: { alpha: 40 }, step: 7 }
    const learn: Experiment = { ...firstExperiment, view: 'learn', system: 'als', choices: { als } }
    expect(linkOf(learn, [])).toBe('v1.learn/als?alpha=40&step=7')
    expect(linkOf({ ...learn, view: 'start' }, [])).toBe('v1.start?als.alpha=40&als.step=7')
  })

  it('never throw and always open something valid', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (head, tail) => {
        for (const hash of [
          head,
          `v1.${head}`,
          `v1.learn/als?${head}=${tail}`,
          `v1.start?r=${head}`,
          `v7.learn/item-cf?${tail}`,
        ]) {
          const opened = openLink(hash)
          if (!opened) continue
          for (const { id } of specs) expect(() => settingsOf(opened.experiment, id)).not.toThrow()
        }
      }),
    )
  })

  it('say what they could not read and take the nearest that is valid', () => {
    const opened = openLink('#v1.learn/als?alpha=4000&factors=ten&beta=2&data=films@9&item-cf.measure=dice&step=-1')!
    expect(opened.unread).toEqual([
      'data=films@9',
      'item-cf.measure=dice',
      'factors=ten',
      'alpha=4000',
      'step=-1',
      'beta',
    ])
    expect(opened.experiment.choices).toEqual({ als: { preset: 'tuned', changes: { alpha: 100 }, step: 'last' } })
    expect(openLink('#v1.learn/slope-one')!.unread).toEqual(['the system “slope-one”'])
    expect(openLink('#v2.learn/als')!.unread[0]).toContain('version, 2')
    expect(openLink('#state=xyz')!.experiment).toEqual(firstExperiment)
    expect(openLink('')).toBeUndefined()
  })

  it('read an arranged list only where it is one', () => {
    const film = { item: 3, rating: 0 }
    expect(openLink(`#v1.learn/metrics?list=${packRatings([film])}`)!.experiment.arrangement).toEqual([film])
    const many = Array.from({ length: 21 }, (_, item) => ({ item, rating: 0 }))
    for (const list of [packRatings([film, film]), packRatings(many), packRatings([]), 'x']) {
      const opened = openLink(`#v1.learn/metrics?list=${list}&metric=rmse`)!
      expect(opened.experiment).not.toHaveProperty('arrangement')
      expect(opened.unread).toHaveLength(2)
    }
  })

  it('name the moment in words, and what is none', () => {
    const now = { place: 'commute', 'time of day': 'night' }
    expect(linkOf({ ...firstExperiment, now }, [])).toBe('v1.start?now=time+of+day:night.place:commute')
    const opened = openLink('#v1.start?now=mood:low.place:home.place:away.device')!
    expect(opened.experiment.now).toEqual({ place: 'home' })
    expect(opened.unread).toEqual(['now=mood:low', 'now=place:away', 'now=device'])
    expect(openLink('#v1.start?now=')!.experiment).not.toHaveProperty('now')
  })

  it('leave out the oldest ratings rather than grow past what chats carry', () => {
    const many = Array.from({ length: 9000 }, (_, k) => ({ item: (k * 7919) % 9973, rating: 1 + ((k * 31) % 5) }))
    const link = linkOf(firstExperiment, many)
    expect(link.length).toBeLessThanOrEqual(longestLink)
    const kept = openLink(link)!.ratings!
    expect(kept.length).toBeGreaterThan(1000)
    expect(kept).toEqual(many.slice(0, kept.length))
  })

  it('keep their keys apart from the settings of every system', () => {
    for (const spec of specs) for (const { id } of spec.settings) expect(reservedKeys).not.toContain(id)
  })
})

describe('packed ratings', () => {
  it('come back as they went in', () => {
    fc.assert(
      fc.property(ratingsOf(300), (ratings) => {
        expect(unpackRatings(packRatings(ratings))).toEqual(ratings)
      }),
    )
  })

  it('are none where the text is cut off or of another making', () => {
    const packed = packRatings([
      { item: 300, rating: 4 },
      { item: 5, rating: 3.3 },
    ])
    expect(unpackRatings(packed.slice(0, -1))).toBeUndefined()
    expect(unpackRatings('2abc')).toBeUndefined()
    expect(unpackRatings('1!!!')).toBeUndefined()
    expect(unpackRatings('')).toBeUndefined()
  })

  it('are the same in any order', () => {
    const ratings = [
      { item: 1, rating: 4 },
      { item: 2, rating: 2 },
    ]
    expect(sameRatings(ratings, ratings.toReversed())).toBe(true)
    expect(
      sameRatings(ratings, [
        { item: 1, rating: 4 },
        { item: 2, rating: 3 },
      ]),
    ).toBe(false)
  })
})
