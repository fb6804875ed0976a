import { als } from '../../algorithms/als/als.ts'
import { withSettings, type Settings } from '../../contract/spec.ts'
import { filmsDataset } from '../../data/audience.ts'
import type { Device, GpuDevice } from '../../device/device.ts'
import { random } from '../../lib/random.ts'
import { solveByDefinition } from '../plain/als-definition.ts'
import { lossByDefinition } from '../plain/als-loss-definition.ts'
import { closeDevice, openDevice } from '../terminal/device.ts'
import { median, spread, timeOf, type Bench } from './bench-line.ts'
import { asTrainingData, dense, hundredThousand, longTailed } from './synthetic.ts'

const cpu: Device = { kind: 'cpu', reason: 'the bench' }
const size = '20 factors, 943 × 1,682, 100,000 entries'

export const alsBench: Bench = {
  id: 'als',
  async *run() {
    const took = await iterationTimes(cpu, 9)
    const ms = median(took)
    yield { name: 'ALS iteration, CPU', value: ms, unit: 'ms', note: `${size}; ${spread(took)}`, most: 100 }
    const plain = await plainIterationTime()
    yield {
      name: 'ALS iteration, definition over CPU',
      value: plain / ms,
      unit: '×',
      note: `${plain.toFixed(0)} ms dense`,
    }
    yield* lossRises()
    const gpu = (await openDevice('webgpu')) as GpuDevice
    try {
      const [few, many] = [await dispatchesFor(gpu, 60), await dispatchesFor(gpu, 600)]
      yield { name: 'ALS dispatches an iteration, WebGPU, 60 people', value: few, unit: 'dispatches' }
      yield {
        name: 'ALS dispatches an iteration, WebGPU, 600 people',
        value: many,
        unit: 'dispatches',
        most: few,
        exact: true,
      }
      const onGpu = await iterationTimes(gpu, 5)
      const note = `${size}; ${gpu.adapter}; ${spread(onGpu)}`
      yield { name: 'ALS iteration, WebGPU', value: median(onGpu), unit: 'ms', note }
    } finally {
      closeDevice(gpu)
    }
  },
}

function settingsWith(changes: Settings): Settings {
  return withSettings(als.spec, 'tuned', { factors: 20, ...changes })
}

/** Milliseconds of each iteration (two half-steps) after one that warms up. */
async function iterationTimes(device: Device, iterations: number): Promise<number[]> {
  const data = asTrainingData(hundredThousand())
  const frames = als.train({ data, seed: 1, device }, settingsWith({ iterations: iterations + 1 }))
  await frames.next()
  const took: number[] = []
  for (let i = 0; i <= iterations; i++) {
    const ms = await timeOf(async () => {
      await frames.next()
      await frames.next()
    })
    if (i > 0) took.push(ms)
  }
  await frames.return()
  return took
}

async function plainIterationTime(): Promise<number> {
  const people = dense(hundredThousand())
  const items = people[0].length
  const columns = Array.from({ length: items }, (_, i) => people.map((row) => row[i]))
  const from = random(1)
  const factors = Array.from({ length: items }, () => Array.from({ length: 20 }, () => 0.01 * from.normal()))
  return await timeOf(() => solveByDefinition(columns, solveByDefinition(people, factors, 5, 2), 5, 2))
}

/** The largest rise of the loss from one half-step to the next, recomputed by definition; below 0 where it only falls. */
async function* lossRises() {
  const { interactions, items, scale } = filmsDataset()
  for (const preset of ['course', 'tuned'] as const) {
    for (const strength of ['watched', 'stars'] as const) {
      const settings = withSettings(als.spec, preset, { strength })
      const ratings =
        strength === 'stars'
          ? interactions.ratings
          : { ...interactions.ratings, value: interactions.ratings.value.map(() => 1) }
      const cells = dense(ratings)
      let worst = -Infinity
      let before = Infinity
      for await (const frame of als.train({ data: { interactions, items, scale }, seed: 1, device: cpu }, settings)) {
        const { people, items } = (await frame.state()).arrays
        const rows = (flat: ArrayLike<number>, count: number) =>
          Array.from({ length: count }, (_, r) =>
            (flat as Float64Array).subarray((r * flat.length) / count, ((r + 1) * flat.length) / count),
          )
        const loss = lossByDefinition(
          cells,
          rows(people, ratings.rows),
          rows(items, ratings.columns),
          Number(settings.regularization),
          Number(settings.alpha),
        )
        if (Number.isFinite(before)) worst = Math.max(worst, (loss - before) / before)
        before = loss
      }
      yield {
        name: `ALS loss, largest rise, ${preset}, ${strength}`,
        value: worst,
        unit: 'of the loss',
        note: 'films, CPU, each half-step',
        most: 1e-6,
        exact: true as const,
      }
    }
  }
}

async function dispatchesFor(gpu: GpuDevice, people: number): Promise<number> {
  const data = asTrainingData(longTailed(people, 200, people * 20, 2))
  const frames = als.train({ data, seed: 1, device: gpu }, settingsWith({ iterations: 2 }))
  for (let step = 0; step <= 2; step++) await frames.next()
  const before = gpu.dispatches
  await frames.next()
  await frames.next()
  const dispatches = gpu.dispatches - before
  await frames.return()
  return dispatches
}
