import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { random, type Random } from '../../lib/random.ts'
import { transpose, type SparseMatrix } from '../../lib/sparse.ts'
import { DeviceLostError } from '../../device/device.ts'
import { freshGpu, testDevice } from '../../testing/test-device.ts'
import { alsLoss, createAlsOnGpu, gramianOf, maxGpuFactors, personSystem, solveHalfStepPlain } from './half-step.ts'

/** Some rows and columns of it are empty. */
function someRatings(rows: number, columns: number, share: number, from: Random): SparseMatrix {
  const start = new Uint32Array(rows + 1)
  const column: number[] = []
  const value: number[] = []
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      if (r % 7 === 3 || c % 11 === 5 || from.uniform() >= share) continue
      column.push(c)
      value.push(1 + from.integer(5))
    }
    start[r + 1] = column.length
  }
  return { rows, columns, start, column: Uint32Array.from(column), value: Float32Array.from(value) }
}

const someFactors = (length: number, from: Random) => Float64Array.from({ length }, () => 0.3 * from.normal())

/** Straight from the equation: dense matrices, Gaussian elimination with pivoting. */
function solveNaively(ratings: SparseMatrix, fixed: Float64Array, factors: number, lambda: number, alpha: number) {
  const solved = new Float64Array(ratings.rows * factors)
  for (let r = 0; r < ratings.rows; r++) {
    const confidence = new Float64Array(ratings.columns).fill(1)
    const preference = new Float64Array(ratings.columns)
    for (let e = ratings.start[r]!; e < ratings.start[r + 1]!; e++) {
      confidence[ratings.column[e]!] = 1 + alpha * ratings.value[e]!
      preference[ratings.column[e]!] = 1
    }
    const system = Array.from({ length: factors }, (_, i) =>
      Array.from({ length: factors + 1 }, (_, j) => {
        let sum = i === j ? lambda : 0
        for (let c = 0; c < ratings.columns; c++) {
          const right = j === factors ? preference[c]! : fixed[c * factors + j]!
          sum += confidence[c]! * fixed[c * factors + i]! * right
        }
        return sum
      }),
    )
    solved.set(eliminate(system), r * factors)
  }
  return solved
}

function eliminate(system: number[][]): number[] {
  const n = system.length
  for (let k = 0; k < n; k++) {
    const pivot = system.slice(k).reduce((best, row) => (Math.abs(row[k]!) > Math.abs(best[k]!) ? row : best))
    system.splice(system.indexOf(pivot), 1)
    system.splice(k, 0, pivot)
    for (let i = 0; i < n; i++) {
      if (i === k) continue
      const times = system[i]![k]! / pivot[k]!
      system[i] = system[i]!.map((x, j) => x - times * pivot[j]!)
    }
  }
  return system.map((row, i) => row[n]! / row[i]!)
}

const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((largest, x, i) => Math.max(largest, Math.abs(x - b[i]!)), 0)

describe('the plain half-step', () => {
  it.each([1, 2, 3, 5, 8, 13])('agrees with elimination on dense matrices, %i factors', (factors) => {
    const from = random(factors)
    const ratings = someRatings(20, 150, 0.9, from)
    const fixed = someFactors(150 * factors, from)
    const solved = new Float64Array(20 * factors).fill(9)
    solveHalfStepPlain(ratings, fixed, factors, 0.1, 3, solved)
    expect(largestDifference(solved, solveNaively(ratings, fixed, factors, 0.1, 3))).toBeLessThan(1e-10)
  })

  it('makes a row without entries zero', () => {
    const from = random(1)
    const ratings = someRatings(10, 30, 0.5, from)
    const solved = new Float64Array(10 * 4).fill(9)
    solveHalfStepPlain(ratings, someFactors(30 * 4, from), 4, 0.1, 3, solved)
    expect([...solved.subarray(12, 16)]).toEqual([0, 0, 0, 0])
  })

  it('stays finite where the equations say nothing', () => {
    const ratings = someRatings(4, 6, 0.9, random(2))
    const solved = new Float64Array(4 * 3)
    solveHalfStepPlain(ratings, new Float64Array(6 * 3), 3, 0, 40, solved)
    expect([...solved]).toEqual(new Array(12).fill(0))
  })

  it('never raises the loss', () => {
    const settings = {
      seed: fc.integer(),
      factors: fc.integer({ min: 1, max: 9 }),
      lambda: fc.constantFrom(0.001, 0.1, 5, 100),
      alpha: fc.constantFrom(0.1, 2, 40),
    }
    fc.assert(
      fc.property(fc.record(settings), ({ seed, factors, lambda, alpha }) => {
        const from = random(seed)
        const ratings = someRatings(12, 17, 0.3, from)
        const transposed = transpose(ratings)
        const users = someFactors(12 * factors, from)
        const items = someFactors(17 * factors, from)
        let loss = alsLoss(ratings, users, items, factors, lambda, alpha)
        for (let step = 0; step < 6; step++) {
          if (step % 2 === 0) solveHalfStepPlain(ratings, items, factors, lambda, alpha, users)
          else solveHalfStepPlain(transposed, users, factors, lambda, alpha, items)
          const now = alsLoss(ratings, users, items, factors, lambda, alpha)
          expect(now).toBeLessThanOrEqual(loss * (1 + 1e-9))
          loss = now
        }
      }),
      { numRuns: 60 },
    )
  })
})

