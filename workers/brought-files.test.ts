import { readdirSync, readFileSync, statSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { DatasetInfo, DatasetSource } from './lab/api.ts'
import { DataError } from './data/dataset.ts'
import { infoOf, openData } from './lab/opened-data.ts'

const folder = new URL('./data/fixtures/', import.meta.url)
const blobOf = (url: URL) => new Blob([new Uint8Array(readFileSync(url))])

/** A fixture as the page hands it over: a zip, or the files of a folder. */
function source(name: string): DatasetSource {
  const at = new URL(name, folder)
  if (!statSync(at).isDirectory()) return { zip: blobOf(at), name }
  const files = readdirSync(at).map((path) => ({
    path: `${name}/${path}`,
    file: blobOf(new URL(`${name}/${path}`, folder)),
  }))
  return { files, name }
}

const read = async (name: string) => await infoOf(await openData(source(name)))
const titles = ({ items }: DatasetInfo) => items.map(({ title }) => title)
const genres = ({ items }: DatasetInfo) => items.map((item) => item.genres)

/** Twelve people, eight films, 72 ratings: what nearly every fixture holds, however it is written. */
const usual = { people: 12, ratings: 72, scale: { low: 0.5, high: 5, step: 0.5 }, notes: [] as readonly string[] }
const usualTitles = Array.from({ length: 8 }, (_, film) => `Made Up ${film + 1}`)
const accented = ['Amélie', 'Les Misérables', 'Señor Ñandú', 'Über Straße', 'Plain One']
const noOrder = 'a split by the latest rating for one, goes by the films’ order in the list instead.'

describe('files that people bring', () => {
  test.each([
    ['01-1m-utf8', { name: 'MovieLens 1M', scale: { low: 1, high: 5, step: 1 } }],
    ['02c-1m-bom-ratings', { name: 'MovieLens 1M', scale: { low: 1, high: 5, step: 1 } }],
    ['04-10m-half-stars', { name: 'MovieLens 10M' }],
  ])('%s: accents, whichever way they are written', async (name, expected) => {
    const info = await read(name)
    expect(info).toMatchObject({ ...usual, ...expected })
    expect(titles(info).slice(0, 5)).toEqual(accented)
  })

  test.each([
    ['03-backslash.zip', []],
    ['03b-slash.zip', []],
    ['05-rerated', ['24 ratings were given again later; the latest of each pair stays.']],
    ['06-crlf-bom', []],
    ['06b-semicolon', []],
    ['06c-all-quoted', []],
    ['06d-genres-quoted', []],
    ['06e-no-time', [`It has no times: whatever goes by time, ${noOrder}`]],
    ['06f-no-header', ['ratings.csv has no header: its columns were taken in MovieLens’s order.']],
    ['07-milliseconds', ['Its times are in milliseconds, and were taken so.']],
    ['07b-same-time', [`All its times are equal: whatever goes by time, ${noOrder}`]],
    ['08d-huge-ids', []],
    ['08e-huge-film-id', []],
    ['08f-zero-ids', []],
  ])('%s reads like the plain one, and says what was special', async (name, notes) => {
    const info = await read(name)
    expect(info).toMatchObject({ ...usual, notes })
    expect(titles(info)).toEqual(usualTitles)
    expect(genres(info).slice(0, 4)).toEqual([['comedy'], ['action', 'thriller'], ['romance'], ['science fiction']])
  })

  test('what says the same is the same data, by its id', async () => {
    const same = [
      '03-backslash.zip',
      '03b-slash.zip',
      '06-crlf-bom',
      '06b-semicolon',
      '06c-all-quoted',
      '06d-genres-quoted',
    ]
    const ids = await Promise.all(
      [...same, '06f-no-header', '07-milliseconds'].map(async (name) => (await read(name)).id),
    )
    expect(new Set(ids).size).toBe(1)
  })

  test.each([
    ['09-missing-film', 62, '10 ratings were left out, of films that movies.csv lacks: id 8 in line 7.'],
    ['09b-rating-blank', 71, '1 rating was left out because the rating is blank, the first in line 7.'],
  ])('%s: what cannot be used is counted, named, and gone on without', async (name, ratings, note) => {
    expect(await read(name)).toMatchObject({ people: 12, ratings, notes: [note] })
  })

  test.each([
    [
      '08-string-ids',
      'ratings.csv line 2, column 1: expected a person’s id, got "u1"; ids must be whole numbers up to',
    ],
    [
      '08b-negative-ratings',
      'ratings.csv line 2, column 3: expected a rating from 0.5 to 5, got "-1"; bring your ratings',
    ],
  ])('%s is refused with file, line, column and what to do', async (name, message) => {
    await expect(read(name)).rejects.toThrow(DataError)
    await expect(read(name)).rejects.toThrow(message)
  })

  test('odd titles are whole, in NFC, and what runs from right to left is isolated', async () => {
    const info = await read('10-odd-titles')
    expect(titles(info)[7]).toBe('A'.repeat(300))
    expect(titles(info).toSpliced(7, 1)).toEqual([
      '"Great" Performances',
      '(2005)',
      '1, 2, 3',
      'No Year At All',
      'Open End',
      'Tom &amp; Jerry &quot;x&quot;',
      '<b>Bold</b>',
      '\u2068שלום עולם!\u2069',
      '\u2068مرحبا بالعالم\u2069',
      'हिन्दी फ़िल्म'.normalize('NFC'),
      'กาลครั้งหนึ่ง',
      '東京物語',
      'M',
      'It',
      '🎬🎬',
      'Zero\u200bWidth',
      'Year 2101',
      'Spaces   Inside',
      'The Matrix',
      'Babylon 5',
      'Café',
      'Café',
    ])
    expect(genres(info)[4]).toEqual(['comedy'])
    expect(info.items[1]).not.toHaveProperty('year')
    expect(info.items[4]!.year).toBe(2010)
  })

  test('long titles and titles of other scripts are whole', async () => {
    const [long] = titles(await read('10b-long-spaced'))
    expect(long).toMatch(/^The Very Long and Winding .* to the Stand-In, Part 3$/)
    expect(titles(await read('11-devanagari'))[1]).toBe('दिल्ली की शाम')
  })

  test.each([
    ['20-all-five', 20, 10],
    ['21-one-person', 1, 20],
    ['21b-one-film', 20, 1],
    ['21c-one-rating', 1, 1],
    ['21d-two-ratings', 2, 2],
    ['22-one-each', 40, 10],
    ['23-two-islands', 30, 20],
    ['24-everything', 20, 10],
    ['25-5x5', 4, 2],
  ])('%s opens', async (name, people, films) => {
    const info = await read(name)
    expect([info.people, info.items.length]).toEqual([people, films])
    expect(info.example).toBeGreaterThanOrEqual(0)
    expect(info.example).toBeLessThan(people)
  })
})

describe('sizes are looked at first', () => {
  const unread = (size: number) => {
    const arrayBuffer = () => Promise.reject(new Error('It was read.'))
    return { size, arrayBuffer } as unknown as Blob
  }

  test.each([
    ['a folder like 25M', { 'ratings.csv': 678e6, 'movies.csv': 3e6 }, 'm/ratings.csv: 678 MB is too large'],
    ['a folder of too large a list of films', { 'ratings.csv': 1e6, 'movies.csv': 40e6 }, 'm/movies.csv: 40 MB is too'],
    ['a folder without ratings', { 'movies.csv': 1e9 }, 'ratings.csv: expected it beside m/movies.csv'],
    ['a folder of something else', { 'photo.csv': 1e9 }, 'no MovieLens data: expected ratings.csv and movies.csv'],
  ])('%s is refused unread', async (_, sizes, message) => {
    const files = Object.entries(sizes).map(([path, size]) => ({ path: `m/${path}`, file: unread(size) }))
    await expect(openData({ files, name: 'm' })).rejects.toThrow(DataError)
    await expect(openData({ files, name: 'm' })).rejects.toThrow(message)
  })

  test('a zip like 25M is refused unread', async () => {
    await expect(openData({ zip: unread(262e6), name: 'ml-25m.zip' })).rejects.toThrow(
      'ml-25m.zip: 262 MB is too large for a browser; try MovieLens latest-small, 100K or 1M',
    )
  })

  test('of a folder only what is needed is read', async () => {
    const good = source('05-rerated') as Extract<DatasetSource, { files: unknown }>
    const others = ['tags.csv', 'links.csv', 'genome-scores.csv'].map((path) => ({ path, file: unread(1e9) }))
    await expect(openData({ ...good, files: [...others, ...good.files] })).resolves.toBeDefined()
  })
})
