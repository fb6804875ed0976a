import { expect, test } from 'vitest'
import type { Frame } from '../../contract/system.ts'
import { withSettings, type PresetName, type Settings } from '../../contract/spec.ts'
import { filmsDataset } from '../../data/audience.ts'
import { splitPerPerson, withValidation } from '../../data/splits.ts'
import { servedContext } from '../../lab/train-to-end.ts'
import { abTest } from './ab-test.ts'
import { abTestSpec } from './spec.ts'

const dataset = filmsDataset()
const split = splitPerPerson(dataset.interactions, { seed: 42 })
const data = { interactions: withValidation(split), items: dataset.items, scale: dataset.scale }
const baseContext = { data, seed: 42, device: { kind: 'cpu', reason: 'a test' } } as const
const contextOf = (seed: number) => servedContext({ ...baseContext, seed }, split.test, dataset.truth)
const context = contextOf(42)

async function at<T>(
  step: number,
  look: (frame: Frame) => Promise<T>,
  {
    preset = 'tuned',
    changes = {},
    of = context,
  }: { preset?: PresetName; changes?: Settings; of?: typeof context } = {},
): Promise<T> {
  const start = { step, arrays: {} }
  for await (const frame of abTest.train(of, withSettings(abTestSpec, preset, changes), start)) return await look(frame)
  throw new Error('no frame')
}

const picture = async (frame: Frame) => (await frame.snapshot({ fromRow: 0 })) as Record<string, number & Float64Array>

test('visitors come one a step, and each is given an arm, a list and clicks', async () => {
  const few = { changes: { visitors: 200 } }
  const [before, after] = [await at(99, picture, few), await at(100, picture, few)]
  const sum = (of: Record<string, number>, what: string) => of[`a ${what}`] + of[`b ${what}`]
  expect([sum(before, 'visitors'), sum(after, 'visitors')]).toEqual([99, 100])
  expect([sum(before, 'impressions'), sum(after, 'impressions')]).toEqual([990, 1000])
  const more = sum(after, 'clicks') - sum(before, 'clicks')
  const arm = after['a visitors'] > before['a visitors'] ? 'A' : 'B'
  expect(await at(100, async ({ did }) => did, few)).toBe(`arm ${arm}, ${more} of 10 clicked`)
})

test('the same seed is the same test, another is another', async () => {
  const changes = { visitors: 200 }
  const first = await at(150, picture, { changes })
  expect(await at(150, picture, { changes })).toEqual(first)
  expect((await at(150, picture, { changes, of: contextOf(7) })).p).not.toEqual(first.p)
})

test('the picture can be given away, and is there again', async () => {
  await at(
    100,
    async (frame) => {
      const first = await frame.snapshot({ fromRow: 0 })
      const kept = structuredClone(first)
      const arrays = Object.values(first).filter((value) => ArrayBuffer.isView(value))
      structuredClone(first, { transfer: arrays.map(({ buffer }) => buffer as ArrayBuffer) })
      expect(await frame.snapshot({ fromRow: 0 })).toEqual(kept)
    },
    { changes: { visitors: 200 } },
  )
})

test('the rates come to what they truly are, and their interval holds it', async () => {
  const changes = { visitors: 10_000 }
  const found = await at(10_000, picture, { changes })
  for (const arm of ['a', 'b']) {
    expect(Math.abs(found[`${arm} rate`].at(-1)! - found[`true ${arm}`])).toBeLessThan(0.025)
    expect(found[`${arm} low`].at(-1)).toBeLessThan(found[`true ${arm}`])
    expect(found[`${arm} high`].at(-1)).toBeGreaterThan(found[`true ${arm}`])
  }
  expect(found['true b']).toBeGreaterThan(found['true a'] + 0.02)
  expect(found.needed).toBeGreaterThan(100)
  expect(found.p.at(-1)).toBeLessThan(0.05)
  // The smallest so far: it never rises.
  const always = found['always p']
  for (let n = 1; n < always.length; n++) expect(always[n]).toBeLessThanOrEqual(always[n - 1])
})

test('an A/A test has one rate, and no number of visitors would find a difference', async () => {
  const found = await at(0, picture, { preset: 'a-a' })
  expect(found['true a']).toBe(found['true b'])
  expect(found.needed).toBe(Infinity)
  expect(found['found peeking']).toEqual(found['false peeking'])
})

test('stopping when it looks significant is wrong far more often than it says, the always-valid test is not', async () => {
  const found = await at(0, picture)
  expect(found['false fixed']).toBeLessThan(0.07)
  expect(found['false peeking'].at(-1)).toBeGreaterThan(0.2)
  expect(found['false always'].at(-1)).toBeLessThanOrEqual(0.05)
  const byImpression = await at(0, picture, { preset: 'course' })
  console.log(
    `A/A, impressions as units ${byImpression['false fixed']}, visitors ${found['false fixed']}`,
    found['true a'],
    found['true b'],
    byImpression['true a'],
    byImpression['true b'],
    found.needed,
    found['found always'].at(-1),
    found['found fixed'],
  )
  expect(byImpression['false fixed']).toBeGreaterThan(0.1)
})

test('without a planted taste people click on what was held out', async () => {
  const found = await at(0, picture, { changes: { visitors: 200 }, of: servedContext(baseContext, split.test) })
  expect(found['true b']).toBeGreaterThan(0)
})
