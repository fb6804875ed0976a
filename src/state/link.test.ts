import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstExperiment, settingsOf, specs, type Choice, type Experiment } from './experiment.ts'
import { experiments, linkBefore, packedBefore, ratingsOf } from './testing/fuzzed-links.ts'
import { linkOf, openLink, reservedKeys } from './link.ts'
import { highestId, longestLink, packRatings, unpackRatings } from './link-ratings.ts'

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
    expect(linkOf(learn, [])).toBe('v1.learn/als?c=5lk&alpha=40&step=7')
    expect(linkOf({ ...learn, view: 'start' }, [])).toBe('v1.start?c=RPO&als.alpha=40&als.step=7')
  })

  it('made before they had check digits open as they did', () => {
    fc.assert(
      fc.property(experiments, ratingsOf(60), fc.boolean(), (experiment, ratings, deflated) => {
        const opened = openLink(linkBefore(experiment, ratings, deflated))!
        const who = experiment.who === 'you' && ratings.length > 0 ? 'link' : experiment.who
        expect(opened.unread).toEqual([])
        expect(opened.experiment).toEqual({ ...experiment, who })
        expect(opened.ratings ?? []).toEqual(ratings)
      }),
    )
  })

  it('open however the places they are carried through escape them', () => {
    fc.assert(
      fc.property(experiments, ratingsOf(20), (experiment, ratings) => {
        const link = linkOf(experiment, ratings)
        const [head, query = ''] = link.split('?')
        const escaped = query.replace(/[^=&%\w-]/g, (c) => `%${c.charCodeAt(0).toString(16)}`).replaceAll('%2b', '%20')
        expect(openLink(query === '' ? link : `${head}?${escaped}`)).toEqual(openLink(link))
      }),
    )
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
    expect(openLink('')).toBeUndefined()
    for (const none of ['#state=xyz', 'v1', 'v0.start', 'v01.start', ' v1.start', `v1.start?${'a'.repeat(1e6)}`])
      expect(openLink(none)).toMatchObject({ experiment: firstExperiment, refused: true })
  })

  it('read an arranged list only where it is one', () => {
    const film = { item: 3, rating: 0 }
    expect(openLink(`#v1.learn/metrics?list=${packRatings([film])}`)!.experiment.arrangement).toEqual([film])
    const many = Array.from({ length: 21 }, (_, item) => ({ item, rating: 0 }))
    for (const list of [packRatings([film, film]), packRatings(many), packRatings([]), '0', 'x']) {
      const opened = openLink(`#v1.learn/metrics?list=${list}&metric=rmse`)!
      expect(opened.experiment).not.toHaveProperty('arrangement')
      expect(opened.unread).toHaveLength(2)
    }
  })

  it('name the moment in words, and what is none', () => {
    const now = { place: 'commute', 'time of day': 'night' }
    expect(linkOf({ ...firstExperiment, now }, [])).toBe('v1.start?c=aP6&now=time+of+day:night.place:commute')
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
        expect(unpackRatings(packRatings(ratings), true)).toEqual({ ratings, lost: 0 })
      }),
    )
  })

  it('made before are read alike, and only what can be is believed, each film once', () => {
    fc.assert(
      fc.property(ratingsOf(300), fc.boolean(), (ratings, deflated) => {
        expect(unpackRatings(packedBefore(ratings, deflated))).toEqual({ ratings, lost: 0 })
      }),
    )
    const good = [
      { item: 9, rating: 5 },
      { item: highestId, rating: 0.5 },
    ]
    for (const bad of [
      { item: highestId + 1, rating: 5 },
      { item: 2 ** 40, rating: 5 },
      { item: 9, rating: 4 },
      { item: 1, rating: -1000 },
      { item: 1, rating: 127.5 },
      { item: 1, rating: 5.5 },
      { item: 1, rating: 3.3 },
    ])
      for (const deflated of [false, true]) {
        const text = packedBefore([...good, bad], deflated)
        expect(unpackRatings(text)).toEqual({ ratings: good, lost: 1 })
        expect(unpackRatings(packRatings([...good, bad])), 'never made').toEqual({
          ratings: good,
          lost: bad.item === 9 ? 1 : 0,
        })
        const { ratings, unread } = openLink(`#v1.start?r=${text}`)!
        expect(ratings).toEqual(good)
        expect(unread).toEqual([expect.stringMatching(/^one of its ratings: /)])
      }
  })

  it('are none where the text is of another making', () => {
    for (const none of ['', '2', '2abc', '3abc', '1!!!', '1AAAA', '0A', '2AAAA', '2AAAAB'])
      expect(unpackRatings(none)).toBeUndefined()
  })
})
