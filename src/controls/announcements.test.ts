import { expect, test } from 'vitest'
import { quietMs, waitFor } from './announcements.ts'

test('what is urgent is said at once, the rest at most every ten seconds', () => {
  expect(waitFor(true, 1000, 999)).toBe(0)
  expect(waitFor(false, 1000, 999)).toBe(quietMs - 1)
  expect(waitFor(false, 20_000, 999)).toBe(0)
  expect(waitFor(false, 0, -Infinity)).toBe(0)
})
