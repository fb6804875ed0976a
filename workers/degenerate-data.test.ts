import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fastSettings } from './testing/fast-settings.ts'
import { withSettings } from './contract/spec.ts'
import { catalog } from './catalog.ts'
import { createLab } from './lab/lab.ts'
import type { LabApi, View } from './lab/api.ts'

const sets = [
  ...['20-all-five', '21-one-person', '21b-one-film', '21c-one-rating', '21d-two-ratings', '22-one-each'],
  ...['23-two-islands', '24-everything', '25-5x5'],
]

async function opened(name: string): Promise<{ lab: LabApi; dataset: string; people: number }> {
  const lab = createLab(undefined)
  const files = ['ratings.csv', 'movies.csv'].map((path) => {
    const bytes = readFileSync(new URL(`./data/fixtures/${name}/${path}`, import.meta.url))
    return { path, file: new Blob([new Uint8Array(bytes)]) }
  })
  const { id, people } = await lab.openDataset({ files, name })
  return { lab, dataset: id, people }
}

/** Every number in what the page would show; −∞ is "cannot be recommended". */
function expectNumbers({ list = [], quality, curve, loss, why }: View) {
  for (const { score, rating = 0 } of list) expect(Number.isFinite(score) && Number.isFinite(rating)).toBe(true)
  for (const point of curve) expect(Number.isFinite(point.loss ?? 0)).toBe(true)
  expect(Number.isFinite(loss ?? 0)).toBe(true)
  for (const { amount } of why?.explanation.contributions ?? []) expect(Number.isFinite(amount)).toBe(true)
  for (const [metric, estimate] of Object.entries(quality?.metrics ?? {})) {
    if (quality!.people > 0) expect(Number.isNaN(estimate.value), metric).toBe(false)
  }
}

describe.each(sets)('%s', (name) => {
  const set = opened(name)
  test.each(catalog.map(({ spec }) => ({ id: spec.id, spec })))('$id answers everybody', async ({ spec }) => {
    const { lab, dataset, people } = await set
    const run = { dataset, algorithm: spec.id, settings: withSettings(spec, 'tuned', fastSettings(spec)), seed: 42 }
    for (const who of [{ person: 0 }, { person: people - 1 }, { ratings: [{ item: 0, rating: 5 }] }, { ratings: [] }]) {
      expectNumbers(await lab.view({ run, slot: 'page', step: 'last', who, n: 10, snapshot: { fromRow: 0 } }))
    }
  })
})
