import { expect, test } from 'vitest'
import { filmsDataset } from '../../data/audience.ts'
import { symmetricEigen } from '../../lib/eigen.ts'
import { withSettings } from '../spec.ts'
import { als } from './als.ts'
import { factorMap } from './factor-map.ts'

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
    const [plain, again] = [factors, turnedFactors].map((f) => factorMap(f, films.interactions.ratings))
    const places = again.items as Float32Array
    ;(plain.items as Float32Array).forEach((x, k) => expect(places[k]).toBeCloseTo(x, 4))
  }
})
