import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stepWord, tickSpacing, ticksOf, timeLeft, timelineText } from './timeline-steps.ts'

test('every step has a tick where there is room, every second a long one', () => {
  const ticks = ticksOf(30, tickSpacing(30, 60))
  expect(ticks).toHaveLength(31)
  expect(ticks[0]).toEqual({ step: 0, long: true })
  expect(ticks[1]).toEqual({ step: 1, long: false })
  expect(ticks[30]).toEqual({ step: 30, long: true })
})

test('long runs have ticks at round steps', () => {
  expect(tickSpacing(320, 60)).toEqual({ minor: 10, major: 50 })
  expect(tickSpacing(9724, 60)).toEqual({ minor: 200, major: 1000 })
  expect(ticksOf(320, { minor: 10, major: 50 }).at(-1)).toEqual({ step: 320, long: false })
})

test('there are never more ticks than fit, and never none', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e7 }), fc.integer({ min: 8, max: 200 }), (steps, most) => {
      const spacing = tickSpacing(steps, most)
      const ticks = ticksOf(steps, spacing)
      expect(ticks.length).toBeLessThanOrEqual(most + 1)
      expect(ticks.length).toBeGreaterThanOrEqual(2)
      expect(spacing.major % spacing.minor).toBe(0)
    }),
  )
})

test('the slider says where it stands and what happened there', () => {
  const names = { one: 'half-step', many: 'half-steps' }
  expect(timelineText({ step: 14, steps: 30, did: 'films solved', lossText: '21,300' }, names)).toBe(
    'half-step 14 of 30, films solved, loss 21,300',
  )
  expect(timelineText({ step: 0, steps: 9724, did: '' }, { one: 'row', many: 'rows' })).toBe('row 0 of 9,724')
})

test('a step that is an amount is called a step', () => {
  expect(stepWord({ one: '500 ratings', many: 'batches of 500 ratings' })).toBe('step')
  expect(stepWord({ one: 'row', many: 'rows' })).toBe('row')
})

test.each([
  [undefined, ''],
  [0.4, ''],
  [4.4, 'about 4 s left'],
  [12.6, 'about 15 s left'],
  [54, 'about 55 s left'],
  [55, 'about 1 min left'],
  [130, 'about 2 min left'],
  [72_000, 'about 1,200 min left'],
])('%s seconds left in words', (secondsLeft, words) => expect(timeLeft({ secondsLeft })).toBe(words))

test('says that it may be less where training may stop early', () => {
  expect(timeLeft({ secondsLeft: 130, mayEndSooner: true })).toBe('at most about 2 min left')
})
