import { inflateSync } from 'fflate'
import type { Rated } from '../../workers/contract/system.ts'
import { mostFilms } from './kept.ts'
import { checkOf, fromDigits, inDigits } from './link-check.ts'

/** Longer links break in chats and mail. */
export const longestLink = 8000

/** The highest id that a film or person of a link may have; what the data has is seen when it is open. */
export const highestId = 999_999_999

/** 0 to 5 stars, in halves: every scale there is, and 0 for a film that is no good. */
const grades = 11

/** Ratings of a link made before these: bytes for each byte deflated. Those of distinct films never came to 4. */
const mostUnpacked = 8

export interface Unpacked {
  readonly ratings: readonly Rated[]
  /** so many more were no rating, or of a film that stood there already, or too many */
  readonly lost: number
}

/**
 * Ratings as text for a link, order kept: "2", the check of what follows (link-check.ts), the width of a number, then
 * for each rating the number 11 × film + 2 × stars. All in base 64. What is no rating is left out.
 */
export function packRatings(ratings: readonly Rated[]): string {
  const numbers = ratings.filter(isRating).map(({ item, rating }) => item * grades + rating * 2)
  let width = 1
  for (const number of numbers) while (number >= 64 ** width) width++
  const text = inDigits(width, 1) + numbers.map((number) => inDigits(number, width)).join('')
  return `2${checkOf(text)}${text}`
}

/**
 * The inverse of packRatings, within work bounded by the text's length; undefined where the text is none of its making,
 * was changed or is cut off. Also reads what links held before, which had no check: "0" and bytes in base64url, or "1"
 * and those bytes deflated. They are, for each rating, the varint film × 2 and one byte 2 × stars; or else the varint
 * film × 2 + 1 and the varint of 1000 × stars, zigzag.
 */
export function unpackRatings(text: string, checkedOnly = false): Unpacked | undefined {
  if (text.length > longestLink) return undefined
  if (text.startsWith('2')) return readChecked(text)
  if (checkedOnly) return undefined
  try {
    const bytes = fromBase64url(text.slice(1))
    if (text.startsWith('0')) return readBytes(bytes)
    if (text.startsWith('1')) return readBytes(inflated(bytes))
  } catch {
    // not base64, not deflate, or cut off: said to the visitor by whoever asked
  }
  return undefined
}

function readChecked(text: string): Unpacked | undefined {
  const [, check, all, digit, numbers] = /^2([\w-]{3})(([\w-])([\w-]*))$/.exec(text) ?? []
  if (all === undefined || check !== checkOf(all)) return undefined
  const width = fromDigits(digit!)
  if (width < 1 || numbers!.length % width !== 0) return undefined
  const ratings: Rated[] = []
  for (let at = 0; at < numbers!.length; at += width) {
    const number = fromDigits(numbers!.slice(at, at + width))
    ratings.push({ item: Math.floor(number / grades), rating: (number % grades) / 2 })
  }
  return believed(ratings)
}

/** At most so long; throws RangeError on more. */
function inflated(bytes: Uint8Array): Uint8Array {
  const most = bytes.length * mostUnpacked
  const unpacked = inflateSync(bytes, { out: new Uint8Array(most + 1) })
  if (unpacked.length > most) throw new RangeError('more than ratings come to')
  return unpacked
}

function readBytes(bytes: Uint8Array): Unpacked {
  const from = { at: 0 }
  const ratings: Rated[] = []
  while (from.at < bytes.length) {
    const head = readVarint(bytes, from)
    const item = Math.floor(head / 2)
    const rating = head % 2 === 0 ? readByte(bytes, from) / 2 : unzigzag(readVarint(bytes, from)) / 1000
    ratings.push({ item, rating })
  }
  return believed(ratings)
}

/** Ratings, each film once: as it stands first. */
function believed(all: readonly Rated[]): Unpacked {
  const films = new Set<number>()
  const ratings = all.filter((rated) => {
    if (films.size === mostFilms || !isRating(rated) || films.has(rated.item)) return false
    films.add(rated.item)
    return true
  })
  return { ratings, lost: all.length - ratings.length }
}

function isRating({ item, rating }: Rated): boolean {
  const halves = rating * 2
  return isWholeUpTo(highestId, item) && isWholeUpTo(grades - 1, halves)
}

const isWholeUpTo = (high: number, value: number) => Number.isInteger(value) && value >= 0 && value <= high

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

const unzigzag = (value: number) => (value % 2 === 0 ? value / 2 : -(value + 1) / 2)

function fromBase64url(text: string): Uint8Array {
  const decoded = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(decoded, (character) => character.charCodeAt(0))
}
