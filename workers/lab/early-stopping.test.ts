import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fastSettings } from '../testing/fast-settings.ts'
import { ncf } from '../algorithms/ncf/ncf.ts'
import { ncfSpec } from '../algorithms/ncf/spec.ts'
import { smallAudience } from '../testing/small-dataset.ts'
import type { TrainingData } from '../contract/system.ts'
import { withSettings, type Settings } from '../contract/spec.ts'
import { keepEntries, splitForValidation, splitPerPerson, withValidation } from '../data/splits.ts'
import { bestEpoch, withPatience } from './early-stopping.ts'
import { atLastStep, servedContext } from './train-to-end.ts'
import { createLab } from './lab.ts'
import type { DatasetSource, ViewRequest } from './api.ts'

describe('the best epoch', () => {
  test.each([
    ['not one epoch yet', [], 2, { best: 0 }],
    ['ever better', [0.1, 0.2, 0.3], 1, { best: 3 }],
    ['once worse, without the patience for it', [0.1, 0.3, 0.2, 0.4], 1, { best: 2, stopped: 3 }],
    ['once worse, with it', [0.1, 0.3, 0.2, 0.4], 2, { best: 4 }],
    ['as good is not better', [0.3, 0.3, 0.3], 2, { best: 1, stopped: 3 }],
    ['what comes after the stop', [0.3, 0.2, 0.1, 0.9], 2, { best: 1, stopped: 3 }],
    ['nothing found at all', [0, 0], 5, { best: 1 }],
  ])('%s', (_, ndcg, patience, expected) => expect(bestEpoch(ndcg, patience)).toEqual(expected))

  test('is the first of the best so far, and training stops as soon as patience is over', () => {
    const ndcg = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(ndcg, fc.integer({ min: 1, max: 8 }), (curve, patience) => {
        const { best, stopped } = bestEpoch(curve, patience)
        const seen = curve.slice(0, stopped)
        expect(best).toBe(seen.indexOf(Math.max(...seen)) + 1)
        if (stopped !== undefined) expect(stopped - best).toBe(patience)
        // Nothing before says stop, and what comes later changes nothing.
        for (let epoch = 1; epoch < seen.length; epoch++)
          expect(bestEpoch(curve.slice(0, epoch), patience)).not.toHaveProperty('stopped')
        if (stopped !== undefined) expect(bestEpoch([...seen, 10], patience)).toEqual({ best, stopped })
      }),
    )
  })
})

const epochs = 20
/** Learns so fast that it soon learns by heart. */
const hasty: Settings = withSettings(ncfSpec, 'tuned', {
  ...fastSettings(ncfSpec),
  ...{ epochs, patience: 3, learningRate: 0.02, batchSize: 128 },
})

const data = smallAudience()
const source: DatasetSource = { name: 'small', files: filesOf(data) }
const context = { data, seed: 42, device: { kind: 'cpu', reason: 'a test' } } as const
const { test: heldOut, ...rest } = splitPerPerson(data.interactions, { seed: 42 })
const train = withValidation({ ...rest, test: heldOut })

/** As a MovieLens folder, which the lab can open. */
function filesOf({ interactions: { ratings, time }, items }: TrainingData) {
  const lines = Array.from({ length: ratings.rows }, (_, person) =>
    Array.from({ length: ratings.start[person + 1] - ratings.start[person] }, (_, k) => {
      const entry = ratings.start[person] + k
      return `${person + 1},${ratings.column[entry] + 1},${ratings.value[entry]},${Math.floor(time[entry])}`
    }),
  )
  const ratingsCsv = ['userId,movieId,rating,timestamp', ...lines.flat(), '']
  const moviesCsv = ['movieId,title,genres', ...items.map(({ title }, item) => `${item + 1},${title} (2000),Drama`), '']
  const file = (path: string, text: readonly string[]) => ({ path, file: new Blob([text.join('\n')]) })
  return [file('ml-latest-small/ratings.csv', ratingsCsv), file('ml-latest-small/movies.csv', moviesCsv)]
}

function ended(settings: Settings, { on = train, scored = heldOut } = {}) {
  let trained = 0
  return atLastStep(
    ncf,
    servedContext({ ...context, data: { ...data, interactions: on } }, scored),
    settings,
    ({ frame, recommender }) =>
      Promise.resolve({
        step: frame.step,
        learned: recommender.export(),
        scores: recommender.person(3).scores(),
        trained,
      }),
    (step) => (trained = Math.max(trained, step)),
  )
}

