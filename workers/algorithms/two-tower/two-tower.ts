import { tensorsOnCpu } from '../../device/tensors.ts'
import type { Algorithm } from '../../contract/system.ts'
import { trainByGradient } from '../../training/gradient.ts'
import { positiveEntries } from '../../contract/positives.ts'
import { adamOf } from '../../training/pointwise.ts'
import type { Settings } from '../../contract/spec.ts'
import { historiesOf, historyBatches, historyBatchesIn, type Batch } from './histories.ts'
import { inputWidth, towerInputs } from './inputs.ts'
import { twoTowerModel, type TowerShape } from './model.ts'
import { towerRecommender } from './recommender.ts'
import type { Towers } from './towers.ts'
import { batchSnapshot, probeOf } from './snapshot.ts'
import { twoTowerSpec } from './spec.ts'

/**
 * Two-tower retrieval with in-batch negatives (Yi et al., RecSys 2019): the films of a batch are each other's wrong
 * answers.
 */
export const twoTower: Algorithm = {
  spec: twoTowerSpec,
  mostDispatches: 80,

  steps(data, settings) {
    const liked = positiveEntries(data.interactions.ratings, settings).length
    return Number(settings.epochs) * historyBatchesIn(liked, Number(settings.batchSize))
  },

  async *train({ data, seed, device }, settings, start) {
    const { interactions } = data
    const histories = historiesOf(interactions, positiveEntries(interactions.ratings, settings))
    const inputs = towerInputs(data, (film) => histories.counts[film]! > 0, seed)
    const shape = shapeOf(settings)
    const corrected = settings.logQ === 'on'
    const towers: Towers = { cpu: await tensorsOnCpu(), shape, inputs, histories, settings }
    const probe = probeOf(interactions, histories, inputs, corrected)
    yield* trainByGradient({
      device,
      seed,
      model: twoTowerModel<Batch>(shape, inputs, seed),
      batches: historyBatches(interactions, histories, inputs, { size: Number(settings.batchSize), corrected, seed }),
      epochs: Number(settings.epochs),
      adam: adamOf(settings),
      start,
      recommender: (learned) => towerRecommender(towers, learned),
      snapshot: (_, learned) => batchSnapshot(towers, probe, learned),
    })
  },
}

const shapeOf = ({ hidden, embedding, dropout, temperature }: Settings): TowerShape => ({
  inputs: { user: inputWidth, item: inputWidth },
  hidden: Number(hidden),
  embedding: Number(embedding),
  dropout: Number(dropout),
  temperature: Number(temperature),
})
