import fc from 'fast-check'
import { expect, test } from 'vitest'
import { count } from './numbers.ts'

test('a count is written as the language has it', () => {
  const written = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
  const numbers = fc.oneof(fc.integer({ min: -2e9, max: 2e9 }), fc.double({ min: -1e15, max: 1e15, noNaN: true }))
  fc.assert(
    fc.property(numbers, (value) => {
      if (!Object.is(value, -0)) expect(count(value)).toBe(written.format(value).replace('-', '−'))
    }),
    { numRuns: 2000 },
  )
  expect(count(NaN)).toBe('–')
})
