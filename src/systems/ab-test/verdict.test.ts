import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareArms, count, emptyArm, sampleRatio, type Unit } from '../../../workers/serving/ab-test/analysis.ts'
import type { ArmStanding, Standing } from './standing.ts'
import { sizesInWords, verdict } from './verdict.ts'

const units: readonly Unit[] = ['visitors', 'clicks', 'impressions']

/** A visitor's arm, and their clicks on ten films. */
type Visit = readonly ['a' | 'b', number]

function standingOf(visits: readonly Visit[], unit: Unit, plannedA = 0.5): Standing {
  const arms = { a: emptyArm(), b: emptyArm() }
  for (const [arm, clicks] of visits) count(arms[arm], 10, clicks)
  const compared = compareArms(arms.a, arms.b, unit)
  const arm = (name: 'a' | 'b'): ArmStanding => ({ ...arms[name], ...compared[name], name, truly: 0.5, walk: [] })
  const nobody = { fixed: 0, peeking: [], always: [] }
  return {
    a: arm('a'),
    b: arm('b'),
    difference: compared.difference,
    plannedA,
    sampleRatio: sampleRatio(arms.a.visitors, arms.b.visitors, plannedA),
    p: compared.p,
    alwaysP: 1,
    ps: [],
    alwaysPs: [],
    needed: Infinity,
    tests: 1000,
    testsVisitors: 1000,
    wrongly: nobody,
    found: nobody,
  }
}

const visits = fc.array(fc.tuple(fc.constantFrom<'a' | 'b'>('a', 'b'), fc.integer({ min: 0, max: 10 })), {
  maxLength: 40,
})

test('whoever came, nothing is said that cannot be', () => {
  fc.assert(
    fc.property(visits, fc.constantFrom(...units), (came, unit) => {
      const standing = standingOf(came, unit)
      for (const said of [verdict(standing, came.length, 1000), sizesInWords(standing)]) {
        expect(said).not.toMatch(/NaN|∞|undefined/)
        for (const [, number] of said.matchAll(/([\d.]+)(?= points| to )/g))
          expect(Number(number)).toBeLessThanOrEqual(100)
      }
      const { a, b, difference } = standing
      if (a.visitors === 0 || b.visitors === 0) return
      expect(difference.low).toBeLessThan(difference.high)
      expect(difference.low).toBeGreaterThanOrEqual(-1)
      expect(difference.high).toBeLessThanOrEqual(1)
      for (const { low, high, value } of [a, b]) {
        expect([low >= 0, low <= value, value <= high, high <= 1, low < high]).not.toContain(false)
      }
    }),
  )
})

test('an interval that leaves no difference out is beside a p that says so', () => {
  // Newcombe's interval and the pooled test are not one method: they may part where p is close to 0.05, and only there.
  for (const size of [5, 10, 20, 50])
    for (let a = 0; a <= size; a++)
      for (let b = 0; b <= size; b++) {
        const arm = (hits: number) => ({ ...emptyArm(), visitors: size, clickers: hits })
        const { difference, p } = compareArms(arm(a), arm(b), 'visitors')
        const excludesNone = difference.low > 0 || difference.high < 0
        if (p > 0.1) expect(excludesNone, `${a} and ${b} of ${size}`).toBe(false)
        if (p < 0.02) expect(excludesNone, `${a} and ${b} of ${size}`).toBe(true)
      }
})

test.each<readonly [string, readonly number[], number, RegExp]>([
  ['nobody', [0, 0], 0.5, /^Nobody has come yet/],
  ['two', [2, 0], 0.5, /Too few have come to judge by that\.$/],
  [
    'as planned',
    [508, 492],
    0.5,
    /^508 and 492, where 500 and 500 were planned: χ² = 0\.26, p = 0\.613\. That is as chance/,
  ],
  ['one way more', [570, 430], 0.5, /χ² = 19\.60, p < 0\.001\. Chance hardly does that/],
  ['as planned, unevenly', [910, 90], 0.9, /^910 and 90, where 900 and 100 were planned: χ² = 1\.11, p = 0\.292\./],
])('the arms’ sizes: %s', (_, [a, b], planned, said) => {
  const arms: Visit[] = [
    ...Array.from({ length: a! }, () => ['a', 1] as const),
    ...Array.from({ length: b! }, () => ['b', 1] as const),
  ]
  expect(sizesInWords(standingOf(arms, 'visitors', planned))).toMatch(said)
})

test('after two visitors an interval is wide, and an arm without anybody has no rate', () => {
  const { difference } = standingOf(
    [
      ['a', 0],
      ['b', 3],
    ],
    'visitors',
  )
  expect([difference.low, difference.high].map((end) => end.toFixed(2))).toEqual(['-0.12', '1.00'])
  expect(verdict(standingOf([['a', 1]], 'visitors'), 1, 200)).toBe(
    'Nobody is in arm B yet, so there is nothing to compare.',
  )
})
