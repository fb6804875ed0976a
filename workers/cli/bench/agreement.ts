import { algorithms } from '../../algorithms/catalog.ts'
import { withSettings } from '../../algorithms/spec.ts'
import { filmsDataset } from '../../data/audience.ts'
import { splitPerPerson, withValidation } from '../../data/splits.ts'
import type { Device } from '../../device/device.ts'
import { evaluateRanking } from '../../evaluation/protocol.ts'
import { atLastStep } from '../../full-run.ts'
import { closeDevice, openDevice } from '../terminal/device.ts'
import type { Bench } from './bench-line.ts'

const metric = 'ndcg@10'

/** The default data on both devices: the same quality, whatever computes. */
export const agreementBench: Bench = {
  id: 'agreement',
  async *run() {
    const { interactions, items, scale } = filmsDataset()
    const split = splitPerPerson(interactions, { seed: 42 })
    const train = withValidation(split)
    const devices = [await openDevice('cpu'), await openDevice('webgpu')]
    const measure = async (entry: (typeof algorithms)[number], device: Device) => {
      const context = { data: { interactions: train, items, scale }, seed: 42, device }
      const settings = withSettings(entry.spec, 'tuned')
      return await atLastStep(await entry.load(), context, settings, async ({ recommender }) => {
        return evaluateRanking(recommender, train, split.test, { k: 10 }).metrics[metric].value
      })
    }
    try {
      for (const entry of algorithms) {
        const [cpu, gpu] = [await measure(entry, devices[0]), await measure(entry, devices[1])]
        yield {
          name: `${entry.spec.shortName}, NDCG@10 of CPU and WebGPU apart`,
          value: Math.abs(cpu - gpu),
          unit: 'NDCG',
          note: `films, tuned; ${cpu.toFixed(4)} and ${gpu.toFixed(4)}`,
          most: 0.005,
          exact: true,
        }
      }
    } finally {
      devices.forEach(closeDevice)
    }
  },
}
