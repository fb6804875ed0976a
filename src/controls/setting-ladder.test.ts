import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { NumberSetting } from '../../workers/contract/spec.ts'
import { ladderOf, rungOf, valueText } from './setting-ladder.ts'

const setting: NumberSetting = {
  kind: 'number',
  id: 'x',
  name: 'X',
  why: '',
  low: 0.001,
  high: 100,
  step: 0.001,
  scale: 'log',
  whole: false,
}
const factors: NumberSetting = { ...setting, low: 1, high: 128, step: 1, whole: true }

test('a whole number on a logarithmic scale never stands still between two rungs', () => {
  const ladder = ladderOf(factors, [20])
  expect(ladder.slice(0, 8)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  expect(ladder).toContain(20)
  expect(ladder.at(-1)).toBe(128)
  expect(ladder.every(Number.isInteger)).toBe(true)
})

test('a logarithmic scale gives every power of ten as much room', () => {
  const ladder = ladderOf(setting, [])
  const between = (low: number, high: number) => ladder.filter((value) => value >= low && value < high).length
  expect(between(0.1, 1)).toBe(between(1, 10))
  expect(between(1, 10)).toBe(20)
})

test('a linear scale stops at every step', () => {
  expect(ladderOf({ ...factors, scale: 'linear', high: 50 }, [])).toHaveLength(50)
  expect(ladderOf({ ...setting, low: 0, high: 1, step: 0.1, scale: 'linear' }, [])).toEqual([
    0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1,
  ])
})

test('ladders rise, keep their bounds and hold what must be reachable', () => {
  const settings = fc.constantFrom(setting, factors, { ...factors, low: 0, high: 200, scale: 'linear' as const })
  fc.assert(
    fc.property(settings, fc.double({ min: 0, max: 1, noNaN: true }), (chosen, share) => {
      const value = chosen.low + share * (chosen.high - chosen.low)
      const ladder = ladderOf(chosen, [value])
      expect(ladder[0]).toBe(chosen.low)
      expect(ladder.at(-1)).toBe(chosen.high)
      expect(ladder[rungOf(ladder, value)]).toBe(value)
      expect(ladder.every((rung, i) => i === 0 || rung > ladder[i - 1]!)).toBe(true)
    }),
  )
})

test('values have the digits that matter', () => {
  expect([0.01, 0.1, 1, 8, 40, 0.123].map((value) => valueText(setting, value))).toEqual([
    '0.01',
    '0.10',
    '1.0',
    '8.0',
    '40',
    '0.123',
  ])
  expect(valueText({ ...factors, unit: 'films' }, 20)).toBe('20 films')
})
