import type { TrainingData } from '../contract/system.ts'
import type { DataFile } from '../data/archive.ts'
import type { Dataset, Interactions } from '../data/dataset.ts'
import { examplePersonOf } from '../data/example-person.ts'
import { splitPerPerson, withValidation } from '../data/splits.ts'
import type { DatasetInfo, DatasetSource, Progress } from './api.ts'
import { topK } from '../lib/top-k.ts'

const splitSeed = 42

/** Data with its ratings parted into those to learn from (validation included) and those held out. */
export interface OpenDataset {
  readonly dataset: Dataset
  readonly train: Interactions
  readonly test: Interactions
}

export async function openData(source: DatasetSource, onProgress?: (progress: Progress) => void): Promise<OpenDataset> {
  const dataset = await load(source, onProgress)
  const split = splitPerPerson(dataset.interactions, { seed: splitSeed })
  return { dataset, train: withValidation(split), test: split.test }
}

async function load(source: DatasetSource, onProgress?: (progress: Progress) => void): Promise<Dataset> {
  if ('id' in source) {
    if (source.id === 'course@1') return (await import('../data/course.ts')).courseDataset()
    return (await import('../data/audience.ts')).filmsDataset()
  }
  const { readMovieLens } = await import('../data/movielens.ts')
  const read = 'zip' in source ? { zip: await bytesOfZip(source) } : { files: await filesNeeded(source) }
  return readMovieLens(read, (done, total, what) => onProgress?.({ done, total, what }))
}

/** A zip that is too large is not read at all. */
async function bytesOfZip({ zip, name }: Extract<DatasetSource, { zip: Blob }>): Promise<Uint8Array> {
  const [{ checkSize }, { limits }] = await Promise.all([import('../data/archive.ts'), import('../data/limits.ts')])
  checkSize(name, zip.size, limits.zip)
  return await bytesOf(zip, name)
}

/** Of a folder's files the two that hold its data are read, once their sizes are known to be bearable. */
async function filesNeeded({ files }: Extract<DatasetSource, { files: unknown }>): Promise<DataFile[]> {
  const { findMovieLens } = await import('../data/movielens.ts')
  const { ratings, films } = findMovieLens(files.map(({ path, file }) => ({ path, size: file.size })))
  return await Promise.all(
    [ratings, films].map(async ({ path }) => {
      const { file } = files.find((one) => one.path === path)!
      return { path, bytes: await bytesOf(file, path) }
    }),
  )
}

async function bytesOf(file: Blob, name: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.arrayBuffer())
  } catch (error) {
    throw new Error(`${name} could not be read: was it moved or changed? Drop it again under Data.`, { cause: error })
  }
}

export async function infoOf({ dataset, train, test }: OpenDataset): Promise<DatasetInfo> {
  const viewers = new Uint32Array(dataset.items.length)
  for (const item of train.ratings.column) viewers[item]++
  const { starterFilms: starters, examplePerson: example } =
    dataset.id === 'films@1'
      ? await import('../data/audience.ts')
      : {
          starterFilms: topK(viewers, 12).map(({ item }) => item),
          examplePerson: examplePersonOf(dataset, train, test),
        }
  const { id, name, simulated, items, scale, provenance, notes = [], licence, interactions } = dataset
  const [people, ratings] = [interactions.ratings.rows, interactions.time.length]
  const context = interactions.context.map(({ id, values }) => ({ id, values }))
  return {
    id,
    name,
    simulated,
    people,
    ratings,
    items,
    scale,
    provenance,
    notes,
    licence,
    context,
    viewers,
    starters,
    example,
  }
}

export function trainingData({ dataset, train }: OpenDataset): TrainingData {
  return { interactions: train, items: dataset.items, scale: dataset.scale }
}
