import { expect, test } from 'vitest'
import { testDevice } from '../../testing/test-device.ts'
import type { Frame } from '../../contract/system.ts'
import { cpu, lossesOf, upTo, workOf, worstLossGap, type GradientRun } from '../../testing/gradient-run.ts'
import { audienceInContext } from '../../testing/small-dataset.ts'
import { withSettings, type Settings } from '../../contract/spec.ts'
import { dcn } from './dcn.ts'

const held = testDevice()
const changes = { epochs: 2, batchSize: 256, embedding: 4, learningRate: 0.01, layers: '64-32', features: 'all' }
const small = withSettings(dcn.spec, 'tuned', changes)
const course = withSettings(dcn.spec, 'course', { batchSize: 64, embedding: 4 })
const byMatrix = { ...small, cross: 'matrix' }

const runOf = (settings: Settings): GradientRun => ({ algorithm: dcn, data: audienceInContext(), settings })

async function atStep<T>(step: number, settings: Settings, look: (frame: Frame) => Promise<T>): Promise<T> {
  let seen: T | undefined
  await upTo(runOf(settings), step, cpu, async (frame) => {
    if (frame.step === step) seen = await look(frame)
  })
  return seen!
}

test.each([
  ['a vector', small],
  ['a matrix', byMatrix],
])('crossed by %s, the loss falls', async (_, settings) => {
  const losses = await lossesOf(runOf({ ...settings, epochs: 5 }), 10, cpu)
  expect(losses.at(-1)).toBeLessThan(losses[0]! - 0.05)
})

test.each([
  ['a vector', course],
  ['a matrix', { ...course, cross: 'matrix' }],
])(
  'crossed by %s, a step takes at most 90 dispatches, and nothing is read back that nobody asked for',
  async (_, own) => {
    const { dispatches, readBacks } = await workOf(runOf(own), 2, held.gpu)
    expect(readBacks).toBe(0)
    expect(dispatches).toBeLessThanOrEqual(90)
  },
)

test.each([
  ['a vector', small],
  ['a matrix', byMatrix],
])('crossed by %s, the loss of 15 steps on WebGPU is that on the CPU, to a thousandth', async (_, own) => {
  expect(await worstLossGap(runOf({ ...own, batchSize: 64, learningRate: 0.001 }), held.gpu)).toBeLessThan(1e-3)
})

test('integrated gradients of person, film, features and what is named of the moment add up to the score', async () => {
  await atStep(6, small, async (frame) => {
    const recommender = await frame.recommender()
    const inEveryScore: number[] = []
    for (const now of [undefined, [1, 0]]) {
      const person = recommender.person(4, now)
      const scores = person.scores()
      const rest = [2, 7, 20].map((item) => {
        const { contributions, score, kind } = person.explain(item)
        expect(kind).toBe('integrated gradients')
        expect(score).toBe(scores[item])
        expect(contributions.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(score, 6)
        const labels = contributions.map(({ label }) => label)
        expect(labels).toEqual(expect.arrayContaining(['the person', 'the film itself']))
        expect(labels.some((label) => label!.startsWith('genre: '))).toBe(true)
        expect(labels.filter((label) => /^(time of day|company): /.test(label!))).toEqual(
          now ? expect.arrayContaining(['time of day: evening', 'company: alone']) : [],
        )
        return contributions.find(({ always }) => always)!.amount
      })
      // the score of nobody, nothing, and the usual mix of contexts, whatever is named
      inEveryScore.push(...rest)
    }
    expect(new Set(inEveryScore).size).toBe(1)
  })
})

test('the moment changes the scores', async () => {
  await atStep(6, small, async (frame) => {
    const recommender = await frame.recommender()
    const [morning, evening] = [0, 1].map((time) => recommender.person(4, [time, undefined]).scores())
    expect(morning).not.toEqual(evening)
  })
})

test('with features of nothing it is person and film alone', async () => {
  const { segments, cells } = await atStep(1, { ...small, features: 'none' }, (frame) => frame.snapshot({ fromRow: 0 }))
  expect(segments).toBe('person\nfilm')
  expect(cells).toHaveLength(3 * 2 * 2)
})

test('the map of the vector form is what the layers do: of one film a product of rows and columns', async () => {
  const { cells, segments, layers } = await atStep(4, small, async (frame) => {
    const person = (await frame.recommender()).person(2)
    return await frame.snapshot({ fromRow: 0, person, item: 5 })
  })
  const count = (segments as string).split('\n').length
  expect(count).toBe(6) // person, film, genre, tone, time of day, company
  const cell = (layer: number, a: number, b: number) => (cells as Float32Array)[(layer * count + a) * count + b]!
  for (let layer = 0; layer < Number(layers); layer++)
    expect(cell(layer, 0, 1) * cell(layer, 2, 3)).toBeCloseTo(cell(layer, 0, 3) * cell(layer, 2, 1), 6)
})

test('the map of the matrix form holds all of the weights', async () => {
  await atStep(4, byMatrix, async (frame) => {
    const { cells } = await frame.snapshot({ fromRow: 0 })
    const weights = (await frame.recommender()).export().crossWeights1 as Float32Array
    const squares = (values: Float32Array) => values.reduce((sum, value) => sum + value * value, 0)
    const perLayer = (cells as Float32Array).length / 3
    expect(squares((cells as Float32Array).slice(perLayer, 2 * perLayer))).toBeCloseTo(squares(weights), 3)
  })
})