it('computes the loss over every cell', () => {
  const from = random(4)
  const ratings = someRatings(9, 13, 0.4, from)
  const users = someFactors(9 * 3, from)
  const items = someFactors(13 * 3, from)
  let expected = 0
  for (let u = 0; u < 9; u++) {
    for (let i = 0; i < 13; i++) {
      const row = ratings.column.subarray(ratings.start[u], ratings.start[u + 1])
      const entry = row.indexOf(i)
      const confidence = entry < 0 ? 1 : 1 + 2 * ratings.value[ratings.start[u]! + entry]!
      let score = 0
      for (let f = 0; f < 3; f++) score += users[u * 3 + f]! * items[i * 3 + f]!
      expected += confidence * ((entry < 0 ? 0 : 1) - score) ** 2
    }
  }
  for (const x of [...users, ...items]) expected += 0.7 * x * x
  expect(alsLoss(ratings, users, items, 3, 0.7, 2)).toBeCloseTo(expected, 9)
})

it('splits a score into what each entry adds', () => {
  const from = random(5)
  const items = someFactors(40 * 6, from)
  const rated = Uint32Array.of(3, 8, 21, 30)
  const strengths = Float32Array.of(1, 5, 2, 4)
  const system = personSystem(rated, strengths, items, gramianOf(items, 6), 6, 0.5, 3)
  const ratings = { rows: 1, columns: 40, start: Uint32Array.of(0, 4), column: rated, value: strengths }
  expect(largestDifference(system.vector, solveNaively(ratings, items, 6, 0.5, 3))).toBeLessThan(1e-12)
  for (const item of [0, 8, 39]) {
    let score = 0
    for (let f = 0; f < 6; f++) score += system.vector[f]! * items[item * 6 + f]!
    const parts = system.contributions(item)
    expect(parts).toHaveLength(4)
    expect(parts.reduce((sum, x) => sum + x)).toBeCloseTo(score, 12)
  }
})

describe('the half-step on WebGPU', () => {
  const test = testDevice()

  /** Both half-steps on the device and in float64 from the same start. */
  async function bothSides(users: number, items: number, factors: number, share: number) {
    const from = random(factors)
    const ratings = someRatings(users, items, share, from)
    const transposed = transpose(ratings)
    const start = someFactors(items * factors, from).map(Math.fround)
    const plain = { users: new Float64Array(users * factors), items: new Float64Array(items * factors) }
    solveHalfStepPlain(ratings, start, factors, 0.1, 3, plain.users)
    solveHalfStepPlain(transposed, plain.users, factors, 0.1, 3, plain.items)
    const dispatchesBefore = test.gpu.dispatches
    const onGpu = createAlsOnGpu(test.gpu, ratings, transposed, factors)
    onGpu.write(new Float32Array(users * factors), Float32Array.from(start))
    await onGpu.solveUsers(0.1, 3)
    await onGpu.solveItems(0.1, 3)
    const read = await onGpu.read()
    onGpu.destroy()
    return { plain, read, dispatches: test.gpu.dispatches - dispatchesBefore }
  }

  it.each([1, 2, 7, 20, 33])('agrees with the plain reference, %i factors', async (factors) => {
    const { plain, read } = await bothSides(15, 50, factors, 0.4)
    expect(largestDifference(read.users, plain.users)).toBeLessThan(2e-5)
    expect(largestDifference(read.items, plain.items)).toBeLessThan(2e-4)
    expect([...read.users.subarray(3 * factors, 4 * factors)]).toEqual(new Array(factors).fill(0))
  })

  it.each([64, maxGpuFactors])('runs %i factors within the default limits', async (factors) => {
    expect(test.gpu.device.limits.maxComputeWorkgroupStorageSize).toBe(16384)
    const { plain, read } = await bothSides(9, 60, factors, 0.5)
    expect(largestDifference(read.users, plain.users)).toBeLessThan(1e-3)
    expect(read.items.every(Number.isFinite)).toBe(true)
  })

  it('takes as many dispatches for many people as for few, and gives the same bits twice', async () => {
    const few = await bothSides(3, 40, 8, 0.3)
    const many = await bothSides(300, 40, 8, 0.3)
    const again = await bothSides(300, 40, 8, 0.3)
    console.log(`dispatches an iteration: ${few.dispatches} for 3 people, ${many.dispatches} for 300`)
    expect(few.dispatches).toBe(4)
    expect(many.dispatches).toBe(4)
    expect(again.read).toEqual(many.read)
  })

  it('never raises the loss', async () => {
    const from = random(6)
    const ratings = someRatings(40, 60, 0.2, from)
    const onGpu = createAlsOnGpu(test.gpu, ratings, transpose(ratings), 12)
    onGpu.write(new Float32Array(40 * 12), Float32Array.from(someFactors(60 * 12, from)))
    let loss = Infinity
    for (let step = 0; step < 8; step++) {
      await (step % 2 === 0 ? onGpu.solveUsers(0.01, 40) : onGpu.solveItems(0.01, 40))
      const { users, items } = await onGpu.read()
      const now = alsLoss(ratings, users, items, 12, 0.01, 40)
      expect(now).toBeLessThanOrEqual(loss * (1 + 1e-6))
      loss = now
    }
    onGpu.destroy()
  })

  it('says so when the device is lost in mid-training', async () => {
    const gpu = await freshGpu()
    const from = random(7)
    const ratings = someRatings(10, 20, 0.4, from)
    const onGpu = createAlsOnGpu(gpu, ratings, transpose(ratings), 4)
    onGpu.write(new Float32Array(10 * 4), Float32Array.from(someFactors(20 * 4, from)))
    await onGpu.solveUsers(0.1, 3)
    const inFlight = onGpu.read()
    gpu.device.destroy()
    await expect(inFlight).rejects.toThrow(DeviceLostError)
    await expect(onGpu.solveItems(0.1, 3)).rejects.toThrow(DeviceLostError)
  })
})
