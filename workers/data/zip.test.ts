import { deflateSync, zipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openArchive } from './archive.ts'
import { countInflated, type Inflated } from './counted-inflation.ts'
import { DataError } from './dataset.ts'
import { limits } from './limits.ts'
import { readMovieLens } from './movielens.ts'

let inflated: Inflated
beforeEach(() => {
  inflated = countInflated()
})
afterEach(() => inflated.end())

const movies = new TextEncoder().encode('movieId,title,genres\n1,Heat (1995),Crime\n')
const ratings = new TextEncoder().encode('userId,movieId,rating,timestamp\n1,1,4,50\n')

/** Where the directory's entry of a file begins. */
function entryOf(zip: Uint8Array, path: string): number {
  const name = new TextEncoder().encode(path)
  for (let at = zip.length - name.length; ; at--) {
    const here = name.every((byte, k) => zip[at + k] === byte)
    if (here && zip[at - 46] === 0x50 && zip[at - 44] === 1) return at - 46
  }
}

/** A zip whose directory says something else of its ratings. */
function forged(bytes: Uint8Array, change: (entry: DataView) => void): Uint8Array {
  const zip = zipSync({ 'm/movies.csv': movies, 'm/ratings.csv': bytes })
  change(new DataView(zip.buffer, entryOf(zip, 'm/ratings.csv')))
  return zip
}

const refused = (zip: Uint8Array, message: string | RegExp) => {
  expect(() => readMovieLens({ zip })).toThrow(DataError)
  expect(() => readMovieLens({ zip })).toThrow(message)
}

describe('a zip is not believed', () => {
  test('one that would unpack to a thousand times its size is refused before it is unpacked', () => {
    const bomb = zipSync({ 'm/movies.csv': movies, 'm/ratings.csv': new Uint8Array(3 << 20).fill(10) })
    refused(bomb, /^the zip’s m\/ratings\.csv: would unpack to \d[\d,]+ times its size, as no ratings do/)
    expect(inflated.bytes).toBeLessThanOrEqual(2 * movies.length)
  })

  test('blank lines take no room, however many', () => {
    const blank = new Uint8Array(900_000).fill(10)
    refused(
      forged(new Uint8Array([...ratings.subarray(0, 32), ...blank]), () => {}),
      'ratings.csv: expected ratings, found none',
    )
  })

  test('where more comes out than the directory said, unpacking stops', () => {
    const zip = forged(new Uint8Array(1 << 24).fill(10), (entry) => entry.setUint32(24, 100, true))
    refused(zip, 'the zip’s m/ratings.csv: expected to unpack it, but it is damaged or cut short')
    expect(inflated.bytes / 2).toBeLessThanOrEqual(1032 * (1 << 14) + movies.length)
  })

  test('where less comes out, it is damaged', () => {
    refused(
      forged(ratings, (entry) => entry.setUint32(24, ratings.length + 1, true)),
      'm/ratings.csv: expected to unpack it',
    )
  })

  test('what stands behind the end of the packed bytes is not read to its end', () => {
    const packed = deflateSync(ratings)
    const zip = zipSync({
      'm/movies.csv': movies,
      'm/ratings.csv': [new Uint8Array([...packed, ...new Uint8Array(1 << 22)]), { level: 0 }],
    })
    const entry = new DataView(zip.buffer, entryOf(zip, 'm/ratings.csv'))
    entry.setUint16(10, 8, true) // deflated, it says
    refused(zip, 'damaged or cut short')
    expect(inflated.given / 2).toBeLessThan(1 << 18)
  })

  test.each([
    ['locked', (entry: DataView) => entry.setUint16(8, 1, true), 'is locked by a password; unpack it'],
    ['packed some other way', (entry: DataView) => entry.setUint16(10, 12, true), 'packed in a way not known here'],
    ['of another checksum', (entry: DataView) => entry.setUint32(16, 1, true), 'damaged or cut short'],
    [
      'too large',
      (entry: DataView) => entry.setUint32(24, limits.ratingBytes + 1, true),
      'm/ratings.csv: 268 MB is too large for a browser',
    ],
    [
      'of 4 GB and more',
      (entry: DataView) => entry.setUint32(24, 0xffffffff, true),
      'm/ratings.csv: 4295 MB is too large for a browser',
    ],
    ['beyond the end', (entry: DataView) => entry.setUint32(42, 0x7fffffff, true), 'damaged or cut short'],
  ])('a file %s', (_, change, message) => refused(forged(ratings, change), message))

  test('more files than any ratings have are refused by their number alone', () => {
    const zip = forged(ratings, () => {})
    new DataView(zip.buffer, zip.length - 22).setUint16(10, limits.entries + 1, true)
    refused(zip, 'the zip: 10,001 files are too many')
  })

  test('any bit turned in packed bytes is noticed', () => {
    const zip = zipSync({ 'ratings.csv': ratings, 'movies.csv': movies }, { level: 0 })
    const at = zip.length - 22 - 2 * 46 - 11 - 10 - movies.length
    for (let bit = 0; bit < 8; bit++) {
      const turned = zip.slice()
      turned[at]! ^= 1 << bit
      expect(() => openArchive({ zip: turned }).read('movies.csv')).toThrow('damaged or cut short')
    }
    expect(openArchive({ zip }).read('movies.csv')).toEqual(movies)
  })
})
