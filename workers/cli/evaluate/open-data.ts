import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { filmsDataset } from '../../data/audience.ts'
import type { DataFile, DataSource } from '../../data/archive.ts'
import { courseDataset } from '../../data/course.ts'
import { DataError, type Dataset } from '../../data/dataset.ts'
import { findMovieLens, readMovieLens } from '../../data/movielens.ts'
import { UsageError } from '../terminal/command.ts'

/**
 * Built-in data by name, or MovieLens from a folder or a zip; what was left out of it stands on stderr. Throws UsageError
 * where there is nothing, DataError where it is not MovieLens or too large.
 */
export function openData(data: string): Dataset {
  if (data === 'films') return filmsDataset()
  if (data === 'course') return courseDataset()
  if (!existsSync(data)) {
    throw new UsageError(`--data must be films, course, or the path of a MovieLens folder or zip; there is no ${data}`)
  }
  const dataset = readMovieLens(readFrom(data))
  for (const note of dataset.notes ?? []) console.error(`${data}: ${note}`)
  return dataset
}

function readFrom(data: string): DataSource {
  try {
    if (statSync(data).isDirectory()) return { files: filesIn(data) }
    return { zip: new Uint8Array(readFileSync(data)) }
  } catch (error) {
    if (error instanceof DataError) throw error
    throw new UsageError(`--data: ${data} cannot be read (${(error as Error).message})`)
  }
}

/** The two files that are MovieLens: the others are looked at by name alone. */
function filesIn(folder: string): DataFile[] {
  const all = readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(folder, path), size: statSync(path).size }))
  const { ratings, films } = findMovieLens(all)
  return [ratings, films].map(({ path }) => ({ path, bytes: new Uint8Array(readFileSync(join(folder, path))) }))
}
