import { afterEach, expect, test, vi } from 'vitest'
import { fastSettings } from './testing/fast-settings.ts'
import { withSettings } from './contract/spec.ts'
import { catalog } from './catalog.ts'
import type { View } from './lab/api.ts'

const networks = catalog.filter(({ spec }) => spec.tensors).map(({ spec }) => spec)

/** What each network shows in the end, from a lab that has loaded nothing yet, tfjs included. */
async function learned(): Promise<View[]> {
  vi.resetModules()
  for (const name of ['_tfengine', '_tfGlobals']) Reflect.deleteProperty(globalThis, name)
  const { createLab } = await import('./lab/lab.ts')
  const lab = createLab(undefined)
  await lab.openDataset({ id: 'course@1' })
  const views: View[] = []
  for (const spec of networks) {
    const settings = withSettings(spec, 'tuned', fastSettings(spec))
    const run = { dataset: 'course@1', algorithm: spec.id, settings, seed: 1 }
    views.push(await lab.view({ run, slot: 'page', step: 'last', who: { person: 1 }, n: 5 }))
  }
  return views
}

afterEach(() => void vi.unstubAllGlobals())

test('without WebAssembly every network learns the same, to the digits that are shown, and says why slowly', async () => {
  const withIt = await learned()
  vi.stubGlobal('WebAssembly', undefined)
  const without = await learned()
  expect(networks.length).toBeGreaterThan(4)
  for (const [k, spec] of networks.entries()) {
    const [one, other] = [withIt[k], without[k]]
    expect(one.notices).toEqual([])
    expect(other.notices).toEqual([expect.stringContaining('WebAssembly is off in this browser')])
    expect(other.list!.map(({ item }) => item)).toEqual(one.list!.map(({ item }) => item))
    other.list!.forEach(({ score }, place) => expect(score, spec.id).toBeCloseTo(one.list![place].score, 4))
    other.curve.forEach(({ loss }, place) => expect(loss, spec.id).toBeCloseTo(one.curve[place].loss!, 4))
    expect(other.quality!.metrics['ndcg@10'].value).toBeCloseTo(one.quality!.metrics['ndcg@10'].value, 4)
  }
})
