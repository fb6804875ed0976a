import { algorithmOptions, tunedAsComponent } from '../../algorithms/catalog.ts'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { recommend, type Person, type Rated, type Recommender, type CompositeContext } from '../../contract/system.ts'
import { fewSmallBatches } from '../../testing/fast-settings.ts'
import { systemOf } from '../../catalog.ts'
import { oldestFirst } from '../../contract/history.ts'
import { withSettings, type Settings } from '../../contract/spec.ts'
import { filmsDataset } from '../../data/audience.ts'
import { splitPerPerson, withValidation } from '../../data/splits.ts'
import { servedContext } from '../../lab/train-to-end.ts'
import { breathMs } from '../../lib/breath.ts'
import { sparseFromDense } from '../../lib/sparse.ts'
import { coldStart } from './cold-start.ts'
import { answer, handOver } from './hand-over.ts'
import { compare, qualityByHistory, sampleOf, type Sample } from './history-quality.ts'
import { coldStartSpec, lastAnswer } from './spec.ts'

/** Answers with the number of ratings it was told, as every item's score; says nothing to fewer than `needs`. */
function counting(sign: 1 | -1, needs = 0): Recommender {
  const personOf = (known: readonly Rated[]): Person => ({
    scores: () => Float64Array.from({ length: 4 }, () => sign * known.length),
    explain: () => ({ kind: 'factors', score: sign * known.length, contributions: [] }),
  })
  return {
    person: () => personOf([]),
    foldIn: (known) => (known.length < needs ? undefined : personOf(known)),
    similarItems: () => [],
    export: () => ({}),
  }
}

const rated = (n: number) => Array.from({ length: n }, (_, item): Rated => ({ item, rating: 3 }))

const dataset = filmsDataset()
const split = splitPerPerson(dataset.interactions, { seed: 42 })
const train = withValidation(split)
const full = servedContext(
  {
    data: { interactions: train, items: dataset.items, scale: dataset.scale },
    seed: 42,
    device: { kind: 'cpu', reason: 'a test' },
  },
  split.test,
)
/** What learns by gradient is barely trained: here it only has to answer. */
const context: CompositeContext = {
  ...full,
  trained: (id, changes = {}, on) => full.trained(id, { ...changes, ...fewSmallBatches(systemOf(id).spec) }, on),
}

const measured = (recommender: Recommender, sample: Sample) =>
  qualityByHistory(
    (known) => recommender.foldIn(known),
    (p) => (length) => oldestFirst(train, p).slice(0, length),
    sample,
    train,
    split.test,
  )

async function at<T>(step: number, changes: Settings, look: (recommender: Recommender) => T): Promise<T> {
  const start = { step, arrays: {} }
  for await (const frame of coldStart.train(context, withSettings(coldStartSpec, 'tuned', changes), start))
    return look(await frame.recommender())
  throw new Error('no frame')
}

describe('the hand-over', () => {
  test('is the main system’s from the threshold on', () => {
    expect([0, 4, 5, 6].map((ratings) => handOver(ratings, 5, 'main', 'fallback'))).toEqual([
      'fallback',
      'fallback',
      'main',
      'main',
    ])
  })

  test('at threshold 0 is the main system alone, at one that nobody reaches the fallback alone', () => {
    fc.assert(
      fc.property(fc.nat(40), (n) => {
        const parts = { main: counting(1), fallback: counting(-1) }
        expect(answer(rated(n), 0, parts)!.person.scores()[0]).toBe(n)
        expect(answer(rated(n), n + 1, parts)!.person.scores()[0]).toBe(-n)
      }),
    )
  })

  test('goes back to the fallback where the ratings tell the main system nothing, and says when neither can', () => {
    expect(answer(rated(2), 1, { main: counting(1, 3), fallback: counting(-1) })!.by).toBe('fallback')
    expect(answer(rated(2), 1, { main: counting(1, 3), fallback: counting(-1, 3) })).toBeUndefined()
  })
})

