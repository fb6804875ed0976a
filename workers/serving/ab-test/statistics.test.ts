import { describe, expect, test } from 'vitest'
import { random } from '../../lib/random.ts'
import { compareArms, count, emptyArm, nullVariance, sampleRatio, sampleSize } from './analysis.ts'
import { armOf, bucketOf, bucketsOfA } from './assignment.ts'
import { drawClicks, numberOf, trueRate, type ClickModel } from './clicks.ts'
import { runMany, type ManyTests } from './many-tests.ts'

/** Many people, each of whom clicks on each of ten films with a chance of their own around `rate`. */
function audience(rate: number): ClickModel {
  const [people, shown] = [40, 10]
  const chances = Array.from({ length: people }, (_, user) =>
    numberOf(Array.from({ length: shown }, () => rate * (user % 2 === 0 ? 0.4 : 1.6))),
  )
  return { people, shown, chances: Float64Array.from(chances.flatMap((own) => [...own])) }
}

const same = audience(0.1)
const howMany: ManyTests = {
  tests: 2000,
  visitors: 1000,
  looks: 20,
  split: 0.5,
  unit: 'visitors',
  alpha: 0.05,
  expected: 0.1,
  seed: 5,
}

describe('assignment', () => {
  test('is the same for ever, keeps to its split, and refuses one that cannot be', () => {
    expect(bucketOf('exp-1', 'user-0')).toBe(2808)
    const inA = Array.from({ length: 5000 }, (_, n) => armOf('exp-1', `user-${n}`, 0.3)).filter((arm) => arm === 'a')
    expect(Math.abs(inA.length / 5000 - 0.3)).toBeLessThan(0.02)
    expect(() => bucketsOfA(1.2)).toThrow('split must be a number from 0 to 1, got 1.2')
  })

  test('in one experiment says nothing about another', () => {
    const people = 1000
    const inA = (experiment: string) =>
      Array.from({ length: people }, (_, n) => Number(armOf(experiment, `user-${n}`, 0.5) === 'a'))
    const correlation = (x: readonly number[], y: readonly number[]) => {
      const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / people
      const covariance = mean(x.map((one, n) => one * y[n]!)) - mean(x) * mean(y)
      return covariance / Math.sqrt(mean(x) * (1 - mean(x)) * mean(y) * (1 - mean(y)))
    }
    const pairs = Array.from({ length: 40 }, (_, n) => correlation(inA(`exp-${n}`), inA(`exp-${n + 1}`)))
    for (const r of pairs) expect(Math.abs(r)).toBeLessThan(0.13)
    expect(Math.sqrt(pairs.reduce((sum, r) => sum + r * r, 0) / pairs.length)).toBeLessThan(0.04)
  })
})

describe('two arms', () => {
  test('of clicks summed by visitor vary as they do over many samples', () => {
    const from = random(3)
    const drawn = Array.from({ length: 1500 }, () => {
      const [a, b] = [emptyArm(), emptyArm()]
      for (let n = 0; n < 200; n++) count(n % 2 ? a : b, 10, drawClicks(same, from.integer(same.people), from))
      const { difference } = compareArms(a, b, 'clicks')
      return {
        difference: difference.value,
        variance: nullVariance(a, b, 'clicks'),
        naive: nullVariance(a, b, 'impressions'),
      }
    })
    const mean = (of: (one: (typeof drawn)[number]) => number) =>
      drawn.reduce((sum, one) => sum + of(one), 0) / drawn.length
    const truly = mean(({ difference }) => difference * difference)
    expect(mean(({ variance }) => variance) / truly).toBeGreaterThan(0.92)
    expect(mean(({ variance }) => variance) / truly).toBeLessThan(1.08)
    expect(mean(({ naive }) => naive) / truly).toBeLessThan(0.8)
  })

  test('with nothing in them say nothing', () => {
    for (const unit of ['visitors', 'clicks', 'impressions'] as const) {
      const { difference, a, ...test } = compareArms(emptyArm(), emptyArm(), unit)
      expect(test).toMatchObject({ z: 0, p: 1 })
      expect([a.value, difference.value]).toEqual([NaN, NaN])
    }
    expect(sampleRatio(0, 0, 0.5)).toEqual({ chiSquare: NaN, p: NaN })
    expect(sampleSize(0.1, 0.1, 0.05, 0.8)).toBe(Infinity)
  })
})

describe('2,000 A/A tests', () => {
  test('by visitor: one look is false 5 % of the time, twenty a quarter of it, the always-valid at most 5 %', async () => {
    const { fixed, peeking, alwaysValid } = await runMany([same, same], howMany)
    console.log(
      `visitors: fixed ${fixed.toFixed(3)}, peeking ${peeking.at(-1)!.toFixed(3)}, always valid ${alwaysValid.at(-1)!.toFixed(3)}`,
    )
    expect(fixed).toBeGreaterThan(0.038)
    expect(fixed).toBeLessThan(0.062)
    expect(peeking.at(-1)).toBeGreaterThan(0.2)
    expect(peeking.at(-1)).toBeLessThan(0.3)
    expect(alwaysValid.at(-1)).toBeLessThanOrEqual(0.05)
  })

  test('of clicks summed by visitor keep to it, of impressions as units are false far more often', async () => {
    const byVisitor = await runMany([same, same], { ...howMany, unit: 'clicks', expected: 0.03 })
    console.log(`clicks: fixed ${byVisitor.fixed.toFixed(3)}, always valid ${byVisitor.alwaysValid.at(-1)!.toFixed(3)}`)
    expect(byVisitor.fixed).toBeGreaterThan(0.038)
    expect(byVisitor.fixed).toBeLessThan(0.062)
    expect(byVisitor.alwaysValid.at(-1)).toBeLessThanOrEqual(0.05)
    const clicky = audience(0.25)
    const byImpression = await runMany([clicky, clicky], { ...howMany, unit: 'impressions', looks: 1, tests: 1000 })
    console.log(`impressions: ${byImpression.fixed.toFixed(3)}`)
    expect(byImpression.fixed).toBeGreaterThan(0.14)
  })
})

test('a true difference of 10 points in 1,000 visitors is found by the always-valid test more often than not', async () => {
  const better = audience(0.136)
  const [a, b] = [trueRate(same, 'visitors').rate, trueRate(better, 'visitors').rate]
  const { fixed, alwaysValid } = await runMany([same, better], { ...howMany, tests: 500 })
  console.log(
    `a difference of ${(b - a).toFixed(3)}: fixed ${fixed.toFixed(2)}, always valid ${alwaysValid.at(-1)!.toFixed(2)}`,
  )
  expect(b - a).toBeGreaterThan(0.09)
  expect(b - a).toBeLessThan(0.11)
  expect(alwaysValid.at(-1)).toBeGreaterThanOrEqual(0.5)
  expect(fixed).toBeGreaterThan(alwaysValid.at(-1)!)
})

test('a rate is known exactly: as often drawn as it is expected', () => {
  const from = random(9)
  const clicks = Array.from({ length: 60_000 }, () => drawClicks(same, from.integer(same.people), from))
  const drawn = clicks.reduce((sum, n) => sum + n, 0) / clicks.length / same.shown
  expect(Math.abs(drawn - trueRate(same, 'clicks').rate)).toBeLessThan(0.003)
  expect(trueRate(same, 'clicks').rate).toBeCloseTo(0.1, 12)
  expect([...numberOf([0.5, 0.2])].map((p) => p.toFixed(12))).toEqual([
    '0.400000000000',
    '0.500000000000',
    '0.100000000000',
  ])
})
