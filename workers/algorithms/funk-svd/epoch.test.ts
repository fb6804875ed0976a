import { describe, expect, it } from 'vitest'
import { random, type Random } from '../../lib/random.ts'
import { DeviceLostError } from '../../device/device.ts'
import { freshGpu, testDevice } from '../../testing/test-device.ts'
import { createFunkOnGpu, funkEpochPlain, funkLoss, type BiasedFactors, type FunkProblem } from './epoch.ts'

const test = testDevice()

/** Ratings of people p on items i that fall, by p and i modulo 3, into 3 × 3 blocks; about a share of all pairs. */
function someProblem(people: number, items: number, share: number, from: Random): FunkProblem {
  const blocks = 3
  const lists: { person: number; item: number; rating: number }[][] = Array.from({ length: blocks * blocks }, () => [])
  for (let person = 0; person < people; person++) {
    for (let item = 0; item < items; item++) {
      const block = (((item % 3) + 3 - (person % 3)) % 3) * 3 + (person % 3)
      if (from.uniform() < share) lists[block].push({ person, item, rating: 1 + from.integer(5) })
    }
  }
  const start = new Uint32Array(blocks * blocks + 1)
  lists.forEach((list, b) => (start[b + 1] = start[b] + list.length))
  const all = lists.flat()
  const ratings = {
    blocks,
    start,
    person: Uint32Array.from(all, ({ person }) => person),
    item: Uint32Array.from(all, ({ item }) => item),
    rating: Float32Array.from(all, ({ rating }) => rating),
  }
  return { ratings, mean: 3, regularization: 0.07, rate: 0.02 }
}

function someRows(people: number, items: number, factors: number, from: Random): BiasedFactors {
  const draw = (rows: number) =>
    Float64Array.from({ length: rows * (factors + 1) }, () => Math.fround(0.3 * from.normal()))
  return { people: draw(people), items: draw(items), factors }
}

const copyOf = ({ people, items, factors }: BiasedFactors) => ({
  people: people.slice(),
  items: items.slice(),
  factors,
})

const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (x, i) => Math.abs(x - b[i])))

describe('an epoch on the CPU', () => {
  it('moves by the rate against half the gradient of the loss, by finite differences', () => {
    const from = random(3)
    const rows = someRows(1, 1, 4, from)
    const one = {
      blocks: 1,
      start: Uint32Array.of(0, 1),
      person: Uint32Array.of(0),
      item: Uint32Array.of(0),
      rating: Float32Array.of(4.5),
    }
    const problem = { ratings: one, mean: 3.4, regularization: 0.1, rate: 0.01 }
    const after = copyOf(rows)
    funkEpochPlain(problem, after)
    for (const side of ['people', 'items'] as const) {
      for (let f = 0; f < rows[side].length; f++) {
        const h = 1e-6
        const [up, down] = [copyOf(rows), copyOf(rows)]
        up[side][f] += h
        down[side][f] -= h
        const gradient = (funkLoss(problem, up) - funkLoss(problem, down)) / (2 * h)
        expect(after[side][f] - rows[side][f]).toBeCloseTo((-problem.rate * gradient) / 2, 9)
      }
    }
  })

  it('with a small rate moves by the sum of all gradients', () => {
    const from = random(4)
    const problem = { ...someProblem(12, 15, 0.5, from), rate: 1e-7 }
    const rows = someRows(12, 15, 3, from)
    const after = copyOf(rows)
    funkEpochPlain(problem, after)
    for (const place of [0, 1, 5, 13, 30]) {
      const [up, down] = [copyOf(rows), copyOf(rows)]
      up.items[place] += 1e-5
      down.items[place] -= 1e-5
      const gradient = (funkLoss(problem, up) - funkLoss(problem, down)) / 2e-5
      expect((after.items[place] - rows.items[place]) / problem.rate / (-gradient / 2)).toBeCloseTo(1, 4)
    }
  })

  it('lowers the loss epoch by epoch, and without factors fits biases alone', () => {
    for (const factors of [0, 5]) {
      const from = random(5)
      const problem = someProblem(30, 40, 0.3, from)
      const rows = someRows(30, 40, factors, from)
      let before = funkLoss(problem, rows)
      for (let epoch = 0; epoch < 15; epoch++) {
        funkEpochPlain(problem, rows)
        const now = funkLoss(problem, rows)
        expect(now).toBeLessThan(before)
        before = now
      }
    }
  })
})

describe('on WebGPU', () => {
  async function bothSides(people: number, items: number, factors: number, epochs: number) {
    const from = random(factors + 20)
    const problem = someProblem(people, items, 0.4, from)
    const plain = someRows(people, items, factors, from)
    const before = test.gpu.dispatches
    const onGpu = createFunkOnGpu(test.gpu, problem, plain)
    for (let epoch = 0; epoch < epochs; epoch++) {
      await onGpu.epoch()
      funkEpochPlain(problem, plain)
    }
    const read = await onGpu.read()
    onGpu.destroy()
    return { plain, read, dispatches: test.gpu.dispatches - before }
  }

  it.each([0, 1, 7, 31, 32, 50, 128])('agrees with the plain reference, %i factors', async (factors) => {
    const { plain, read } = await bothSides(20, 33, factors, 3)
    expect(largestDifference(read.people, plain.people)).toBeLessThan(2e-5)
    expect(largestDifference(read.items, plain.items)).toBeLessThan(2e-5)
  })

  it('takes a dispatch a stratum, however many people, and gives the same bits twice', async () => {
    const few = await bothSides(4, 33, 8, 1)
    const many = await bothSides(200, 33, 8, 1)
    const again = await bothSides(200, 33, 8, 1)
    expect(few.dispatches).toBe(3)
    expect(many.dispatches).toBe(3)
    expect(again.read).toEqual(many.read)
  })

  it('says so when the device is lost in mid-training', async () => {
    const gpu = await freshGpu()
    const from = random(7)
    const onGpu = createFunkOnGpu(gpu, someProblem(10, 20, 0.4, from), someRows(10, 20, 4, from))
    await onGpu.epoch()
    const inFlight = onGpu.read()
    gpu.device.destroy()
    await expect(inFlight).rejects.toThrow(DeviceLostError)
    await expect(onGpu.epoch()).rejects.toThrow(DeviceLostError)
  })
})