describe('a step', () => {
  const person = Array.from({ length: 600 }, (_, p) => p).find((p) => oldestFirst(train, p).length > lastAnswer + 5)!
  const history = oldestFirst(train, person)

  test('knows the first answers in order of time, and the last step knows everything', async () => {
    expect(history.length).toBeGreaterThan(lastAnswer)
    const als = await context.trained('als', { likedFrom: 0 })
    for (const [step, known] of [
      [5, 5],
      [lastAnswer, lastAnswer],
      [lastAnswer + 1, history.length],
    ]) {
      const scores = await at(step, { threshold: 3 }, (recommender) => recommender.person(person).scores())
      expect(scores).toEqual(als.foldIn(history.slice(0, known))!.scores())
    }
  })

  test('takes the oldest of somebody’s own ratings, which come newest first', async () => {
    const newestFirst = history.slice(0, 12).reverse()
    const [folded, known] = await at(7, { threshold: 3 }, (recommender) => [
      recommender.foldIn(newestFirst)!.scores(),
      recommender.person(person).scores(),
    ])
    expect(folded).toEqual(known)
  })

  test('answers with the fallback before the threshold, with its reasons', async () => {
    const popularity = (await context.trained('popularity', { likedFrom: 0 })).person(person)
    await at(2, { threshold: 3 }, (recommender) => {
      const answered = recommender.person(person)
      expect(answered.scores()).toEqual(popularity.scores())
      expect(answered.explain(3)).toEqual(popularity.explain(3))
    })
  })

  test.each(algorithmOptions)('is answered by $label as main system and as fallback', async ({ value: id }) => {
    const part = await context.trained(id, tunedAsComponent(id, { likedFrom: 0 }))
    const scores = part.foldIn(history.slice(0, 5))!.scores()
    for (const changes of [
      { main: id, fallback: 'als', threshold: 5 },
      { main: 'als', fallback: id, threshold: 6 },
    ])
      expect(await at(5, changes, (recommender) => recommender.person(person).scores())).toEqual(scores)
  })

  test('says nothing where nobody can, and never pads', async () => {
    await at(0, { main: 'als', fallback: 'als' }, (recommender) => {
      expect(recommender.foldIn([])).toBeUndefined()
      expect(recommend(recommender.person(person), 10, [])).toEqual([])
    })
  })
})

describe('quality against the length of a history', () => {
  test('is measured on the same people at every length, all of whom have that many ratings', () => {
    const { lengths, people } = sampleOf(train, split.test)
    expect(lengths).toEqual([0, 1, 2, 3, 5, 8, 12, 16, 20])
    expect(people).toHaveLength(300)
    for (const p of people) expect(oldestFirst(train, p).length).toBeGreaterThanOrEqual(20)
  })

  test('goes only as far as half of the people do', () => {
    const interactions = (dense: number[][]) => {
      const ratings = sparseFromDense(dense)
      return { ratings, time: new Float64Array(ratings.column.length), context: [] }
    }
    const known = interactions([
      [1, 2, 3, 0],
      [1, 2, 0, 0],
      [1, 0, 0, 0],
    ])
    const held = interactions([
      [0, 0, 0, 5],
      [0, 0, 0, 5],
      [0, 0, 5, 0],
    ])
    expect(sampleOf(known, held)).toEqual({ lengths: [0, 1, 2], people: Uint32Array.of(0, 1) })
    expect(sampleOf(known, interactions([[0, 0, 0, 0]]))).toEqual({ lengths: [], people: new Uint32Array() })
  })

  test('rises for ALS, holds still for popularity, and has no value where nobody can be answered', async () => {
    const { lengths, people } = sampleOf(train, split.test)
    const sample = { lengths, people: people.slice(0, 120) }
    const measure = async (id: string) => measured(await context.trained(id), sample)
    const { main, fallback, gain, overtakes } = compare(lengths, await measure('als'), await measure('popularity'))
    expect(main[0].value).toBeNaN()
    for (const { value } of fallback) expect(value).toBe(fallback[0].value)
    expect(main.at(-1)!.value).toBeGreaterThan(main[1].value + 0.15)
    expect(overtakes).toBeGreaterThanOrEqual(2)
    expect(overtakes).toBeLessThanOrEqual(5)
    gain.forEach(({ value }, k) => k > 0 && expect(value).toBeCloseTo(main[k].value - fallback[k].value, 12))
  })

  test('lets others speak meanwhile', async () => {
    const als = await context.trained('als')
    const { lengths, people } = sampleOf(train, split.test)
    // By this clock a breath is due after every person.
    let now = 0
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += breathMs + 1))
    let spoken = 0
    const others = setInterval(() => spoken++)
    await measured(als, { lengths, people: people.slice(0, 20) })
    clearInterval(others)
    clock.mockRestore()
    expect(spoken).toBeGreaterThan(2)
  })

  test('overtakes only where the gain is clear from there to the end', () => {
    const people = 90
    const constant = (...means: number[]) =>
      means.map((mean) => Float64Array.from({ length: people }, (_, person) => mean + 0.01 * ((person % 3) - 1)))
    const zero = constant(0, 0, 0)
    expect(compare([1, 2, 3], constant(0.5, -0.1, 0.4), zero).overtakes).toBe(3)
    expect(compare([1, 2, 3], constant(0.1, 0.2, 0.3), zero).overtakes).toBe(1)
    expect(compare([1, 2, 3], constant(0.5, 0.5, 0), zero).overtakes).toBeUndefined()
  })
})
