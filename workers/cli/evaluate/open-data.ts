import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { filmsDataset } from '../../data/audience.ts'
import { courseDataset } from '../../data/course.ts'
import type { Dataset } from '../../data/dataset.ts'
import { readMovieLens } from '../../data/movielens.ts'
import { UsageError } from '../terminal/command.ts'

/** Built-in data by name, or MovieLens from a folder or a zip. Throws UsageError where there is nothing. */
export function openData(data: string): Dataset {
  if (data === 'films') return filmsDataset()
  if (data === 'course') return courseDataset()
  if (!existsSync(data)) {
    throw new UsageError(`--data must be films, course, or the path of a MovieLens folder or zip; there is no ${data}`)
  }
  return readMovieLens(readFrom(data))
}

function readFrom(data: string): Parameters<typeof readMovieLens>[0] {
  try {
    if (statSync(data).isDirectory()) return { files: filesIn(data) }
    return { zip: new Uint8Array(readFileSync(data)) }
  } catch (error) {
    throw new UsageError(`--data: ${data} cannot be read (${(error as Error).message})`)
  }
}

function filesIn(folder: string) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(folder, path), bytes: new Uint8Array(readFileSync(path)) }))
}
