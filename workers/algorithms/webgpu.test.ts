import { expect, test } from 'vitest'
import type { Device } from '../device/device.ts'
import { testDevice } from '../testing/test-device.ts'
import type { Algorithm, Frame, CompositeContext, CompositeSystem } from '../contract/system.ts'
import { catalog, systemOf } from '../catalog.ts'
import { keepEntries } from '../data/splits.ts'
import { servedContext } from '../lab/train-to-end.ts'
import { algorithms } from './catalog.ts'
import { buffersLeftBy, cpu, tensorsLeftBy, upTo } from '../testing/gradient-run.ts'
import { fewSmallBatches } from '../testing/fast-settings.ts'
import { audienceInContext, smallAudience } from '../testing/small-dataset.ts'
import { withSettings, type PresetName, type Settings, type Spec } from '../contract/spec.ts'

// One file, for a software GPU takes longer to compile the shaders of a network than to train it.
const held = testDevice()
const data = smallAudience()

/** What a software GPU does in a moment: each epoch, half-step and width is tested by itself elsewhere. */
const small = (spec: Spec): Settings => ({
  ...fewSmallBatches(spec),
  // α = 40 with λ = 0.01 amplifies rounding over many half-steps: compare a few.
  ...(spec.id === 'als' && { iterations: 3 }),
  ...(spec.id === 'funk-svd' && { epochs: 3 }),
})

/** Rounding drives weights that are learned by gradient apart: those are compared after two steps. */
const stepsOf = (algorithm: CompositeSystem, settings: Settings) =>
  Math.min(algorithm.spec.byGradient ? 2 : Infinity, algorithm.steps(data, settings))

async function trained(algorithm: CompositeSystem, settings: Settings, device: Device) {
  let last: Frame | undefined
  const full = servedContext(
    { data, seed: 42, device },
    keepEntries(data.interactions, () => false),
  )
  const context: CompositeContext = {
    ...full,
    trained: (id, changes = {}, on) => full.trained(id, { ...small(systemOf(id).spec), ...changes }, on),
  }
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

/** Settings of what is made of others, and of what learns by gradient, change nothing of what a GPU is asked to do. */
const presetsOf = ({ id, presets, byGradient }: Spec) =>
  byGradient || !algorithms.some(({ spec }) => spec.id === id)
    ? ['tuned' as const]
    : (Object.keys(presets) as PresetName[])

const cases = catalog.flatMap(({ spec, load }) =>
  presetsOf(spec).map((preset) => ({ id: spec.id, preset, spec, load })),
)

test.each(cases)(
  '$id, $preset: runs on WebGPU, twice the same, and agrees with the CPU',
  async ({ preset, spec, load }) => {
    const algorithm = await load()
    const settings = withSettings(spec, preset, small(spec))
    const before = held.gpu.dispatches
    const onGpu = await trained(algorithm, settings, held.gpu)
    expect(onGpu.dispatches).toBeGreaterThan(before)
    expect((await trained(algorithm, settings, held.gpu)).scores).toEqual(onGpu.scores)

    const onCpu = await trained(algorithm, settings, cpu)
    const tolerance = spec.byGradient ? 1e-3 : 2e-3
    onCpu.scores.forEach((score, i) => {
      if (Number.isFinite(score))
        expect(Math.abs(onGpu.scores[i] - score)).toBeLessThan(tolerance * Math.max(1, Math.abs(score)))
      else expect(onGpu.scores[i]).toBe(score)
    })
    if (onCpu.loss !== undefined) expect(Math.abs(onGpu.loss! / onCpu.loss - 1)).toBeLessThan(1e-3)
  },
)

const inContext = audienceInContext()

/** Asks a frame for all that a page asks for. */
async function lookAt(frame: Frame) {
  const recommender = await frame.recommender()
  recommender.person(1, [0, 1]).scores()
  recommender.similarItems(2, 3)
  const person = recommender.foldIn([{ item: 1, rating: 5 }], [1, 0])!
  person.explain(3)
  await frame.snapshot({ fromRow: 0, person, item: 3 })
  await frame.state()
  await frame.loss?.()
}

/** A run to its end, and one that is left in mid-training. */
function runsOf(algorithm: Algorithm, device: Device) {
  const settings = withSettings(algorithm.spec, 'tuned', fewSmallBatches(algorithm.spec))
  const run = { algorithm, data: inContext, settings }
  return async () => {
    await upTo(run, algorithm.steps(inContext, settings), device)
    await upTo(run, 1, device, lookAt)
  }
}

test.each(algorithms.filter(({ spec }) => spec.byGradient).map((entry) => ({ id: entry.spec.id, ...entry })))(
  '$id: a run, and one that was left, leave no tensor behind, and no buffer on a GPU but those to be used again',
  async ({ load }) => {
    const algorithm = await load()
    expect(await tensorsLeftBy(runsOf(algorithm, cpu))).toBe(0)
    let buffers: number | undefined
    const onGpu = runsOf(algorithm, held.gpu)
    expect(await tensorsLeftBy(async () => void (buffers = await buffersLeftBy(onGpu, held.gpu)))).toBe(0)
    expect(buffers).toBe(0)
  },
)
