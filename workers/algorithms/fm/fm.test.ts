import { describe, expect, test } from 'vitest'
import { tensorOf, tensorsOnCpu } from '../../device/tensors.ts'
import { testDevice } from '../../testing/test-device.ts'
import type { Algorithm, Context, TrainingData } from '../../contract/system.ts'
import { type FeatureFields, type Who } from '../../training/feature-fields.ts'
import { ffm } from '../ffm/ffm.ts'
import { cpu, lossesOf, upTo, workOf, worstLossGap, type GradientRun } from '../../testing/gradient-run.ts'
import { fmModel, type Examples } from '../shared/fm/model.ts'
import { fieldsFor, shapeFor } from '../shared/fm/training.ts'
import { audienceInContext } from '../../testing/small-dataset.ts'
import { withSettings } from '../../contract/spec.ts'
import { fm } from './fm.ts'

const held = testDevice()
const data = audienceInContext()
const changes = { epochs: 12, batchSize: 512, factors: 5, learningRate: 0.02 }

const runOf = (algorithm: Algorithm): GradientRun => ({
  algorithm,
  data,
  settings: withSettings(algorithm.spec, 'tuned', changes),
})

/** Every item beside one person in some context, with as many places as the richest example needs. */
function everyItem(features: FeatureFields, { items }: TrainingData, who: Who, now?: Context): Examples {
  const active = items.map((_, item) => features.active(who, item, now))
  const width = Math.max(...active.map(({ feature }) => feature.length))
  const batch = { feature: new Int32Array(items.length * width), value: new Float32Array(items.length * width), width }
  active.forEach(({ feature, value }, item) => {
    batch.feature.set(feature, item * width)
    batch.value.set(value, item * width)
  })
  return batch
}

describe.each([
  ['fm', fm],
  ['ffm', ffm],
] as const)('%s', (name, algorithm) => {
  const settings = withSettings(algorithm.spec, 'tuned', changes)
  const last = algorithm.steps(data, settings)

  test('the loss falls', async () => {
    const losses = await lossesOf(runOf(algorithm), last, cpu)
    expect(losses[0]).toBeCloseTo(Math.log(2), 2)
    expect(losses.at(-1)).toBeLessThan(losses[0]! - 0.1)
  })

  test('scores are those of the model that learns, in a known context and in any', async () => {
    const features = fieldsFor(data, settings)
    const model = fmModel(shapeFor(features, settings, name === 'ffm'), 0)
    const tensors = await tensorsOnCpu()
    await upTo(runOf(algorithm), last, cpu, async (frame) => {
      if (frame.step < last) return
      const recommender = await frame.recommender()
      const learned = recommender.export() as Readonly<Record<string, Float32Array>>
      for (const now of [undefined, [1, 0], [undefined, 1]] as const) {
        const wanted = tensors.numbers(() => {
          const parameters = Object.entries(model.parameters).map(
            ([key, { shape }]) => [key, tensorOf({ shape, values: learned[key]! })] as const,
          )
          return model.logits(Object.fromEntries(parameters), everyItem(features, data, 7, now))
        })
        const got = recommender.person(7, now).scores()
        wanted.forEach((score, item) => expect(got[item]).toBeCloseTo(score, 4))
      }
    })
  })

  test('learns what suits the moment: evenings are for drama, families for comedy', async () => {
    await upTo(runOf(algorithm), last, cpu, async (frame) => {
      if (frame.step < last) return
      const recommender = await frame.recommender()
      const mean = (genre: string, now: Context) => {
        const sums = Array.from({ length: 40 }, (_, user) => {
          const scores = recommender.person(user, now).scores()
          const own = data.items.flatMap(({ genres }, item) => (genres.includes(genre) ? [scores[item]!] : []))
          const all = scores.reduce((sum, score) => sum + score, 0) / scores.length
          return own.reduce((sum, score) => sum + score, 0) / own.length - all
        })
        return sums.reduce((sum, value) => sum + value, 0) / sums.length
      }
      expect(mean('drama', [1, 0])).toBeGreaterThan(mean('drama', [0, 1]) + 0.2)
      expect(mean('comedy', [0, 1])).toBeGreaterThan(mean('comedy', [1, 0]) + 0.2)
    })
  })

  test('the fields of an event add up to its score, and only those of the item are reasons for it', async () => {
    await upTo(runOf(algorithm), last, cpu, async (frame) => {
      if (frame.step < last) return
      const recommender = await frame.recommender()
      const rated = [
        { item: 1, rating: 5 },
        { item: 3, rating: 4 },
      ]
      for (const person of [recommender.person(5, [1, 1]), recommender.foldIn(rated, [1, 1])!]) {
        const { contributions, score, kind } = person.explain(4)
        expect(kind).toBe('fields')
        expect(score).toBeCloseTo(person.scores()[4]!, 9)
        const labels = contributions.filter(({ always }) => !always).map(({ label }) => label)
        expect(labels).toContain('person × film')
        expect(labels).toContain('genre: comedy × company: family')
        expect(labels).not.toContain('time of day: evening × company: family')
      }
      const snapshot = await frame.snapshot({
        fromRow: 0,
        person: recommender.person(5, [1, 1]),
        user: 5,
        item: 4,
        now: [1, 1],
      })
      const [amounts, ofItem] = [snapshot.amounts as Float64Array, snapshot.ofItem as Uint8Array]
      const ofFilm = amounts.filter(
        (_, at) => ofItem[at % ofItem.length] === 1 || ofItem[Math.floor(at / ofItem.length)] === 1,
      )
      const sum = ofFilm.reduce((total, amount) => total + amount, snapshot.always as number)
      expect(sum).toBeCloseTo(recommender.person(5, [1, 1]).scores()[4]!, 9)
      const { contributions } = recommender.person(5, [1, 1]).explain(4)
      expect(contributions.find(({ always }) => always)!.amount).toBe(snapshot.always)
      expect(contributions.map(({ amount }) => amount)).toEqual(
        expect.arrayContaining(Array.from(ofFilm).filter((x) => x !== 0 && !Number.isNaN(x))),
      )
      expect(snapshot.values).toBe('\n\ncomedy\nevening\nfamily')
    })
  })

  test('a step takes at most 40 dispatches, and nothing is read back that nobody asked for', async () => {
    const { dispatches, readBacks } = await workOf(runOf(algorithm), 2, held.gpu)
    expect(readBacks).toBe(0)
    expect(dispatches).toBeLessThanOrEqual(40)
  })

  test('the loss of 15 steps on WebGPU is that on the CPU, to a thousandth', async () => {
    expect(
      await worstLossGap({ ...runOf(algorithm), settings: { ...settings, batchSize: 64 } }, held.gpu),
    ).toBeLessThan(1e-3)
  })
})

test('what learns beside a field-aware machine learns as it would alone', async () => {
  const lone = { ...withSettings(ffm.spec, 'tuned', changes) }
  const at = async (algorithm: Algorithm) => {
    for await (const frame of algorithm.train({ data, seed: 3, device: cpu }, lone)) {
      if (frame.step === 10) return (await frame.state()).arrays
    }
    throw new Error('training ended early')
  }
  const beside = await at(ffm)
  // the loss of the two together is of both, and compared nowhere
  const { loss: _, ...alone } = await at(fm)
  for (const [name, values] of Object.entries(alone)) expect(beside[`beside.${name}`], name).toEqual(values)
})
