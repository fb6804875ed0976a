import { describe, expect, test } from 'vitest'
import { catalog } from '../catalog.ts'
import { filmsDataset } from '../data/audience.ts'
import { keepEntries } from '../data/splits.ts'
import { atLastStep, servedContext } from '../lab/train-to-end.ts'
import { recommend, type Context, type Person, type Rated, type Recommender, type TrainingData } from './system.ts'
import { ratingsOfRow } from './positives.ts'
import { fewSteps, fewestSteps } from '../testing/fast-settings.ts'
import { helpersOf, isLow, told } from './reasons.ts'
import { randomAudience } from '../testing/small-dataset.ts'
import { withSettings, type PresetName, type Settings, type Spec } from './spec.ts'

/** A film liked and one hated, of whoever was never seen. */
const newcomer: readonly Rated[] = [
  { item: 0, rating: 5 },
  { item: 2, rating: 1 },
  { item: 3, rating: 4 },
]
const names = (spec: Spec) => Object.keys(spec.presets).filter((name) => name !== 'a-a') as PresetName[]

async function trained(id: string, preset: PresetName, changes: Settings, data: TrainingData): Promise<Recommender> {
  const { spec, load } = catalog.find((entry) => entry.spec.id === id)!
  const nothing = keepEntries(data.interactions, () => false)
  const context = servedContext({ data, seed: 42, device: { kind: 'cpu', reason: 'a test' } }, nothing)
  const settings = withSettings(spec, preset, changes)
  return await atLastStep(await load(), context, settings, ({ recommender }) => Promise.resolve(recommender))
}

/** All that must hold of the reasons for the films that somebody is shown. Returns how many those are. */
function walk(
  person: Person,
  rated: readonly Rated[],
  n: number,
  unnamed: readonly string[],
  scale: TrainingData['scale'],
): number {
  const seen = rated.map(({ item }) => item)
  const list = recommend(person, n, seen)
  for (const { item, score } of list) {
    const explanation = told(person.explain(item), rated)
    const { contributions, unsettled = 0, level } = explanation
    const close = 1e-5 * Math.max(1, ...contributions.map(({ amount }) => Math.abs(amount)))
    expect(Math.abs(explanation.score - score)).toBeLessThan(close)
    expect(Math.abs(contributions.reduce((sum, { amount }) => sum + amount, unsettled) - score)).toBeLessThan(close)
    const helped = helpersOf(explanation, scale)
    const low = helped.map(({ given }) => given !== undefined && isLow(given, scale))
    expect(low, 'what was rated low is named last').toEqual(low.toSorted((a, b) => Number(a) - Number(b)))
    for (const { rating, amount } of helped) {
      if (level === undefined) expect(amount).toBeGreaterThan(0)
      else if (rating !== undefined) expect(rating).toBeGreaterThanOrEqual(level)
    }
    for (const { against, always, amount, rating } of contributions) {
      if (against) expect(level === undefined ? -amount : level - (rating ?? level)).toBeGreaterThan(0)
      expect(against && always).toBeFalsy()
    }
    const labels = contributions.map(({ label }) => label ?? '')
    for (const value of unnamed) expect(labels.filter((label) => label.includes(value))).toEqual([])
    expect(labels.filter((label) => /: any\b/.test(label))).toEqual([])
    for (const { item: behind, given } of contributions)
      if (behind !== undefined) expect(given).toBe(rated.find((one) => one.item === behind)?.rating)
  }
  return list.length
}

/** What the moment can be, field by field, by names that no genre has, too. */
const occasions = ({ interactions, items }: TrainingData) =>
  interactions.context.map(({ values }) =>
    values.filter((value) => !items.some(({ genres }) => genres.includes(value))),
  )

/** A moment that names nothing, and one that names the first field alone. */
function moments(data: TrainingData, { inContext }: Spec): { now: Context | undefined; unnamed: readonly string[] }[] {
  if (!inContext) return [{ now: undefined, unnamed: [] }]
  const fields = occasions(data)
  return [
    { now: undefined, unnamed: fields.flat() },
    { now: fields.map((_, field) => (field === 0 ? 0 : undefined)), unnamed: fields.slice(1).flat() },
  ]
}

/** Everybody asked about, in every moment; somebody new in the last. */
function walkAll(
  recommender: Recommender,
  data: TrainingData,
  spec: Spec,
  people: readonly number[],
  n: number,
): number {
  const all = moments(data, spec)
  let shown = 0
  for (const { now, unnamed } of all)
    for (const user of people)
      shown += walk(
        recommender.person(user, now),
        ratingsOfRow(data.interactions.ratings, user),
        n,
        unnamed,
        data.scale,
      )
  const { now, unnamed } = all.at(-1)!
  const somebodyNew = recommender.foldIn(newcomer, now)
  return somebodyNew ? shown + walk(somebodyNew, newcomer, n, unnamed, data.scale) : shown
}

describe.each(catalog.map(({ spec }) => ({ id: spec.id, spec })))('$id: reasons', ({ id, spec }) => {
  const { interactions, items, scale } = filmsDataset()
  const films = { interactions, items, scale }

  test.each(names(spec))('add up to the scores of the films shown, and name what helped (%s)', async (preset) => {
    if (spec.byGradient && preset !== 'tuned') return // presets of what learns by gradient differ in sizes alone
    const recommender = await trained(id, preset, fewSteps(spec), films)
    expect(walkAll(recommender, films, spec, [0, 17, 96], 10)).toBeGreaterThan(0)
  })

  test('add up in small random data, too', async () => {
    let shown = 0
    for (let seed = 0; seed < 100; seed++) {
      const data = randomAudience(seed)
      const preset = names(spec)[seed % names(spec).length]!
      const recommender = await trained(
        id,
        preset,
        { ...fewestSteps(spec), ...(spec.byGradient && { batchSize: 64 }) },
        data,
      )
      shown += walkAll(recommender, data, spec, [0, data.interactions.ratings.rows - 1], 5)
    }
    expect(shown).toBeGreaterThan(0)
  })
})
