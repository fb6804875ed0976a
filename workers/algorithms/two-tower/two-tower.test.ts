import { expect, test } from 'vitest'
import { testDevice } from '../../testing/test-device.ts'
import { tensorsOn, variableGrads, variablesOf, type Scalar } from '../../device/tensors.ts'
import { noiseOf } from '../../device/layers.ts'
import type { Device } from '../../device/device.ts'
import { cpu, lossesOf, upTo, workOf, worstLossGap, type GradientRun } from '../../testing/gradient-run.ts'
import { positiveEntries } from '../../contract/positives.ts'
import { audienceInContext, smallAudience } from '../../testing/small-dataset.ts'
import { withSettings, type Settings } from '../../contract/spec.ts'
import { historiesOf, historyBatches, type Batch } from './histories.ts'
import { inputWidth, towerInputs } from './inputs.ts'
import { twoTowerModel, type TowerShape } from './model.ts'
import { twoTower } from './two-tower.ts'

const held = testDevice()
const changes = { epochs: 2, batchSize: 64, embedding: 8, hidden: 32, learningRate: 0.01 }
const small = withSettings(twoTower.spec, 'tuned', changes)

const runOf = (settings: Settings): GradientRun => ({ algorithm: twoTower, data: audienceInContext(), settings })

test('the loss falls', async () => {
  const losses = await lossesOf(runOf({ ...small, epochs: 5 }), 30, cpu)
  expect(losses.at(-1)).toBeLessThan(losses[1]! - 0.1)
})

test('a step takes at most 80 dispatches, and nothing is read back that nobody asked for', async () => {
  const { dispatches, readBacks } = await workOf(runOf(small), 2, held.gpu)
  expect(readBacks).toBe(0)
  expect(dispatches).toBeLessThanOrEqual(80)
})

test('the loss of 15 steps on WebGPU is that on the CPU, to a thousandth', async () => {
  const settings = { ...small, epochs: 5, dropout: 0, learningRate: 0.001 }
  expect(await worstLossGap(runOf(settings), held.gpu)).toBeLessThan(1e-3)
})

const shape: TowerShape = {
  inputs: { user: inputWidth, item: inputWidth },
  hidden: 32,
  embedding: 8,
  dropout: 0.3,
  temperature: 0.1,
}

function learning() {
  const data = audienceInContext()
  const histories = historiesOf(data.interactions, positiveEntries(data.interactions.ratings, small))
  const inputs = towerInputs(data, () => true, 3)
  const batches = historyBatches(data.interactions, histories, inputs, { size: 64, corrected: true, seed: 3 })
  return { data, histories, inputs, batches, model: twoTowerModel<Batch>(shape, inputs, 3) }
}

async function firstGradients(device: Device) {
  const { model, batches } = learning()
  const tensors = await tensorsOn(device)
  const own = tensors.run(() => variablesOf(model.parameters))
  const counted = tensors.run(() => variablesOf(model.buffers!))
  const { grads } = tensors.run(() =>
    variableGrads(
      () => model.loss({ ...own, ...counted }, batches.at(0, 0), noiseOf(3, 1)) as Scalar,
      Object.values(own),
    ),
  )
  const read: Record<string, Float32Array> = {}
  for (const [name, { name: id }] of Object.entries(own)) read[name] = await tensors.read(grads[id]!)
  return read
}

test('the gradients of the first step on WebGPU are those on the CPU, to a ten-thousandth of their length', async () => {
  const [onGpu, onCpu] = [await firstGradients(held.gpu), await firstGradients(cpu)]
  const length = (values: Float32Array) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0))
  for (const [name, gradient] of Object.entries(onCpu)) {
    const off = gradient.map((value, k) => value - onGpu[name]![k]!)
    expect(length(off), name).toBeLessThanOrEqual(1e-4 * length(gradient))
    expect(length(gradient), name).toBeGreaterThan(0)
  }
})

test('an example’s film is no part of the history that its person is known by', () => {
  const { data, histories, batches } = learning()
  const { items, history } = batches.at(0, 0)
  items.forEach((film, k) => {
    const behind = Array.from(history.ids.subarray(history.start[k], history.start[k + 1]))
    expect(behind).not.toContain(film)
    const weights = history.weights.subarray(history.start[k], history.start[k + 1])
    for (const weight of weights) expect(weight).toBeCloseTo(1 / Math.sqrt(behind.length), 6)
  })
  const { start, column } = data.interactions.ratings
  for (let person = 0; person < 40; person++)
    expect(histories.ofPerson(person)).toEqual(column.subarray(start[person], start[person + 1]))
})

