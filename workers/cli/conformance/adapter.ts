import type { Algorithm, Frame, Recommender, TrainingData } from '../../contract/system.ts'
import type { Settings } from '../../contract/spec.ts'
import type { Interactions } from '../../data/dataset.ts'
import type { Device } from '../../device/device.ts'
import { sparseFromDense, type SparseMatrix } from '../../lib/sparse.ts'
import { atLastStep } from '../../lab/train-to-end.ts'
import { float32, Mismatch } from './compare.ts'
import type { Fixture, FixtureCase, Tolerance } from './fixture.ts'

/** Runs a case through the engine's own code and throws where the answers differ. */
export type Adapter = (
  testCase: FixtureCase,
  tolerance: Tolerance,
  device: Device,
  /** what the case stands in: one may refer to another */
  fixture?: Fixture,
) => Promise<void> | void

/** What a case that ran on this device may be off by: the fixture's own tolerance where all is computed in float64. */
export function toleranceOn(device: Device, own: Tolerance): Tolerance {
  if (device.kind === 'cpu') return own
  return { abs: Math.max(own.abs, float32.abs), rel: Math.max(own.rel, float32.rel) }
}

/** Below this, two scores are one: rounding in float64, and in float32. */
export function tieOn(device: Device): number {
  return device.kind === 'cpu' ? 1e-9 : 1e-5
}

/** Ratings given as nested rows, 0 for none, as data to train on. */
export function trainingData(dense: readonly (readonly number[])[]): TrainingData {
  return dataOf(sparseFromDense(dense))
}

export function dataOf(ratings: SparseMatrix): TrainingData {
  const interactions: Interactions = { ratings, time: new Float64Array(ratings.column.length), context: [] }
  const items = Array.from({ length: ratings.columns }, (_, i) => ({ title: `Item ${i}`, genres: [], tones: [] }))
  return { interactions, items, scale: { low: 1, high: 5, step: 1 } }
}

/** The items a person has rated. */
export function ratedBy({ interactions: { ratings } }: TrainingData, person: number): Uint32Array {
  return ratings.column.subarray(ratings.start[person], ratings.start[person + 1])
}

/** Trains in full and looks at the end; on a GPU, something must have run there, if there was anything to learn from. */
export async function trained<T>(
  algorithm: Algorithm,
  data: TrainingData,
  settings: Settings,
  device: Device,
  look: (recommender: Recommender, frame: Frame) => Promise<T> | T,
): Promise<T> {
  const before = device.kind === 'webgpu' ? device.dispatches : 0
  return await atLastStep(algorithm, { data, seed: 42, device }, settings, async ({ recommender, frame }) => {
    const learned = data.interactions.ratings.column.length > 0
    if (learned && device.kind === 'webgpu' && device.dispatches === before)
      throw new Mismatch('nothing ran on the WebGPU device')
    return await look(recommender, frame)
  })
}
