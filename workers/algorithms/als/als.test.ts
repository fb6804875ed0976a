import { expect, test } from 'vitest'
import { filmsDataset } from '../../data/audience.ts'
import type { Snapshot, State } from '../../contract/system.ts'
import { symmetricEigen } from '../../lib/eigen.ts'
import { withSettings } from '../../contract/spec.ts'
import { als } from './als.ts'
import { factorMap, mapAxes } from './factor-map.ts'

const films = filmsDataset()
const context = {
  data: { interactions: films.interactions, items: films.items, scale: films.scale },
  seed: 42,
  device: { kind: 'cpu', reason: 'a test' },
} as const

const cases = (['course', 'tuned'] as const).flatMap((preset) =>
  (['watched', 'stars'] as const).map((strength) => ({ preset, strength })),
)

test.each(cases)('$preset, $strength: no half-step raises the loss', async ({ preset, strength }) => {
  let before = Infinity
  for await (const frame of als.train(context, withSettings(als.spec, preset, { strength }))) {
    const loss = await frame.loss!()
    expect(loss).toBeLessThanOrEqual(before * (1 + 1e-6))
    before = loss
  }
})

test.each(cases)(
  '$preset, $strength: what is held stays where it is on the map, gone on to or gone back to',
  async ({ preset, strength }) => {
    const settings = withSettings(als.spec, preset, { strength, factors: 12, iterations: 5 })
    const maps: Snapshot[] = []
    let state: State | undefined
    for await (const frame of als.train(context, settings)) {
      const map = await frame.snapshot({ fromRow: 0 })
      const before = maps.at(-1)
      const [held, solved] = frame.step % 2 === 1 ? ['items', 'people'] : ['people', 'items']
      if (before) expect(map[held!]).toEqual(before[held!])
      if (before) expect(map[solved!]).not.toEqual(before[solved!])
      maps.push(map)
      if (frame.step === 3) state = await frame.state()
    }
    for await (const frame of als.train(context, settings, state))
      expect(await frame.snapshot({ fromRow: 0 })).toEqual(maps[frame.step])
  },
)

test('one set of axes holds nearly as much as those of each step would', async () => {
  const share = ({ share }: Snapshot) => Number(share)
  for await (const frame of als.train(context, withSettings(als.spec, 'tuned', {}))) {
    if (frame.step < 2) continue
    const { arrays } = await frame.state()
    const factors = { people: arrays.people as Float64Array, items: arrays.items as Float64Array, size: 16 }
    const best = share(factorMap(factors, mapAxes(factors, films.interactions.ratings)))
    expect(share(await frame.snapshot({ fromRow: 0 }))).toBeGreaterThan(0.9 * best)
  }
})

test('the map is the same whatever turn or mirror the factors are given', async () => {
  const size = 4
  const settings = withSettings(als.spec, 'tuned', { factors: size, iterations: 3 })
  // Any orthogonal matrix leaves every score as it was; the eigenvectors of some symmetric matrix are one.
  const some = Float64Array.from({ length: 16 }, (_, i) => Math.cos((i % 4) * (i >> 2)))
  const { vectors } = symmetricEigen(some, size)
  const turned = (rows: Float64Array) =>
    rows.map((_, k) => {
      const [row, f] = [Math.floor(k / size) * size, k % size]
      return rows.slice(row, row + size).reduce((sum, x, g) => sum + x * vectors[f * size + g], 0)
    })
  for await (const frame of als.train(context, settings)) {
    const { arrays } = await frame.state()
    const factors = { people: Float64Array.from(arrays.people), items: Float64Array.from(arrays.items), size }
    const turnedFactors = { people: turned(factors.people), items: turned(factors.items), size }
    const [plain, again] = [factors, turnedFactors].map((f) => factorMap(f, mapAxes(f, films.interactions.ratings)))
    const places = again.items as Float32Array
    ;(plain.items as Float32Array).forEach((x, k) => expect(places[k]).toBeCloseTo(x, 4))
  }
})
