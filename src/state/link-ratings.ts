import { deflateSync, inflateSync } from 'fflate'
import type { Rated } from '../../workers/algorithms/algorithm.ts'

/**
 * Ratings as text for a link, order kept. Bytes: for each rating the varint item × 2, then one byte 2 × rating, where
 * that is a whole number from 0 to 255; otherwise the varint item × 2 + 1, then the varint of 1000 × rating,
 * zigzag. The text is base64url of the bytes after "0", or of the bytes deflated after "1", whichever is shorter.
 */
export function packRatings(ratings: readonly Rated[]): string {
  const bytes: number[] = []
  for (const { item, rating } of ratings) {
    const halves = rating * 2
    const fits = Number.isInteger(halves) && halves >= 0 && halves <= 255
    pushVarint(bytes, item * 2 + (fits ? 0 : 1))
    if (fits) bytes.push(halves)
    else pushVarint(bytes, zigzag(Math.round(rating * 1000)))
  }
  const plain = Uint8Array.from(bytes)
  const packed = deflateSync(plain, { level: 9 })
  return packed.length < plain.length ? `1${toBase64url(packed)}` : `0${toBase64url(plain)}`
}

/** The inverse of packRatings; undefined where the text is none of its making. */
export function unpackRatings(text: string): readonly Rated[] | undefined {
  try {
    const bytes = fromBase64url(text.slice(1))
    if (text[0] === '0') return readRatings(bytes)
    if (text[0] === '1') return readRatings(inflateSync(bytes))
  } catch {
    // not base64, not deflate, or cut off: said to the visitor by whoever asked
  }
  return undefined
}

function readRatings(bytes: Uint8Array): readonly Rated[] {
  const from = { at: 0 }
  const ratings: Rated[] = []
  while (from.at < bytes.length) {
    const head = readVarint(bytes, from)
    const item = Math.floor(head / 2)
    const rating = head % 2 === 0 ? readByte(bytes, from) / 2 : unzigzag(readVarint(bytes, from)) / 1000
    ratings.push({ item, rating })
  }
  return ratings
}

function pushVarint(bytes: number[], value: number) {
  let rest = value
  while (rest >= 128) {
    bytes.push((rest % 128) + 128)
    rest = Math.floor(rest / 128)
  }
  bytes.push(rest)
}

function readVarint(bytes: Uint8Array, from: { at: number }): number {
  let value = 0
  let scale = 1
  for (;;) {
    const byte = readByte(bytes, from)
    value += (byte % 128) * scale
    if (byte < 128) return value
    scale *= 128
    if (scale > 2 ** 42) throw new RangeError('number too long')
  }
}

function readByte(bytes: Uint8Array, from: { at: number }): number {
  const byte = bytes[from.at++]
  if (byte === undefined) throw new RangeError('cut off')
  return byte
}

const zigzag = (value: number) => (value < 0 ? -2 * value - 1 : 2 * value)
const unzigzag = (value: number) => (value % 2 === 0 ? value / 2 : -(value + 1) / 2)

function toBase64url(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

function fromBase64url(text: string): Uint8Array {
  const decoded = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(decoded, (character) => character.charCodeAt(0))
}
