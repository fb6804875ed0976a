import { expect, test } from 'vitest'
import { random } from '../../../lib/random.ts'
import { testDevice } from '../../../testing/test-device.ts'
import { createProfileScorer, profileScoresPlain, type ProfileVector } from './profile-scores.ts'
import { createTermScorer, termScoresPlain } from '../../text-content/term-scores.ts'

const device = testDevice()
const scale = { middle: 3, half: 2 }
const lengthOf = (vector: ArrayLike<number>) => Math.sqrt(Array.from(vector).reduce((sum, x) => sum + x * x, 0))

/** People with signed profiles, the last with none; items with few of many features, the last with none. */
function problem(people: number, items: number, size: number) {
  const from = random(5)
  const profiles: ProfileVector[] = Array.from({ length: people }, (_, person) => {
    const vector = Float64Array.from({ length: size }, () => (person === people - 1 ? 0 : from.uniform() - 0.5))
    return { vector, length: lengthOf(vector) }
  })
  const values = Float64Array.from({ length: items * size }, (_, cell) =>
    cell < (items - 1) * size && from.uniform() < 0.2 ? from.uniform() : 0,
  )
  const rows = Array.from({ length: items }, (_, item) => values.subarray(item * size, (item + 1) * size))
  const start = new Uint32Array(items + 1)
  const feature: number[] = []
  rows.forEach((row, item) => {
    row.forEach((x, f) => x !== 0 && feature.push(f))
    start[item + 1] = feature.length
  })
  const sparse = { start, feature: Uint32Array.from(feature), value: values.filter((x) => x !== 0) }
  return { profiles, values, sparse, lengths: rows.map(lengthOf), items, size }
}

function expectNear(got: Float32Array, want: Float32Array) {
  expect(got).toHaveLength(want.length)
  want.forEach((score, cell) => expect(Math.abs(got[cell] - score)).toBeLessThan(1e-5))
}

test('the dense kernel scores as the plain form does, in one dispatch', async () => {
  const { profiles, ...items } = problem(37, 53, 29)
  const scorer = createProfileScorer(device.gpu, items, scale)
  const before = device.gpu.dispatches
  const got = await scorer.scores(profiles.length, (person) => profiles[person])
  expect(device.gpu.dispatches - before).toBe(1)
  expectNear(got, profileScoresPlain(items, profiles, scale))
  // nobody's profile, and the film of which nothing is known: the middle of the scale
  expect(new Set(got.slice(-53))).toEqual(new Set([3]))
  expect(got[52]).toBe(3)
  expect(await scorer.scores(profiles.length, (person) => profiles[person])).toEqual(got)
  scorer.destroy()
})

test('the sparse kernel gives the scores of the dense one', async () => {
  const { profiles, sparse, values, ...items } = problem(37, 53, 290)
  const scorer = createTermScorer(device.gpu, { ...items, ...sparse }, scale)
  const got = await scorer.scores(profiles.length, (person) => profiles[person])
  expectNear(got, termScoresPlain({ ...items, ...sparse }, profiles, scale))
  expectNear(got, profileScoresPlain({ ...items, values }, profiles, scale))
  scorer.destroy()
})

test('more people than fit a block are scored block by block', async () => {
  const { profiles, ...items } = problem(3, 5, 1 << 20)
  const few = { ...items, items: 5 }
  const scorer = createProfileScorer(device.gpu, few, scale)
  const before = device.gpu.dispatches
  const people = 11 // eight profiles of a million features fill a block
  const got = await scorer.scores(people, (person) => profiles[person % 3])
  expect(device.gpu.dispatches - before).toBe(2)
  const want = profileScoresPlain(
    few,
    Array.from({ length: people }, (_, person) => profiles[person % 3]),
    scale,
  )
  want.forEach((score, cell) => expect(Math.abs(got[cell] - score)).toBeLessThan(1e-3))
  scorer.destroy()
})

test.each([
  ['no people', 0, 4],
  ['no features', 4, 0],
])('%s are no trouble', async (_, people, size) => {
  const scorer = createProfileScorer(
    device.gpu,
    { items: 3, size, values: new Float64Array(3 * size), lengths: [0, 0, 0] },
    scale,
  )
  const got = await scorer.scores(people, () => ({ vector: new Float64Array(size), length: 0 }))
  expect(got).toEqual(new Float32Array(people * 3).fill(3))
  scorer.destroy()
})
