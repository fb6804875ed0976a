import { Inflate } from 'fflate'
import { DataError } from './dataset.ts'
import { limits } from './limits.ts'

/** A file as the zip's directory describes it. The directory may lie: `unpack` believes none of it. */
export interface ZipEntry {
  readonly path: string
  /** bytes, unpacked */
  readonly size: number
  /** bytes, packed */
  readonly packed: number
  /** 0: as it is, 8: deflated */
  readonly method: number
  readonly locked: boolean
  readonly crc: number
  /** where its own header begins */
  readonly at: number
}

const endOfDirectory = { signature: 0x06054b50, length: 22, longestComment: 0xffff }
const directoryEntry = { signature: 0x02014b50, length: 46 }
const fileHeader = { signature: 0x04034b50, length: 30 }

/** Packed bytes inflated at a time: at most 1,032 times as many come out. */
const atATime = 1 << 14

/** The longest stretch that deflate can hold back, 64 kB as they are, takes fewer of them than this. */
const longestSilence = 8

/** The zip's files, by its directory alone: nothing is unpacked (APPNOTE.TXT 4.3). Throws DataError where it is no zip. */
export function filesInZip(zip: Uint8Array): ZipEntry[] {
  if (zip.length === 0) throw new DataError('the zip: expected files, found 0 bytes')
  if (zip[0] !== 0x50 || zip[1] !== 0x4b) throw new DataError('the zip: expected a zip file, this is something else')
  const view = viewOf(zip)
  const end = endOfDirectoryIn(view)
  const count = view.getUint16(end + 10, true)
  if (count > limits.entries)
    throw new DataError(
      `the zip: ${count.toLocaleString('en')} files are too many; zip the folder of the ratings by itself`,
    )
  const entries: ZipEntry[] = []
  let at = view.getUint32(end + 16, true)
  for (let n = 0; n < count; n++) {
    if (!isAt(view, at, directoryEntry)) throw damaged()
    const name = at + directoryEntry.length
    const nameEnd = name + view.getUint16(at + 28, true)
    entries.push({
      path: new TextDecoder().decode(zip.subarray(name, nameEnd)),
      locked: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    })
    at = nameEnd + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return entries
}

/** Searched from the end, as a comment may follow it. */
function endOfDirectoryIn(view: DataView): number {
  const last = view.byteLength - endOfDirectory.length
  for (let at = last; at >= Math.max(0, last - endOfDirectory.longestComment); at--)
    if (isAt(view, at, endOfDirectory)) return at
  throw damaged()
}

/** Throws DataError where a file packs what no text does, or cannot be unpacked here; before it is. */
export function checkPacked({ path, size, packed, method, locked }: ZipEntry): void {
  if (locked) throw new DataError(`the zip’s ${path}: is locked by a password; unpack it and choose the folder`)
  if (method !== 0 && method !== 8)
    throw new DataError(`the zip’s ${path}: packed in a way not known here; unpack it and choose the folder`)
  if (size > 2 ** 20 && size > packed * limits.ratio)
    throw new DataError(
      `the zip’s ${path}: would unpack to ${Math.round(size / Math.max(packed, 1)).toLocaleString('en')} times its ` +
        'size, as no ratings do; if it is what you mean, unpack it and choose the folder',
    )
}

/**
 * A file's bytes. Throws DataError where it is damaged; stops as soon as more comes out than the directory said, so that
 * the work is bounded by the sizes that were checked.
 */
export function unpack(zip: Uint8Array, entry: ZipEntry): Uint8Array {
  const view = viewOf(zip)
  if (!isAt(view, entry.at, fileHeader)) throw damaged(entry.path)
  const first = entry.at + fileHeader.length + view.getUint16(entry.at + 26, true) + view.getUint16(entry.at + 28, true)
  const packed = zip.subarray(first, first + entry.packed)
  const bytes = entry.method === 0 ? packed : inflated(packed, entry)
  if (bytes.length !== entry.size || checksum(bytes) !== entry.crc) throw damaged(entry.path)
  return bytes
}

function inflated(packed: Uint8Array, { path, size }: ZipEntry): Uint8Array {
  const bytes = new Uint8Array(size)
  let length = 0
  let silence = 0
  const inflate = new Inflate((part) => {
    silence = part.length === 0 ? silence + 1 : 0
    // what stands behind the end of the stream is kept and copied at every push
    if (length + part.length > size || silence > longestSilence) throw damaged(path)
    bytes.set(part, length)
    length += part.length
  })
  try {
    for (let at = 0; at < packed.length; at += atATime)
      inflate.push(packed.subarray(at, at + atATime), at + atATime >= packed.length)
  } catch {
    throw damaged(path)
  }
  return bytes.subarray(0, length)
}

function damaged(path?: string): DataError {
  const what = path === undefined ? 'the zip' : `the zip’s ${path}`
  return new DataError(`${what}: expected to unpack it, but it is damaged or cut short; download it again`)
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array) => new DataView(buffer, byteOffset, byteLength)

const isAt = (view: DataView, at: number, { signature, length }: { signature: number; length: number }) =>
  at + length <= view.byteLength && view.getUint32(at, true) === signature

const remainders = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1
  return rest
})

/** CRC-32, as zips have it (ISO 3309). */
function checksum(bytes: Uint8Array): number {
  let rest = 0xffffffff
  for (const byte of bytes) rest = remainders[(rest ^ byte) & 0xff]! ^ (rest >>> 8)
  return ~rest >>> 0
}
