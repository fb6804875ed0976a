import { expect, test } from 'vitest'
import type { Device } from '../device/device.ts'
import { testDevice } from '../device/test-device.ts'
import type { Frame, ServedSystem } from './algorithm.ts'
import { catalog } from '../catalog.ts'
import { keepEntries } from '../data/splits.ts'
import { servedContext } from '../full-run.ts'
import { quickly } from './quickly.ts'
import { smallAudience } from './small-audience.ts'
import { withSettings, type PresetName, type Settings } from './spec.ts'

const held = testDevice()
const data = smallAudience()

/** Rounding drives weights that are learned by gradient apart: those are compared after two steps. */
const stepsOf = (algorithm: ServedSystem, settings: Settings) =>
  algorithm.spec.byGradient ? 2 : algorithm.steps(data, settings)

async function trained(algorithm: ServedSystem, settings: Settings, device: Device) {
  let last: Frame | undefined
  const context = servedContext(
    { data, seed: 42, device },
    keepEntries(data.interactions, () => false),
  )
  for await (const frame of algorithm.train(context, settings)) {
    last = frame
    if (frame.step === stepsOf(algorithm, settings)) {
      const recommender = await last.recommender()
      const scores = Array.from({ length: 40 }, (_, user) => Array.from(recommender.person(user).scores()))
      return {
        scores: scores.flat(),
        loss: await last.loss?.(),
        dispatches: device.kind === 'webgpu' ? device.dispatches : 0,
      }
    }
  }
  throw new Error('training ended early')
}

const cases = catalog.flatMap(({ spec, load }) =>
  (Object.keys(spec.presets) as PresetName[]).map((preset) => ({ id: spec.id, preset, spec, load })),
)

test.each(cases)(
  '$id, $preset: runs on WebGPU, twice the same, and agrees with the CPU',
  async ({ preset, spec, load }) => {
    const algorithm = await load()
    // α = 40 with λ = 0.01 amplifies rounding over many half-steps: compare a few.
    const settings = { ...withSettings(spec, preset, quickly(spec)), ...(spec.id === 'als' && { iterations: 3 }) }
    const before = held.gpu.dispatches
    const onGpu = await trained(algorithm, settings, held.gpu)
    expect(onGpu.dispatches).toBeGreaterThan(before)
    expect((await trained(algorithm, settings, held.gpu)).scores).toEqual(onGpu.scores)

    const onCpu = await trained(algorithm, settings, { kind: 'cpu', reason: 'a test' })
    const tolerance = spec.byGradient ? 1e-3 : 2e-3
    onCpu.scores.forEach((score, i) => {
      if (Number.isFinite(score))
        expect(Math.abs(onGpu.scores[i] - score)).toBeLessThan(tolerance * Math.max(1, Math.abs(score)))
      else expect(onGpu.scores[i]).toBe(score)
    })
    if (onCpu.loss !== undefined) expect(Math.abs(onGpu.loss! / onCpu.loss - 1)).toBeLessThan(1e-3)
  },
)
