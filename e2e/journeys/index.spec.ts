import { measureIndex } from '../support/index-of-vectors.ts'
import { expect, test } from '../support/on-the-page.ts'
import { open } from '../support/open.ts'

test('an index says how far it is, finds nearly all, and the same once saved', { tag: '@no-gpu' }, async ({ page }) => {
  await open(page, 'v1.data')
  const count = 2_000
  const { recall, told, same } = await measureIndex(page, { count, kind: 'clustered', efs: [50] })
  expect(recall[0]).toBeGreaterThanOrEqual(0.97)
  expect(told.length).toBeGreaterThan(3)
  expect(told.at(-1)).toBe(count)
  expect(same, 'what was saved and loaded finds the same').toBe(true)
})
