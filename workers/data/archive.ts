import { unzipSync } from 'fflate'
import { DataError } from './dataset.ts'

export interface DataFile {
  readonly path: string
  readonly bytes: Uint8Array
}

/** A zip's bytes, or the files of a folder. */
export type DataSource = { readonly zip: Uint8Array } | { readonly files: readonly DataFile[] }

/** What is in a source: the paths of all its files, and the bytes of those asked for. */
export interface Archive {
  readonly paths: readonly string[]
  read(path: string): DataFile
}

/** A file beyond this would not fit beside its models in a browser's memory. */
const largestFile = 256 * 1024 * 1024

/** Looks into a source without unpacking it. Throws DataError where a zip is none. */
export function openArchive(source: DataSource): Archive {
  return 'zip' in source ? openZip(source.zip) : openFolder(source.files)
}

function openFolder(files: readonly DataFile[]): Archive {
  return {
    paths: files.map(({ path }) => path),
    read(path) {
      const file = files.find((one) => one.path === path)!
      checkSize(path, file.bytes.length)
      return file
    },
  }
}

function openZip(zip: Uint8Array): Archive {
  const sizes = new Map<string, number>()
  unzip(zip, (path, size) => {
    sizes.set(path, size)
    return false
  })
  return {
    paths: [...sizes.keys()],
    read(path) {
      checkSize(path, sizes.get(path)!)
      const bytes = unzip(zip, (one) => one === path)[path]
      if (!bytes || bytes.length !== sizes.get(path)) throw damaged(path)
      return { path, bytes }
    },
  }
}

function unzip(zip: Uint8Array, wanted: (path: string, size: number) => boolean): Record<string, Uint8Array> {
  if (zip.length === 0) throw new DataError('the zip: expected files, found 0 bytes')
  if (zip[0] !== 0x50 || zip[1] !== 0x4b) throw new DataError('the zip: expected a zip file, this is something else')
  let reading = ''
  try {
    return unzipSync(zip, {
      filter: ({ name, originalSize }) => {
        const take = wanted(name, originalSize)
        if (take) reading = name
        return take
      },
    })
  } catch {
    throw damaged(reading)
  }
}

function damaged(path: string): DataError {
  const what = path === '' ? 'the zip' : `the zip’s ${path}`
  return new DataError(`${what}: expected to unpack it, but it is damaged or cut short; download it again`)
}

function checkSize(path: string, size: number) {
  if (size <= largestFile) return
  const megabytes = Math.round(size / 1e6)
  throw new DataError(`${path}: ${megabytes} MB is too large for a browser; try MovieLens latest-small, 100K or 1M`)
}
