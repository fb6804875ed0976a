import fc from 'fast-check'
import { expect, test } from 'vitest'
import { random, randomFromState, seedFor, shuffle } from './random.ts'

const draws = 200_000

test('uniform fills [0, 1) evenly', () => {
  const from = random(1)
  const bins = new Float64Array(100)
  for (let n = 0; n < draws; n++) {
    const bin = Math.floor(100 * from.uniform())
    bins[bin]!++
  }
  expect(bins.reduce((sum, n) => sum + n)).toBe(draws) // a draw outside [0, 1) would have no bin
  // chi-squared with 99 degrees of freedom: 99.9 % lie below 149
  const expected = draws / 100
  expect(bins.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0)).toBeLessThan(149)
})

test('normal has the moments of a standard normal', () => {
  const from = random(2)
  const moments = [0, 0, 0, 0]
  for (let n = 0; n < draws; n++) {
    const x = from.normal()
    for (let p = 0; p < 4; p++) moments[p]! += x ** (p + 1) / draws
  }
  const [mean, variance, skew, kurtosis] = moments as [number, number, number, number]
  expect(Math.abs(mean)).toBeLessThan(0.01)
  expect(Math.abs(variance - 1)).toBeLessThan(0.015)
  expect(Math.abs(skew)).toBeLessThan(0.04)
  expect(Math.abs(kurtosis - 3)).toBeLessThan(0.1)
})

test('integer reaches every value below n and no other', () => {
  const from = random(3)
  const seen = new Set<number>()
  for (let n = 0; n < 1000; n++) seen.add(from.integer(7))
  expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5, 6])
})

test('the first words of seed 0 never change', () => {
  const from = random(0)
  expect([0, 0, 0, 0].map(() => from.uniform() * 4294967296)).toEqual([1042467279, 43268146, 720511638, 3216311226])
})

test('a generator goes on from its state exactly', () => {
  fc.assert(
    fc.property(fc.integer(), fc.nat(50), (seed, skip) => {
      const a = random(seed)
      for (let n = 0; n < skip; n++) a.normal()
      const b = randomFromState(a.state())
      for (let n = 0; n < 20; n++) expect(b.normal()).toBe(a.normal())
    }),
  )
})

test('near seeds and near purposes give unrelated streams', () => {
  const correlation = (a: number, b: number) => {
    const x = random(a)
    const y = random(b)
    let sum = 0
    for (let n = 0; n < 20_000; n++) sum += (x.uniform() - 0.5) * (y.uniform() - 0.5)
    return (12 * sum) / 20_000
  }
  for (let seed = 0; seed < 10; seed++) expect(Math.abs(correlation(seed, seed + 1))).toBeLessThan(0.03)
  expect(Math.abs(correlation(seedFor('split', 1), seedFor('split', 2)))).toBeLessThan(0.03)
  expect(Math.abs(correlation(seedFor('people', 1), seedFor('events', 1)))).toBeLessThan(0.03)
})

test('shuffle is a seeded permutation, and puts every value everywhere equally often', () => {
  fc.assert(
    fc.property(fc.integer(), fc.nat(200), (seed, n) => {
      const values = () => Uint32Array.from({ length: n }, (_, i) => i)
      const once = shuffle(values(), random(seed))
      expect(shuffle(values(), random(seed))).toEqual(once)
      expect(once.slice().sort()).toEqual(values())
    }),
  )
  const from = random(4)
  const at = new Float64Array(25)
  for (let n = 0; n < 50_000; n++) {
    shuffle(Uint32Array.of(0, 1, 2, 3, 4), from).forEach((value, place) => at[5 * value + place]!++)
  }
  for (const count of at) expect(Math.abs(count - 10_000)).toBeLessThan(400)
})
