import { readdirSync, readFileSync } from 'node:fs'
import { zipSync } from 'fflate'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { countInflated } from './data/counted-inflation.ts'
import { damaged, damagedZip, type PlainFile } from './testing/damaged-files.ts'
import { DataError } from './data/dataset.ts'
import { readRatings } from './data/rating-file.ts'
import type { DatasetSource } from './lab/api.ts'
import { random, type Random } from './lib/random.ts'
import { infoOf, openData, type OpenDataset } from './lab/opened-data.ts'

const folder = new URL('./data/fixtures/', import.meta.url)
const genres = Array.from({ length: 19 }, (_, g) => g % 2).join('|')
const good: readonly (readonly PlainFile[])[] = [
  ...['01-1m-utf8', '02c-1m-bom-ratings', '04-10m-half-stars', '05-rerated', '06-crlf-bom', '06c-all-quoted'],
  ...['06b-semicolon', '06f-no-header', '09b-rating-blank', '10-odd-titles', '11-devanagari', '25-5x5'],
].map((name) =>
  readdirSync(new URL(name, folder)).map((path) => ({
    path: `${name}/${path}`,
    text: readFileSync(new URL(`${name}/${path}`, folder), 'latin1'),
  })),
)
const hundred: readonly PlainFile[] = [
  {
    path: 'ml-100k/u.data',
    text: Array.from({ length: 60 }, (_, k) => `${k % 7}\t${k % 5}\t${1 + (k % 5)}\t${9e8 + k}\n`).join(''),
  },
  {
    path: 'ml-100k/u.item',
    text: Array.from({ length: 5 }, (_, k) => `${k}|Film ${k} (199${k})|01-Jan-1995|||${genres}\n`).join(''),
  },
]
const all = [...good, hundred]
const bytesOf = ({ text }: PlainFile) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))

const inflated = countInflated()
beforeEach(() => {
  inflated.bytes = 0
})
afterAll(inflated.end)

function zipped(files: readonly PlainFile[], from: Random): Uint8Array<ArrayBuffer> {
  const zip = zipSync(Object.fromEntries(files.map((file) => [file.path, bytesOf(file)])), {
    level: from.integer(2) ? 6 : 0,
  })
  return new Uint8Array(from.integer(2) > 0 ? damagedZip(zip, from) : zip)
}

/** A chunk of packed bytes, before what comes out of it is counted. */
const oneChunk = 1032 * (1 << 14)

function expectSound({ dataset: { id, items, scale, interactions } }: OpenDataset) {
  const { ratings, time } = interactions
  expect(id).toMatch(/^import:[0-9a-f]{16}$/)
  expect(ratings.start.at(-1)).toBe(time.length)
  expect(ratings.start.every((start, row) => row === 0 || start > ratings.start[row - 1]!)).toBe(true)
  expect(ratings.column.every((item) => item < items.length)).toBe(true)
  expect(
    ratings.value.every((value) => value >= scale.low && value <= scale.high && Number.isInteger(value / scale.step)),
  ).toBe(true)
  expect(time.every((t) => Number.isFinite(t) && t >= 0)).toBe(true)
  expect(items.every(({ title }) => title.trim() !== '')).toBe(true)
}

test('5,000 damaged files end in sound data or in a DataError that says what and where', async () => {
  const ends = { sound: 0, refused: new Set<string>() }
  for (let seed = 0; seed < 5000; seed++) {
    const from = random(seed)
    const files = damaged(all[seed % all.length]!, from)
    const zip = from.integer(2) === 0 ? zipped(files, from) : undefined
    const source: DatasetSource = zip
      ? { zip: new Blob([zip]), name: 'a.zip' }
      : { files: files.map((file) => ({ path: file.path, file: new Blob([bytesOf(file)]) })), name: 'a' }
    inflated.bytes = 0
    try {
      const opened = await openData(source)
      expectSound(opened)
      const { example, people, notes } = await infoOf(opened)
      expect(example).toBeLessThan(people)
      for (const note of notes) expect(note).toMatch(/^[A-Z0-9r].*\.$/)
      ends.sound++
    } catch (error) {
      if (!(error instanceof DataError)) throw new Error(`seed ${seed}`, { cause: error })
      expect(error.message, `seed ${seed}`).toMatch(
        /(zip|ratings\.csv|movies\.csv|u\.data|u\.item|ratings\.dat|movies\.dat)/,
      )
      expect(error.message.length, error.message).toBeLessThan(400)
      ends.refused.add(error.message.replace(/\d+|".*?"/g, '_'))
    }
    const most = zip ? Math.min(oneChunk, 1032 * zip.length) + 2 * 2 ** 20 + 100 * zip.length : 0
    expect(inflated.bytes, `seed ${seed}`).toBeLessThanOrEqual(most)
  }
  // Damage that is all alike would show nothing.
  expect(ends.sound).toBeGreaterThan(500)
  expect(ends.refused.size).toBeGreaterThan(60)
})

/** Bytes that count how often they are looked at. */
function counted(bytes: Uint8Array, look: (times: number) => void): Uint8Array {
  return new Proxy(bytes, {
    get(target, key) {
      if (typeof key === 'string' && /^\d/.test(key)) {
        look(1)
        return target[Number(key)]
      }
      const value: unknown = Reflect.get(target, key, target)
      if (typeof value !== 'function') return value
      return (...args: unknown[]) => {
        const got: unknown = value.apply(target, args)
        if (key === 'indexOf') look(target.length)
        if (key === 'subarray') look((got as Uint8Array).length)
        return got
      }
    },
  })
}

test('every byte of a file of ratings is looked at a few times at most, however odd it is', () => {
  const of = new Map(Array.from({ length: 30 }, (_, k) => [k, k]))
  const scale = { low: 0.5, high: 5, step: 0.5 }
  for (let seed = 0; seed < 1500; seed++) {
    const from = random(seed)
    const files = damaged(all[seed % all.length]!, from)
    const file = files.find(({ path }) => /ratings|u\.data/.test(path)) ?? files[0]!
    const separator = /\.dat$/.test(file.path)
      ? { separator: '::' }
      : /u\.data$/.test(file.path)
        ? { separator: '\t' }
        : {}
    let looks = 0
    const bytes = counted(bytesOf(file), (times) => (looks += times))
    try {
      readRatings(file.path, bytes, { scale, ...separator }, { file: 'films', of }, () => {})
    } catch (error) {
      if (!(error instanceof DataError)) throw new Error(`seed ${seed}`, { cause: error })
    }
    expect(looks, `seed ${seed}`).toBeLessThanOrEqual(12 * file.text.length + 100)
  }
})
