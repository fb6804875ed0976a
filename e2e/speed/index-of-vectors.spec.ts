import { expect, test } from '@playwright/test'
import type { SearchQuality } from '../../workers/contract/ann-api.ts'
import { measureIndex } from '../support/index-of-vectors.ts'
import { open } from '../support/open.ts'

const shown = (efs: readonly number[], { recall, p50, p95 }: SearchQuality) =>
  efs.map((ef, at) => `ef ${ef}: ${recall[at]!.toFixed(3)} in ${p50[at]!.toFixed(0)} µs (95 %: ${p95[at]!.toFixed(0)})`)

/** What a search keeps where nothing else is asked for. */
const defaultEf = 50

test('in clusters the graph finds nearly all, many times as fast as looking at everything', async ({ page }) => {
  await open(page, 'v1.data')
  const efs = [10, 20, defaultEf, 100]
  const measured = await measureIndex(page, { count: 20_000, kind: 'clustered', efs })
  const at = efs.indexOf(defaultEf)
  const times = measured.exactP50 / measured.p50[at]!
  console.log(
    `20,000 × 64 in 100 clusters, built in ${measured.seconds.toFixed(1)} s: ${shown(efs, measured).join('; ')}`,
  )
  console.log(
    `exact, in blocks: ${measured.exactP50.toFixed(0)} µs; at ef ${defaultEf} ${times.toFixed(1)} times as fast`,
  )
  expect(times).toBeGreaterThanOrEqual(5)
  expect(measured.recall[at]).toBeGreaterThanOrEqual(0.97)
})

test('in all directions alike it takes a far wider search', async ({ page }) => {
  await open(page, 'v1.data')
  const efs = [50, 100, 125, 150, 175, 200, 250, 300]
  const measured = await measureIndex(page, { count: 20_000, kind: 'isotropic', efs })
  const enough = efs.find((_, at) => measured.recall[at]! >= 0.95)
  console.log(`20,000 × 64 isotropic: ${shown(efs, measured).join('; ')}`)
  console.log(`recall@10 of 0.95 from ef ${enough} on`)
  expect(enough).toBeGreaterThanOrEqual(100)
  expect(enough).toBeLessThanOrEqual(250)
})