test('log Q is the logarithm of each film’s share of the ratings, in training alone', async () => {
  const { data, histories, batches } = learning()
  const { items, logQ } = batches.at(0, 1)
  const { column } = data.interactions.ratings
  items.forEach((film, k) =>
    expect(logQ[k]).toBeCloseTo(Math.log(column.filter((each) => each === film).length / column.length), 5),
  )
  expect(histories.counts.reduce((sum, count) => sum + count, 0)).toBe(column.length)
  // served, a score is a cosine over the temperature, and nothing else
  await upTo(runOf(small), 4, cpu, async (frame) => {
    if (frame.step < 4) return
    const recommender = await frame.recommender()
    const { itemVectors, temperature } = recommender.export() as Record<string, Float32Array>
    const person = recommender.person(5)
    const film = itemVectors!.subarray(7 * 8, 8 * 8)
    const cosine = person.vector!.reduce((sum, value, d) => sum + value * film[d]!, 0)
    expect(person.scores()[7]).toBeCloseTo(cosine / temperature![0]!, 5)
    expect(person.vector!.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 5)
  })
})

test('the temperature stays at 0.01 or above', async () => {
  const settings = { ...small, temperature: 0.01, learningRate: 0.05 }
  let lowest = Infinity
  await upTo(runOf(settings), 12, cpu, async (frame) => {
    const { temperature } = (await frame.recommender()).export() as Record<string, Float32Array>
    lowest = Math.min(lowest, temperature![0]!)
  })
  expect(lowest).toBe(Math.fround(0.01))
})

test('the moment changes the scores, and what it says stands among the reasons', async () => {
  await upTo(runOf(small), 10, cpu, async (frame) => {
    if (frame.step < 10) return
    const recommender = await frame.recommender()
    const [morning, evening] = [0, 1].map((time) => recommender.person(4, [time, undefined]))
    expect(morning!.scores()).not.toEqual(evening!.scores())
    const { contributions, score, kind } = morning!.explain(3)
    expect(kind).toBe('integrated gradients')
    expect(score).toBe(morning!.scores()[3])
    expect(contributions.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(score, 6)
    expect(contributions.some(({ label }) => label === 'time of day: morning')).toBe(true)
    expect(contributions.some(({ label }) => label === 'time of day: evening')).toBe(false)
    expect(contributions.filter(({ item }) => item !== undefined).length).toBeGreaterThan(3)
  })
})

test('what is left of a score is what the film scores with somebody of whom nothing is known', async () => {
  const data = smallAudience()
  await upTo({ algorithm: twoTower, data, settings: small }, 8, cpu, async (frame) => {
    if (frame.step < 8) return
    const recommender = await frame.recommender()
    const rest = (person: number) =>
      recommender
        .person(person)
        .explain(6)
        .contributions.find(({ label }) => label === 'the film, to anybody')!.amount
    for (const person of [1, 2, 30]) expect(Math.abs(rest(person) - rest(0))).toBeLessThan(0.05)
  })
})

test('the picture is of different people and films, the same at every step, and sharpens to its diagonal', async () => {
  const seen: { people: Uint32Array; films: Uint32Array; first: number }[] = []
  await upTo(runOf({ ...small, epochs: 20 }), 60, cpu, async (frame) => {
    if (frame.step % 30 > 0) return
    const snapshot = await frame.snapshot({ fromRow: 0 })
    const { people, films, scores, logQ } = snapshot as Record<'people' | 'films', Uint32Array> &
      Record<'scores' | 'logQ', Float32Array>
    const size = films.length
    expect(new Set(films).size).toBe(size)
    expect(new Set(people).size).toBe(size)
    expect(scores).toHaveLength(size * size)
    expect(logQ.every((share) => share < 0)).toBe(true)
    const place = (row: number) => {
      const own = scores.subarray(row * size, (row + 1) * size).map((score, k) => score - logQ[k]!)
      return own.filter((logit) => logit > own[row]!).length
    }
    const first = people.reduce((sum, _, row) => sum + place(row) / size, 0)
    seen.push({ people, films, first })
  })
  expect(seen[2]!.people).toEqual(seen[0]!.people)
  expect(seen[2]!.films).toEqual(seen[0]!.films)
  // what is handed over is gone from here
  expect(seen[1]!.people.buffer).not.toBe(seen[0]!.people.buffer)
  expect(seen[1]!.films.buffer).not.toBe(seen[0]!.films.buffer)
  expect(seen[2]!.first).toBeLessThan(0.7 * seen[0]!.first)
})
