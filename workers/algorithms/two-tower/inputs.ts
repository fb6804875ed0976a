import { bagsOf, embeddingBag } from '../../device/layers.ts'
import { add, type Parameters, type Tensor2D } from '../../device/tensors.ts'
import { random, seedFor } from '../../lib/random.ts'
import type { Context, TrainingData } from '../../contract/system.ts'
import { FeatureFields, type FieldName } from '../../training/feature-fields.ts'
import type { Weights } from '../../training/gradient.ts'
import { normal } from '../../training/initializers.ts'
import type { TowerInputs } from './model.ts'

/** Weighted rows of a table, a bag for each of several people or films. */
export interface Bags {
  readonly ids: Int32Array
  readonly weights: Float32Array
  /** [n + 1] */
  readonly start: Int32Array
}

/** People as their tower sees them: the films behind them, and the moment. */
export interface People {
  readonly history: Bags
  readonly moment: Bags
}

/** Films as their tower sees them: which they are, and what is known of them. */
export interface Films {
  readonly films: Bags
  readonly features: Bags
}

/** Somebody with films behind them, in a moment. */
export interface Visitor {
  readonly history: ArrayLike<number>
  /** undefined: any moment */
  readonly now: Context | undefined
}

export interface Inputs extends TowerInputs<People & Films> {
  readonly momentFields: FeatureFields
  peopleOf(visitors: readonly Visitor[]): People
  filmsOf(films: ArrayLike<number>): Films
  /** [n, inputWidth] */
  people(parameters: Parameters, people: People): Tensor2D
  /** [n, inputWidth] */
  items(parameters: Parameters, films: Films): Tensor2D
}

/** How wide what goes into a tower is. */
export const inputWidth = 64

const startDeviation = 0.1
const ofTheFilm: readonly FieldName[] = ['genre', 'tone', 'director', 'country', 'decade']
const ofTheMoment: readonly FieldName[] = ['time of day', 'place', 'device', 'company']

/**
 * A person is the sum of learned vectors of the films behind them, over the root of their number, so that long histories
 * and short ones are of one size, and of the context asked about. A film is the sum of a learned vector of its
 * own and of those of its features; one that nobody watched in training has its features alone.
 *
 * @param watched whether anybody watched a film in training
 */
export function towerInputs(data: TrainingData, watched: (film: number) => boolean, seed: number): Inputs {
  const filmFields = new FeatureFields(data, ofTheFilm)
  const momentFields = new FeatureFields(data, ofTheMoment)
  const { columns } = data.interactions.ratings
  return {
    momentFields,
    parameters: startValues(columns, filmFields.size, momentFields.size, seed),
    people: ({ watched, moment }, batch) =>
      summed(watched as Tensor2D, batch.history, moment as Tensor2D | undefined, batch.moment),
    items: ({ item, feature }, batch) =>
      summed(item as Tensor2D, batch.films, feature as Tensor2D | undefined, batch.features),
    peopleOf: (visitors) => ({
      history: bagsFrom(visitors, ({ history }, add) => {
        const share = shareOf(history.length)
        for (let k = 0; k < history.length; k++) add(history[k]!, share)
      }),
      moment: bagsFrom(visitors, ({ now }, add) => {
        const { feature, value } = momentFields.ofPerson('new', now)
        feature.forEach((id, k) => add(id, value[k]!))
      }),
    }),
    filmsOf: (films) => ({
      films: bagsFrom(films, (film, add) => {
        if (watched(film)) add(film, 1)
      }),
      features: bagsFrom(films, (film, add) => {
        const { feature, value } = filmFields.ofItem(film)
        feature.forEach((id, k) => add(id, value[k]!))
      }),
    }),
  }
}

/** What each film of a history of so many weighs. */
export const shareOf = (films: number) => 1 / Math.sqrt(films)

function startValues(films: number, features: number, moments: number, seed: number): Weights {
  const from = random(seedFor('two-tower inputs', seed))
  return {
    watched: normal(from, [films, inputWidth], startDeviation),
    item: normal(from, [films, inputWidth], startDeviation),
    ...(features > 0 && { feature: normal(from, [features, inputWidth], startDeviation) }),
    ...(moments > 0 && { moment: normal(from, [moments, inputWidth], startDeviation) }),
  }
}

function summed(table: Tensor2D, bags: Bags, other: Tensor2D | undefined, otherBags: Bags): Tensor2D {
  const first = looked(table, bags)
  return other ? add(first, looked(other, otherBags)) : first
}

const looked = (table: Tensor2D, { ids, weights, start }: Bags): Tensor2D =>
  embeddingBag(table, bagsOf(ids, weights, start, table.shape[0]))

function bagsFrom<T>(all: ArrayLike<T>, fill: (of: T, add: (id: number, weight: number) => void) => void): Bags {
  const ids: number[] = []
  const weights: number[] = []
  const start = new Int32Array(all.length + 1)
  const add = (id: number, weight: number) => {
    ids.push(id)
    weights.push(weight)
  }
  for (let k = 0; k < all.length; k++) {
    fill(all[k]!, add)
    start[k + 1] = ids.length
  }
  return { ids: Int32Array.from(ids), weights: Float32Array.from(weights), start }
}
