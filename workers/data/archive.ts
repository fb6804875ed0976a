import { DataError } from './dataset.ts'
import { limits, smaller } from './limits.ts'
import { checkPacked, filesInZip, unpack } from './zip.ts'

export interface DataFile {
  readonly path: string
  readonly bytes: Uint8Array
}

/** A zip's bytes, or the files of a folder. */
export type DataSource = { readonly zip: Uint8Array } | { readonly files: readonly DataFile[] }

/** A file that is known by its size before it is read. */
export interface FileSize {
  readonly path: string
  /** bytes, unpacked */
  readonly size: number
}

/** What is in a source: all its files, and the bytes of those asked for. */
export interface Archive {
  readonly files: readonly FileSize[]
  /** @param path one of `files` */
  read(path: string): Uint8Array
}

/** Looks into a source without unpacking it. Throws DataError where a zip is none, or too large. */
export function openArchive(source: DataSource): Archive {
  return 'zip' in source ? openZip(source.zip) : openFolder(source.files)
}

function openFolder(files: readonly DataFile[]): Archive {
  return {
    files: files.map(({ path, bytes }) => ({ path, size: bytes.length })),
    read: (path) => files.find((file) => file.path === path)!.bytes,
  }
}

function openZip(zip: Uint8Array): Archive {
  checkSize('the zip', zip.length, limits.zip)
  const entries = filesInZip(zip)
  return {
    files: entries,
    read(path) {
      const entry = entries.find((one) => one.path === path)!
      checkPacked(entry)
      return unpack(zip, entry)
    },
  }
}

/** Throws DataError where a file is larger than `most` bytes. */
export function checkSize(what: string, size: number, most: number): void {
  if (size <= most) return
  throw new DataError(`${what}: ${Math.round(size / 1e6)} MB is too large for a browser; ${smaller}`)
}