const less = splitForValidation(train, 42).train
const perEpoch = ncf.steps({ ...data, interactions: less }, hasty) / epochs

describe('a run with patience', () => {
  test('stops, and ends as a run of just the best number of epochs does', async () => {
    const { step, learned, trained } = await ended(hasty)
    const best = step / perEpoch
    expect(Number.isInteger(best)).toBe(true)
    expect(best).toBeGreaterThan(1)
    expect(best).toBeLessThan(epochs - 3)
    expect(trained).toBe((best + 3) * perEpoch)
    const justSo = await ended({ ...hasty, patience: 0, epochs: best }, { on: less })
    expect(justSo.learned).toEqual(learned)
    expect(justSo.trained).toBe(step)
  })

  test('is none the wiser for what is held out', async () => {
    const others = splitPerPerson(data.interactions, { seed: 7 }).test
    expect(await ended(hasty, { scored: others })).toEqual(await ended(hasty))
  })

  test('has none where the setting is 0, the system has no such setting, or nobody has a rating to spare', () => {
    expect(withPatience(ncfSpec, context, { ...hasty, patience: 0 })).toEqual({ data })
    const without = { ...ncfSpec, settings: ncfSpec.settings.filter(({ id }) => id !== 'patience') }
    expect(withPatience(without, context, hasty)).toEqual({ data })
    const few = { ...context, data: { ...data, interactions: keepEntries(data.interactions, (entry) => entry < 3) } }
    expect(withPatience(ncfSpec, few, hasty)).toEqual({ data: few.data })
    expect(withPatience(ncfSpec, context, hasty).data.interactions).toEqual(
      splitForValidation(data.interactions, 42).train,
    )
  })
})

describe('in the lab', () => {
  const opened = async () => {
    const lab = createLab(undefined)
    const { id: dataset } = await lab.openDataset(source)
    return (step: number | 'last', changes: Partial<ViewRequest> = {}) =>
      lab.view({
        run: { dataset, algorithm: 'ncf', settings: hasty, seed: 42 },
        ...{ slot: 'page', step, who: { person: 3 }, n: 10, evaluate: false },
        ...changes,
      })
  }

  test('a run ends where the command line ends it, whatever was looked at on the way, and says so', async () => {
    const [view, fresh] = [await opened(), await opened()]
    const first = await view(1)
    const end = await view('last')
    const { step, scores, trained } = await ended(hasty)
    expect([first.steps, end.steps, end.step]).toEqual([epochs * perEpoch, step, step])
    expect(end.list!.map(({ score }) => score)).toEqual(end.list!.map(({ item }) => scores[item]))
    expect(end.curve.at(-1)!.step).toBeGreaterThan(step)
    expect(end.notices).toEqual([
      `Stopped at epoch ${trained / perEpoch} of ${epochs}: validation NDCG was best at epoch ${step / perEpoch}, and there the run ends.`,
    ])
    const { list, did, loss } = await fresh('last')
    expect({ list, did, loss }).toEqual({ list: end.list, did: end.did, loss: end.loss })
  })

  test('the held-out curve reaches the end, and where training went beyond it', async () => {
    const { curve, step, quality } = await (await opened())('last', { evaluate: true })
    expect(curve.find((point) => point.step === step)!.ndcg).toEqual(quality!.metrics['ndcg@10'])
    expect(curve.at(-1)!.ndcg).toBeDefined()
    expect(curve.at(-1)!.step).toBeGreaterThan(step)
  })

  test('a step named by number is the same whether or not the end is known; where training never went it is the end', async () => {
    const [view, fresh] = [await opened(), await opened()]
    const end = await view('last')
    for (const step of [3, end.step + 5]) {
      const [known, unknown] = [await view(step), await fresh(step)]
      expect([known.step, unknown.step, unknown.steps]).toEqual([step, step, epochs * perEpoch])
      expect(known.steps).toBeGreaterThanOrEqual(step)
      expect(known.list).toEqual(unknown.list)
    }
    const beyond = await fresh(epochs * perEpoch)
    expect([beyond.step, beyond.steps]).toEqual([end.step, end.step])
    for (const view of [beyond, await fresh('last')]) expect(view.list).toEqual(end.list)
  })
})
