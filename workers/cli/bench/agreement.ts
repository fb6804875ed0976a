import { recommend } from '../../contract/system.ts'
import { algorithms } from '../../algorithms/catalog.ts'
import { withSettings } from '../../contract/spec.ts'
import { filmsDataset } from '../../data/audience.ts'
import { keepEntries, splitPerPerson, withValidation } from '../../data/splits.ts'
import type { Device } from '../../device/device.ts'
import { evaluateRanking, itemsOf } from '../../evaluation/protocol.ts'
import { atLastStep } from '../../lab/train-to-end.ts'
import { closeDevice, openDevice } from '../terminal/device.ts'
import type { Bench, BenchLine } from './bench-line.ts'

const k = 10
/** What learns batch by batch takes a software GPU a while: so many of the people are enough for it. */
const fewPeople = 80

/** The default data on both devices: the same quality, whatever computes. */
export const agreementBench: Bench = {
  id: 'agreement',
  async *run() {
    const devices = [await openDevice('cpu'), await openDevice('webgpu')]
    try {
      for (const entry of algorithms) yield* apart(entry, devices)
    } finally {
      devices.forEach(closeDevice)
    }
  },
}

async function* apart({ spec, load }: (typeof algorithms)[number], devices: Device[]): AsyncGenerator<BenchLine> {
  const { interactions, items, scale } = filmsDataset()
  const { start } = interactions.ratings
  const some = spec.byGradient ? keepEntries(interactions, (entry) => entry < start[fewPeople]) : interactions
  const split = splitPerPerson(some, { seed: 42 })
  const train = withValidation(split)
  const settings = withSettings(spec, 'tuned')
  const algorithm = await load()
  const measure = (device: Device) =>
    atLastStep(
      algorithm,
      { data: { interactions: train, items, scale }, seed: 42, device },
      settings,
      async (trained) => {
        const { recommender, seconds } = trained
        const { people, metrics } = evaluateRanking(recommender, train, split.test, { k })
        const lists = Array.from(people, (user) =>
          recommend(recommender.person(user), k, itemsOf(train, user)).map(({ item }) => item),
        )
        return { ndcg: metrics[`ndcg@${k}`].value, lists, seconds }
      },
    )
  const [cpu, gpu] = [await measure(devices[0]), await measure(devices[1])]
  const size = spec.byGradient ? `${fewPeople} people of the films` : 'films'
  yield {
    name: `${spec.shortName}, NDCG@${k} of CPU and WebGPU apart`,
    value: Math.abs(cpu.ndcg - gpu.ndcg),
    unit: 'NDCG',
    note: `${size}, tuned; ${cpu.ndcg.toFixed(4)} and ${gpu.ndcg.toFixed(4)}; ${cpu.seconds.toFixed(1)} and ${gpu.seconds.toFixed(1)} s`,
    most: spec.byGradient ? 0.02 : 0.005,
    exact: true,
  }
  const alone = cpu.lists.reduce((sum, list, p) => sum + list.filter((item) => !gpu.lists[p].includes(item)).length, 0)
  yield {
    name: `${spec.shortName}, films of ${k} that WebGPU would not recommend`,
    value: alone / cpu.lists.length,
    unit: 'films a person',
    most: 2,
    exact: true,
  }
}
